"""Type hints as pydantic takes them on every Python: before 3.12 it refuses `typing.TypedDict`, not that of typing_extensions."""

import operator
import types
from functools import reduce
from typing import Annotated, Any, NotRequired, Required, Union, get_args, get_origin, get_type_hints, is_typeddict

from typing_extensions import TypedDict

from tool_graphs.errors import CatalogError

DEEPEST = 20


def modern(hint: Any, depth: int = 0) -> Any:
    """The same hint with every `typing.TypedDict` in it rebuilt; raises CatalogError for one that holds itself."""
    if depth > DEEPEST:
        raise CatalogError(f"a type that nests more than {DEEPEST} levels; expected finite depth")
    if is_typeddict(hint):
        return _rebuilt(hint, depth)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return Annotated[(modern(arguments[0], depth + 1), *arguments[1:])]
    mended = tuple(modern(each, depth + 1) if not isinstance(each, list) else each for each in arguments)
    if mended == arguments or origin is None:
        return hint
    if origin in (Union, types.UnionType):
        return reduce(operator.or_, mended)
    return hint.copy_with(mended) if hasattr(hint, "copy_with") else origin[mended]


def _rebuilt(hint: Any, depth: int) -> Any:
    if type(hint).__module__ != "typing":
        return hint
    fields = {
        name: (Required if name in hint.__required_keys__ else NotRequired)[modern(_bare(field), depth + 1)]
        for name, field in get_type_hints(hint, include_extras=True).items()
    }
    return TypedDict(hint.__name__, fields)  # type: ignore[operator]


def _bare(field: Any) -> Any:
    """The field's type without `Required` and `NotRequired`."""
    return get_args(field)[0] if get_origin(field) in (Required, NotRequired) else field
