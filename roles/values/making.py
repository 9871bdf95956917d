"""How the values of one leaf are made."""

import datetime
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Any

import jsonschema_rs
import orjson

from tool_graphs.tool import Schema

Maker = Callable[[Random, datetime.date], Any]


@dataclass(frozen=True, slots=True)
class Making:
    """How the values of one leaf are made, and what they mean."""

    make: Maker
    meaning: str
    """A key of `texts.TEXTS`, "date", "number", "identifier", "choice", "flag", "list", or empty."""
    form: str = ""
    """Of dates and times: how they are written, for `strftime`; empty for other meanings."""
    low: float | None = None
    high: float | None = None


def plain(schema: Schema) -> dict[str, Any]:
    """The schema with its first usable branch of anyOf, oneOf and allOf folded in."""
    if not isinstance(schema, Mapping):
        return {}
    folded = dict(schema)
    for key in ("allOf", "anyOf", "oneOf"):
        branches = [branch for branch in folded.pop(key, ()) if isinstance(branch, Mapping) and branch.get("type") != "null"]
        for branch in branches if key == "allOf" else branches[:1]:
            folded = {**plain(branch), **folded}
    kinds = folded.get("type")
    if isinstance(kinds, list):
        folded["type"] = next((kind for kind in kinds if kind != "null"), "null")
    return folded


def number_of(value: Any) -> float | None:
    """The finite number that a value or a text like "1,000" tells, or None."""
    if isinstance(value, bool) or value is None:
        return None
    try:
        found = float(str(value).replace(",", ""))
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def always(value: Any) -> Maker:
    """Makes this value."""
    return lambda _rng, _today: value


def one_of(values: list[Any]) -> Maker:
    """Makes one of these values."""
    return lambda rng, _: rng.choice(values)


def valid(make: Maker, schema: Schema) -> bool:
    """Whether some values made so validate, formats too."""
    return takes(validator(schema), make)


def validator(schema: Schema) -> Any:
    """What validates by this schema, formats too; None where it is no valid schema."""
    return _validator(orjson.dumps({key: schema[key] for key in schema if key not in _SAYS_NOTHING}, default=str))


def takes(validator: Any, make: Maker) -> bool:
    """Whether some values made so are valid."""
    return validator is None or all(map(validator.is_valid, _some(make)))


@lru_cache(maxsize=1024)
def _some(make: Maker) -> tuple[Any, ...]:
    """Some values made so, always the same."""
    trial, today = Random(3), datetime.date(2024, 6, 1)
    return tuple([make(trial, today) for _ in range(4)])


_SAYS_NOTHING = frozenset(("description", "title", "default", "examples", "example"))


@lru_cache(maxsize=4096)
def _validator(schema: bytes) -> Any:
    """The validator of a schema's text; None where it is no valid schema."""
    try:
        return jsonschema_rs.validator_for(orjson.loads(schema), validate_formats=True)
    except ValueError:
        return None


def checked(found: Making | None, schema: Schema) -> Making | None:
    """The making, cut to the schema's length where that helps; None where its values do not validate."""
    if found is None:
        return None
    if not {"pattern", "minLength", "maxLength", "format"} & schema.keys() or valid(found.make, schema):
        return found
    return None


def fallback(schema: Schema) -> Making:
    """Letters and digits of an allowed length."""
    least, most = int(schema.get("minLength") or 0), schema.get("maxLength")
    size = max(least, min(int(most), 8) if most is not None else max(least, 8))
    fitting = [entry for entry in _SHORT if least <= len(entry) <= (int(most) if most is not None else 99)]
    if fitting:
        return Making(one_of(fitting), "")
    return Making(lambda rng, _: "".join([rng.choice("abcdefghjkmnpqrstuvwxyz") for _ in range(size)]), "")


_SHORT = (
    "blue note",
    "harbor",
    "maple",
    "north",
    "sun",
    "ok",
    "x",
    "orchard lane",
    "a quiet evening by the lake",
    "the long way home in the rain tonight",
)
