"""Numbers: by bounds, by units, by name."""

import datetime
import math
import re

from roles.values.dates import day, direction
from roles.values.hints import Hints
from roles.values.making import Maker, Making, number_of, one_of
from roles.values.numbers import expected, measured
from roles.values.texts import place
from roles.values.words import words
from tool_graphs.tool import Schema


def quantity(schema: Schema, name: str, kind: str, told: Hints, tool: str) -> Making:
    """A number; `kind` is integer or number, `tool` what the tool says about itself."""
    spoken = " ".join(words(name))
    numbers = [found for option in told.options if (found := number_of(option)) is not None]
    if numbers and len(numbers) == len(told.options):
        return Making(one_of([int(found) if kind == "integer" else found for found in numbers]), "choice")
    part = re.search(r"\b(?:lat(?:itude)?|(lon|lng|long|longitude))s?( \d)?$|^(?:lat|(lon))\b", spoken)
    if part is not None:
        return _position("longitude" if part[1] or part[3] else "latitude", schema, kind == "integer")
    about = (
        measured(spoken, str(schema.get("description", "")))
        or expected(spoken)
        or expected(" ".join(words(str(schema.get("description", "")).split(".")[0])[:8]))
    )
    if re.search(r"\b(timestamp|epoch|unix)\b", f"{spoken} {schema.get('description', '')}", re.I):
        towards = direction(spoken, str(schema.get("description", "")), tool)
        return Making(lambda rng, today: int(day(towards, rng, today).replace(tzinfo=datetime.UTC).timestamp()), "timestamp")
    low, high, decimals = about or _around(told, spoken)
    low, high = _bounded(schema, low, high, told)
    decimals = 0 if kind == "integer" else decimals
    return Making(
        _between(low, high, decimals, schema, kind), "number" if not spoken.endswith("id") else "identifier", low=low, high=high
    )


def _position(part: str, schema: Schema, whole: bool) -> Making:
    low, high = _bounded(schema, -90.0, 90.0, Hints()) if part == "latitude" else _bounded(schema, -180.0, 180.0, Hints())
    if (low, high) not in ((-90.0, 90.0), (-180.0, 180.0)) or "multipleOf" in schema:
        return Making(
            _between(low, high, 0 if whole else 2, schema, "integer" if whole else "number"), "number", low=low, high=high
        )
    if whole:
        return Making(lambda rng, _: round(getattr(place(rng), part)), part)
    return Making(lambda rng, _: getattr(place(rng), part), part)


def _around(told: Hints, spoken: str) -> tuple[float, float, int]:
    if re.search(r"\b(id|ids|number|code|key|sku|upc|ean|barcode|serial|reference|badge)$", spoken):
        return 1000, 99999, 0
    examples = [found for value in (*told.examples, told.default) if (found := number_of(value)) is not None]
    if examples and examples[0] > 0:
        middle = examples[0]
        return (max(1.0, middle // 2), middle * 2, 0) if middle.is_integer() else (middle / 2, middle * 2, 2)
    return 2, 60, 0


def _bounded(schema: Schema, low: float, high: float, told: Hints) -> tuple[float, float]:
    least = [float(schema[key]) for key in ("minimum", "exclusiveMinimum") if number_of(schema.get(key)) is not None]
    most = [float(schema[key]) for key in ("maximum", "exclusiveMaximum") if number_of(schema.get(key)) is not None]
    if not least and not most and told.high is not None:
        least, most = ([] if told.low is None else [told.low]), [told.high]
    floor, ceiling = (max(least) if least else -math.inf), (min(most) if most else math.inf)
    if low > ceiling or high < floor or (floor > low and ceiling < high):
        span = max(abs(floor if floor > -math.inf else ceiling), 10.0)
        low, high = (
            (floor, ceiling)
            if floor > -math.inf and ceiling < math.inf
            else ((floor, floor + span) if floor > -math.inf else (ceiling - span, ceiling))
        )
        return low, min(high, low + 1000)
    low, high = max(low, floor), min(high, ceiling)
    return (low, min(ceiling, max(10 * low, low + 10))) if low == high and high < ceiling < math.inf else (low, high)


def _between(low: float, high: float, decimals: int, schema: Schema, kind: str) -> Maker:
    step = number_of(schema.get("multipleOf")) or 0
    if "exclusiveMinimum" in schema and low == number_of(schema["exclusiveMinimum"]):
        low += 1 if not decimals and high - low > 1 else (high - low) / 100
        decimals = decimals or (0 if float(low).is_integer() else 2)
    if "exclusiveMaximum" in schema and high == number_of(schema["exclusiveMaximum"]):
        high -= 1 if not decimals and high - low > 1 else (high - low) / 100
    if step and not (kind == "number" and step < 0.01):
        first, last = math.ceil(low / step), max(math.floor(high / step), math.ceil(low / step))
        whole = float(step).is_integer()
        return lambda rng, _: int(rng.randint(first, last) * step) if whole else round(rng.randint(first, last) * step, 4)
    if decimals or (kind == "number" and high - low <= 1):
        places = decimals or 2
        return lambda rng, _: round(rng.uniform(low, high), places)
    least, most = math.ceil(low), max(math.floor(high), math.ceil(low))
    if most - least >= 400 and least >= 100 and most <= 100000 and "id" not in schema and least in (5000, 20):
        return lambda rng, _: rng.randint(least, most) // 5 * 5
    return lambda rng, _: rng.randint(least, most)
