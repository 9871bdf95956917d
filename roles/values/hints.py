"""What a schema and its description give away about a value: options, examples, bounds, formats."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

_QUOTED = re.compile(
    r"(?<![A-Za-z0-9])(?:'([^'\n]{1,60})'|\"([^\"\n]{1,60})\"|`([^`\n]{1,60})`|“([^”\n]{1,60})”|"
    r"‘([^’\n]{1,60})’)(?![A-Za-z0-9])"
)
_EXAMPLE = re.compile(
    r"\b(?:such as|e\.g\.?,?|eg\.|for example|for instance|examples?|like|ex\.?)(?=[\s:'\"`(]|$)[:,]?\s*(?:is |are )?", re.I
)
_OPTIONS = re.compile(
    r"\b(?:one of|either|(?:supported|possible|valid|allowed|accepted|available|acceptable|permitted)"
    r"(?: \w+){0,2}?|options|choices|values|choose (?:from|between)|can be|must be|should be|could be|may be|accepts)\b"
    r"(?:\s+(?:are|is|include|includes|be|either|one of|only|the following))*\s*[:\-]?\s*",
    re.I,
)
_LISTED = re.compile(r"\(([A-Za-z][\w .-]{0,24}(?:\s*(?:,|/|\||\bor\b)\s*(?:or )?[A-Za-z][\w .-]{0,24})+)\)")
_DEFAULT = re.compile(r"\bdefaults?\b(?: value)?(?: is| to|:)?(?: set to)?\s*(?:['\"`]([^'\"`]+)['\"`]|([\w.%-]+))", re.I)
_RANGE = re.compile(
    r"(?:\(|\bbetween |\bfrom |\brange:? ?(?:of |from |is )?|\bscale:? (?:of |from )?)"
    r"(-?\d+(?:\.\d+)?)\s*(?:-|–|to|and|\.\.)\s*(-?\d+(?:\.\d+)?)",
    re.I,
)
_HIGHEST = re.compile(
    r"\b(?:max(?:imum)?(?: value)?(?: is| of|:)?|up to|at most|no more than)\s*(\d+(?:\.\d+)?)(?!\S*\s*(?:char|letter|word))",
    re.I,
)
_DATE_FORMAT = re.compile(
    r"%[YmdbBHy][^\s'\"),;]*(?: ?%[HIM][^\s'\"),;]*)?|\b(?:YYYY|DD|MM)[-/. ]?(?:MM|DD|YYYY)?[-/. ]?(?:DD|YYYY|"
    r"MM)?(?:['\"]?[T ]+['\"]?HH:MM(?::SS)?Z?)?(?![A-Za-z])|\bHH:MM(?::SS)?\b",
    re.I,
)
_SEPARATOR = re.compile(r"\s*(?:,\s*(?:or|and)?|/|\||\bor\b|\band\b|;)\s*", re.I)


@dataclass(frozen=True, slots=True)
class Hints:
    """What can be read off one schema; every member may be empty."""

    options: tuple[Any, ...] = ()
    examples: tuple[Any, ...] = ()
    default: Any = None
    low: float | None = None
    high: float | None = None
    date_format: str = ""
    """In `strftime` form."""
    separated: bool = False
    """Whether the string holds several values with commas between."""


_GIVING = frozenset(("possible_values", "options", "allowed_values", "examples", "example", "default"))
_NOTHING = ("", "None", "null", "none")


def hints(schema: Mapping[str, Any]) -> Hints:
    """The hints of a leaf's schema."""
    description = str(schema.get("description") or "")
    told = _told(description)
    if _GIVING.isdisjoint(schema):
        return told
    given = tuple(value for key in ("possible_values", "options", "allowed_values") for value in _listed(schema.get(key)))
    examples = (*_listed(schema.get("examples")), *_listed(schema.get("example")), *told.examples)
    default = schema.get("default", told.default)
    return Hints(
        options=given or told.options,
        examples=tuple(value for value in examples if value not in ("", None)),
        default=None if default in _NOTHING else default,
        low=told.low,
        high=told.high,
        date_format=told.date_format,
        separated=told.separated,
    )


def _listed(value: Any) -> tuple[Any, ...]:
    if isinstance(value, Mapping):
        return tuple(child.get("value") if isinstance(child, Mapping) else child for child in value.values())
    return tuple(value) if isinstance(value, list) else (() if value is None else (value,))


@lru_cache(maxsize=65536)
def _told(description: str) -> Hints:
    bounds = _RANGE.search(description)
    highest = _HIGHEST.search(description)
    default = _DEFAULT.search(description)
    date = _DATE_FORMAT.search(description)
    examples = _examples(description)
    said = (default[1] or default[2]).strip(".") if default else None
    low, high = (float(bounds[1]), float(bounds[2])) if bounds else (None, float(highest[1]) if highest else None)
    if low is not None and high is not None and low >= high:
        low, high = None, None
    return Hints(
        options=_options(description),
        examples=examples,
        default=None if said in _NOTHING else said,
        low=low,
        high=high,
        date_format=strftime(date[0]) if date else "",
        separated=bool(re.search(r"comma[- ]?(?:separated|delimited)|separated by commas?", description, re.I)),
    )


def strftime(pattern: str) -> str:
    """`YYYY-MM-DD HH:MM` in `strftime` form."""
    if "%" in pattern:
        return pattern.rstrip(".,")
    parts = re.sub(
        r"hh:mm(:ss)?", lambda match: "%H:%M" + (":%S" if match[1] else ""), pattern.replace("'", "").replace('"', ""), flags=re.I
    )
    parts = re.sub(r"(?<!%)yyyy", "%Y", parts, flags=re.I)
    parts = re.sub(r"(?<![%:])mm(?!:)", "%m", parts, flags=re.I)
    return re.sub(r"(?<!%)dd", "%d", parts, flags=re.I)


def _examples(description: str) -> tuple[str, ...]:
    found: list[str] = []
    for marker in _EXAMPLE.finditer(description):
        found.extend(_values_after(description[marker.end() :], bare=4))
    return tuple(dict.fromkeys(found))[:8]


def _options(description: str) -> tuple[str, ...]:
    for marker in _OPTIONS.finditer(description):
        rest = description[marker.end() :]
        values = _values_after(rest, bare=2 if description[marker.start() : marker.end()].rstrip().endswith(":") else 0)
        if len(values) >= 2:
            return tuple(dict.fromkeys(values))[:16]
    listed = _LISTED.search(description)
    if listed and not re.match(r"e\.?g|i\.?e|such|for |in |ex", listed[1], re.I):
        values = [part.strip() for part in _SEPARATOR.split(listed[1]) if part.strip()]
        if (
            len(values) >= 2
            and any(len(value) > 1 for value in values)
            and all(len(value.split()) <= 2 for value in values)
            and values[-1] not in ("etc", "etc.")
        ):
            return tuple(values)
    return ()


def _values_after(text: str, bare: int) -> list[str]:
    """The quoted values that follow at once, else (where `bare` words are allowed) the unquoted ones up to the "
    "sentence's end."""
    quoted = _run_of_quoted(text)
    if quoted or not bare:
        return quoted
    stretch = re.split(r"[)(\n;]|\.(?:\s|$)", text, maxsplit=1)[0].strip()
    parts = [part.strip(" .'\"`:[]") for part in _SEPARATOR.split(stretch)]
    if "," not in stretch and len(stretch.split()) > bare:
        parts = [stretch.split()[0]] if re.search(r"\d", stretch.split()[0]) else []
    kept = [
        part for part in parts if part and len(part) <= 40 and len(part.split()) <= bare and part.lower() not in ("etc", "more")
    ]
    return kept if len(kept) == len([part for part in parts if part and part.lower() not in ("etc", "more")]) else kept[:1]


def _run_of_quoted(text: str) -> list[str]:
    values: list[str] = []
    at = 0
    while (match := _QUOTED.search(text, at)) is not None:
        between = re.sub(r"\([^)]*\)", "", text[at : match.start()])
        allowed = (
            r"\s*[\[{(]?\s*"
            if not values
            else r"[\s\]})]*(?:\([^)]*)?(?:,|\bor\b|\band\b|/|\||;|for \w+(?: \w+)?)?\s*(?:\bor\b|\band\b|,)?\s*[\[{(]?"
        )
        if not re.fullmatch(allowed, between):
            break
        values.append(next(group for group in match.groups() if group is not None).strip())
        at = match.end()
    return [value for value in values if value]
