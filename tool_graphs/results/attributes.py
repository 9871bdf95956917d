"""What things usually have: a small table of everyday nouns, and the types of everyday attributes."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from tool_graphs.words import listed, words

_NUMBERS = listed(
    "price amount cost balance latitude longitude rating temperature humidity speed percent odds value mileage rate salary score "
    "km cap offset calories calory grams gram total change distance weight height average sum probability tax interest bmi fee "
    "tip elevation yield ratio altitude volume magnitude revenue income equity premium jackpot authority open high low close "
    "area depth bid asset liability earning"
)
_INTEGERS = listed(
    "count year quantity population capacity bedroom bathroom width minute second byte serving digit season level rank age "
    "point win loss run wicket space played"
)
_TIMES = ("_at",)
_CHOICES = {
    "status": ("pending", "confirmed", "completed"),
    "priority": ("low", "medium", "high"),
    "condition": ("sunny", "cloudy", "rainy", "windy"),
    "sentiment": ("positive", "neutral", "negative"),
    "difficulty": ("easy", "medium", "hard"),
    "signal": ("buy", "hold", "sell"),
    "congestion": ("light", "moderate", "heavy"),
}


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[str, ...]]:
    text = Path(__file__).with_name("attributes.txt").read_text(encoding="utf-8")
    lines = (line.split(":") for line in text.strip().splitlines())
    return {noun: tuple(names.split()) for noun, names in lines}


def attributes(thing: tuple[str, ...]) -> tuple[str, ...]:
    """Names of what such a thing usually has; none for unknown nouns."""
    table = _table()
    for known in ("_".join(thing), thing[-1] if thing else "", thing[0] if thing else ""):
        if known in table:
            return table[known]
    return ()


def known(noun: str) -> bool:
    """Whether the table has the noun."""
    return noun in _table()


def schema_of(name: str) -> dict[str, Any]:
    """A schema for an attribute of that name: its type, and a format for dates and the like."""
    parts = words(name)
    head = parts[-1] if parts else ""
    if name.endswith(_TIMES) or parts[-2:] in (("departure", "time"), ("arrival", "time"), ("start", "time"), ("end", "time")):
        return {"type": "string", "format": "date-time"}
    if head in ("date", "birthdate", "delivery") or parts[-2:] == ("expiry", "date"):
        return {"type": "string", "format": "date"}
    if head in _CHOICES:
        return {"type": "string", "enum": list(_CHOICES[head])}
    if head in ("email",):
        return {"type": "string", "format": "email"}
    if head in ("url", "website"):
        return {"type": "string", "format": "uri"}
    if "last" in parts and "digit" in parts:
        return {"type": "string", "pattern": "^[0-9]{4}$"}
    if head in _INTEGERS or (head == "number" and len(parts) == 1):
        return {"type": "integer", "minimum": 1}
    if (head in _NUMBERS or "per" in parts) and "level" not in parts:
        return {"type": "number"} | _bounds(head)
    return {"type": "string"}


def _bounds(head: str) -> dict[str, Any]:
    if head in ("latitude", "longitude"):
        limit = 90 if head == "latitude" else 180
        return {"minimum": -limit, "maximum": limit}
    if head == "rating":
        return {"minimum": 1, "maximum": 5}
    if head in ("percent", "humidity"):
        return {"minimum": 0, "maximum": 100}
    return (
        {"minimum": -20, "maximum": 45}
        if head == "temperature"
        else {}
        if head in ("offset", "change", "score")
        else {"minimum": 0}
    )
