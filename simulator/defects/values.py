"""Another value for the same place: of the same type, and not the same."""

import datetime
import re
from collections.abc import Iterator
from random import Random
from typing import Any

from roles.evidence import same
from simulator.defects.editing import copied, with_argument
from tool_graphs import path as paths
from tool_graphs.plan import Call
from tool_graphs.tool import Field, Tool

TRIES = 12
_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(.*)", re.DOTALL)


def another(call: Call, tool: Tool, field: Field, argument: str, value: Any, rng: Random) -> Any:
    """A value that the call could have had there instead; None where none is found."""
    for candidate in _candidates(value, field.schema.get("enum"), rng):
        if differs(candidate, value) and not tool.argument_errors(with_argument(call, argument, candidate).arguments):
            return candidate
    return None


def another_result(tool: Tool, result: Any, path: str, rng: Random) -> Any:
    """The result with another value at the path, valid by the tool's schema; None where none is found."""
    value = paths.get(result, path)
    for candidate in _candidates(value, None, rng):
        found = with_leaf(result, path, candidate)
        if differs(candidate, value) and not tool.result_errors(found):
            return found
    return None


def with_leaf(result: Any, path: str, value: Any) -> Any:
    """A JSON value with another leaf at the path."""
    if not path:
        return value
    found = copied(result)
    paths.put(found, path, value)
    return found


def differs(one: Any, other: Any) -> bool:
    """Whether two values differ by more than capitals."""
    return not same(one, other) and str(one).casefold() != str(other).casefold()


def _candidates(value: Any, options: Any, rng: Random) -> Iterator[Any]:
    if isinstance(options, list):
        yield from rng.sample(options, len(options))
    elif isinstance(value, bool):
        yield not value
    elif isinstance(value, int | float):
        yield from (value + by for by in rng.sample((1, 2, 3, -1, 5, 10), 6))
        yield value / 2
    elif isinstance(value, str) and value:
        for _ in range(TRIES):
            yield changed(value, rng)


def changed(value: str, rng: Random) -> str:
    """A text that differs from this one: another day, another digit, else another letter."""
    dated = _DATE.fullmatch(value)
    if dated:
        try:
            day = datetime.date.fromisoformat(dated[1]) + datetime.timedelta(days=rng.randint(1, 9))
            return f"{day.isoformat()}{dated[2]}"
        except ValueError:
            pass
    for group, choices in ((r"\d", "0123456789"), (r"[a-z]", "bdfglmnprstv"), (r"[A-Z]", "BDFGLMNPRSTV")):
        places = [match.start() for match in re.finditer(group, value)]
        if places:
            at = rng.choice(places)
            return value[:at] + rng.choice([each for each in choices if each != value[at]]) + value[at + 1 :]
    return value + " or so"
