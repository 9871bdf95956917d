"""Another value for the same place: of the same type, allowed by the schema, and wrong."""

import datetime
import re
from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

from roles.evidence import same
from simulator.defects.editing import with_argument
from tool_graphs.plan import Call
from tool_graphs.tool import Field, Tool

TRIES = 12
_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(.*)", re.DOTALL)


def another(call: Call, tool: Tool, field: Field, argument: str, value: Any, rng: Random) -> Any:
    """A value that the call could have had there instead; None where none is found."""
    options = field.schema.get("enum") if isinstance(field.schema, Mapping) else None
    for candidate in _candidates(value, options, rng):
        different = not same(candidate, value) and str(candidate).casefold() != str(value).casefold()
        if different and not tool.argument_errors(with_argument(call, argument, candidate).arguments):
            return candidate
    return None


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
