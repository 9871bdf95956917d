"""What kind of thing a parameter holds, read from its name, its schema and its description."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import orjson

from roles.language import names
from tool_graphs.tool import Field

Kind = Literal[
    "boolean", "yes_no", "option", "count", "money", "percent", "year", "coordinate", "number",
    "date", "datetime", "time", "email", "url", "id", "code", "name", "text", "any",
]  # fmt: skip
NUMERIC = frozenset({"count", "money", "percent", "year", "coordinate", "number"})


@dataclass(frozen=True, slots=True)
class Sense:
    """A parameter in language: its kind, what people call it, which values it may have, how they look."""

    kind: Kind
    type: str
    """The schema's type; empty where it has none."""
    words: tuple[str, ...]
    noun: str
    description: str
    options: tuple[Any, ...] = ()
    """The values that the schema or the description lists; empty where it lists none."""
    closed: bool = False
    """Whether the schema allows no other value than the options."""
    shape: re.Pattern[str] | None = None
    """How its values look, where a pattern or an example tells."""
    unit: str = ""
    """The unit that description or name give, in the plural: "meters", "days", "%"."""
    counted: str = ""
    """What a count counts, in the plural: "results", "guests"."""


def sense(field: Field) -> Sense:
    """The sense of a field; computed once per name and schema."""
    return _sense(field.path, orjson.dumps(field.schema, default=str))


@lru_cache(maxsize=65536)
def _sense(path: str, schema_text: bytes) -> Sense:
    schema = orjson.loads(schema_text) or {}
    field = Field(path, schema, False)
    description = " ".join(field.description.split())
    parts = names.words(field.name, description)
    noun = names.noun(field.name, description)
    if (field.many and not path.endswith("]")) or field.path.endswith("[]"):
        noun = names.singular(noun)
    options, closed = _options(schema, description)
    kind = _kind(schema, _type(schema), parts, description, options, closed)
    return Sense(
        kind=kind,
        type=_type(schema),
        words=parts,
        noun=noun,
        description=description,
        options=options,
        closed=closed,
        shape=_shape(schema, description) if kind in ("id", "code") else None,
        unit=_unit(parts, description) if kind in NUMERIC or kind == "any" else "",
        counted=_counted(parts, description) if kind == "count" else "",
    )


def _type(schema: dict[str, Any]) -> str:
    declared = schema.get("type")
    if isinstance(declared, list):
        declared = next((one for one in declared if one != "null"), "")
    return declared if isinstance(declared, str) else ""


_LISTED = re.compile(
    r"(?:one of|options?(?: are| include)?|possible values?|allowed values?|valid values?|supported values?|accepted values?"
    r"|accepts|either|choices|can be|must be|should be)\b([^.]*)",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"(?<!\w)['\"`“]([\w][\w .+/-]{0,30})['\"`”](?!\w)")


def _options(schema: dict[str, Any], description: str) -> tuple[tuple[Any, ...], bool]:
    if "const" in schema:
        return (schema["const"],), True
    if isinstance(schema.get("enum"), list):
        return tuple(one for one in schema["enum"] if one is None or isinstance(one, str | int | float | bool)), True
    for listing in _LISTED.findall(description):
        listed = tuple(dict.fromkeys(_QUOTED.findall(listing)))
        if len(listed) > 1:
            return listed, False
    return (), False


_UNITS = (
    "gigabytes|megabytes|meters|kilometers|miles|feet|inches|centimeters|pixels|seconds|minutes|hours|days|weeks|months|years|nights|kilograms|grams|pounds|"
    "liters|gallons|degrees|bytes|characters|words|milliseconds|knots|watts|volts|mph"
)
_UNIT_IN = re.compile(
    rf"\b(?:in|number of|\(in)\s+((?:{_UNITS}|metres|kilometres|centimetres|km|cm|kg|lbs)(?: per [a-z]+)?)\b", re.IGNORECASE
)
_UNIT_NAME = re.compile(rf"(?:^| )({_UNITS})$|(?<= )({'|'.join(sorted(names.MEASURES - {'usd', 'eur', 'gbp'}))})$")
_SHORT = {"metres": "meters", "kilometres": "kilometers", "km": "kilometers", "cm": "centimeters", "kg": "kilograms", "lbs": "pounds",  # noqa: E501
          "centimetres": "centimeters"}  # fmt: skip


_RULES: tuple[tuple[str, str], ...] = (
    ("email", r"\be?mails?\b(?! (?:body|subject|text|content|id|template|type))"),
    ("url", r"\b(?:urls?|uris?|links?|href|webhook|callback)\b"),
    ("coordinate", r"\b(?:lat|latitude|lon|lng|longitude)\b"),
    ("datetime", r"\b(?:timestamp|datetime|date time)\b"),
    ("date", r"\b(?:date|dates|dob|birthday|birthdate|deadline|since|checkin|checkout|check in|check out)\b"),
    ("time", r"\btime$"),
    ("code", r"\b(?:currency|currencies|ccy|locale|iata|airport|ticker|symbol|symbols|country code"
     r"|language code|lang|origin|hl|gl)\b"),
    ("id", r"\b(?:ids?|uuid|guid|vin|isbn|asin|sku|slug|token|key|hash|identifier|ip|host|domain|code|zip|zipcode|postcode|phone|"
           r"hashtag|cursor|username|password|handle|md5|sha\d*|cik|cnpj|number)$|^(?:ids?|ip|phone|zip)\b|\bpostal code\b"),
    ("text", r"\b(?:q|query|search|keywords?|message|text|content|body|comment|note|notes|summary|sentence|subject"
             r"|description|prompt"
             r"|title|question|thought|expression|equation|topic|term|input|caption|phrase|paragraph|path|filename|file|folder|dir|directory)\b"),
    ("name", r"\b(?:name|city|location|place|country|state|region|province|county|street|address|address1|address2|author|artist"
             r"|actor|director|brand|make|model|manufacturer|company|team|player|league|person|owner|destination|venue|hotel|restaurant|"
             r"language|publisher|breed|recipient|sender|user|area|neighborhood|stadium|album|song|movie|book)\b"),
)  # fmt: skip
_MONEY = re.compile(
    r"\b(?:amount|price|cost|budget|salary|fee|balance|income|principal|loan|payment|revenue|salary|fare|value|deposit)\b"
)
_COUNT = re.compile(
    r"\b(?:limit|num|count|quantity|qty|size|adults|children|guests|passengers|people|rooms|nights|copies|seats|tickets|items|results|stars|"
    r"players|servings|baggages|bags|attempts|per page|days|weeks|hours|minutes|months|years|number of|top)\b"
)
_FREQUENT = re.compile(r"\b(?:frame|refresh|sample|sampling|heart|bit|exchange|flow|learning|data|success)\b")
_IS_ID = re.compile(r"\b(?:ids?|code|number|zip|phone|pin|identifier|timestamp|port|isbn|cursor|chapter|season|page|offset)$")
_DOLLARS = re.compile(r"\bin (?:us |u\.s\. )?(?:dollars|usd|euros?|eur|pounds sterling|gbp)\b")
_NUMBER_OF = re.compile(r"\bnumber of\b|^how many\b", re.IGNORECASE)
_NUMERIC_DEFAULT = re.compile(
    r"\bdefaults? (?:value )?(?:is|to|=|:)?\s*(?:is |to )?['\"`]?-?\d+(?:\.\d+)?\b(?![-\w/:])", re.IGNORECASE
)


_BOOLEAN_DEFAULT = re.compile(r"\bdefaults? (?:value )?(?:is |to |=|:)?\s*['\"`]?(?:true|false)\b", re.IGNORECASE)


def _kind(
    schema: dict[str, Any], type: str, parts: tuple[str, ...], description: str, options: tuple[Any, ...], closed: bool
) -> Kind:
    if type == "boolean" or (options and all(isinstance(one, bool) for one in options)):
        return "boolean"
    if options and {str(one).lower() for one in options} == {"yes", "no"}:
        return "yes_no"
    if options and (closed or not _NUMERIC_DEFAULT.search(description)) and not all(str(one).isdigit() for one in options):
        return "option"
    spoken = " ".join(parts)
    lowered = description.lower()
    if type in ("integer", "number"):
        return _numeric(spoken, lowered, type)
    if not type and _BOOLEAN_DEFAULT.search(description):
        return "boolean"
    if not type and _NUMERIC_DEFAULT.search(description):
        return _numeric(spoken, lowered, type)
    if not type and (lowered.startswith(("whether", "flag to", "if true", "if set to true", "boolean"))):
        return "boolean"
    formats: dict[str, Kind] = {
        "date": "date", "date-time": "datetime", "time": "time", "email": "email", "uri": "url", "url": "url", "uuid": "id",
        "ipv4": "id", "ipv6": "id", "hostname": "id",
    }  # fmt: skip
    if schema.get("format") in formats:
        return formats[schema["format"]]
    if re.search(r"yyyy-mm-dd|%y-%m-%d", lowered):
        return "datetime" if re.search(r"(?:yyyy-mm-dd|%y-%m-%d)['\"]?[t ]['\"]?(?:hh|%h)", lowered) else "date"
    if re.search(r"\bhh:mm|%h:%m", lowered):
        return "time"
    if not type and re.search(r"\b(?:limit|count|num|page|offset|size|radius|year|latitude|lat)\b", spoken):
        return _numeric(spoken, lowered, type)
    return _worded(spoken, lowered, type)


_CODED = re.compile(r"(?:the )?(?:unique )?(?:ids?|identifiers?|zip ?codes?|postal codes?|postcodes?) (?:of|for)\b")


def _worded(spoken: str, lowered: str, type: str) -> Kind:
    if _CODED.match(lowered):
        return "id"
    for kind, expression in _RULES:
        if re.search(expression, spoken):
            return kind  # type: ignore[return-value]
    if re.search(r"\b(?:three|3|two|2)[- ]letter (?:\w+ )?code\b|\bcurrency code\b", lowered):
        return "code"
    if "iata code" in lowered or "iso code" in lowered or "country code" in lowered or "language code" in lowered:
        return "code"
    if re.search(r"^(?:the )?(?:unique )?(?:id|identifier)\b", lowered):
        return "id"
    return "text" if type == "string" else "any"


def _numeric(spoken: str, lowered: str, type: str) -> Kind:
    if re.search(r"\byears?$", spoken) and not _NUMBER_OF.search(lowered) and not re.search(r"\b(?:term|num|years)\b", spoken):
        return "year"
    if re.search(r"\b(?:lat|latitude|lon|lng|longitude)\b", spoken):
        return "coordinate"
    if re.search(r"\b(?:percent|percentage|pct)\b", spoken) or "percent" in lowered:
        return "percent"
    if _DOLLARS.search(lowered) or spoken.endswith((" usd", " eur", " gbp")):
        return "money"
    if re.search(r"\brate\b", spoken):
        paid = re.search(r"\b(?:hourly|daily|nightly|weekly|day|hour|night|pay|room)\b", spoken) or re.search(
            r"\bdollars?|usd", lowered
        )
        return "money" if paid else "number" if _FREQUENT.search(spoken) else "percent"
    if _IS_ID.search(spoken) and not _NUMBER_OF.search(lowered):
        return "number" if type == "number" else "id"
    counts = _NUMBER_OF.search(lowered) and type == "integer"
    if _MONEY.search(spoken) and not counts and not (spoken.endswith("amount") and _UNIT_IN.search(lowered)):
        return "money"
    return "count" if type != "number" and (_COUNT.search(spoken) or _NUMBER_OF.search(lowered)) else "number"


_EXAMPLE = re.compile(
    r"(?:such as|e\.g\.,?|for example,?|example:?|like|examples? (?:is|are|include)|i\.e\.)\s*['\"`“]([^'\"`”]{2,40})['\"`”]",
    re.IGNORECASE,
)


def _shape(schema: dict[str, Any], description: str) -> re.Pattern[str] | None:
    """How values look, from `pattern`, or generalised from an example: '#W0000000' is '#', a capital letter, seven digits."""
    declared = schema.get("pattern")
    if isinstance(declared, str):
        try:
            return re.compile(declared)
        except re.error:
            return None
    examples = [str(one) for one in schema.get("examples", ()) if isinstance(one, str)] or _EXAMPLE.findall(description)
    if not examples:
        return None
    if "such as" in description:
        examples += [one for one in re.findall(r"['\"`]([\w#-]{2,40})['\"`]", description) if one not in examples]
    return re.compile("(?:" + "|".join(dict.fromkeys(_generalised(example) for example in examples[:6])) + r")\Z")


def _generalised(example: str) -> str:
    """An example as a pattern: letters stand for letters of their case, digits for digits, other characters for themselves."""
    if re.fullmatch(r"\+\d{7,15}", example):
        return r"\+\d{7,15}"  # phone numbers differ in length from country to country
    mixed = re.fullmatch(r"(?=.*\d)(?=.*[A-Z])[A-Z\d]{5,}", example) is not None
    if mixed and not re.fullmatch(r"[A-Z]+\d+", example):
        return rf"[A-Z\d]{{{len(example)}}}"
    found = ""
    for run in re.finditer(r"[a-z]+|[A-Z]+|\d+|\s+|.", example):
        text = run.group()
        if text.isdigit():
            found += rf"\d{{{len(text)}}}" if len(text) > 4 else r"\d+"
        elif text.isalpha() and text.isascii():
            found += "[a-z]+" if text.islower() else rf"[A-Z]{{{len(text)}}}" if text.isupper() else "[A-Za-z]+"
        else:
            found += re.escape(text)
    return found


def _unit(parts: tuple[str, ...], description: str) -> str:
    match = _UNIT_IN.search(description) or _UNIT_NAME.search(" ".join(parts))
    unit = next((group for group in match.groups() if group), "").lower() if match else ""
    return _SHORT.get(unit, unit)


_COUNTED = re.compile(r"\bnumber of ((?:[\w-]+ ){0,2}(?:[\w-]*s|people|children))\b", re.IGNORECASE)
_AFTER_COUNT = re.compile(r"^(?:num|number of|n|total|count)(?: of)? (.+)$|^(.+) (?:count|quantity)$")
_LISTING = re.compile(
    r"\b(?:results?|items?|records?|entries|rows|number|maximum|max|how many|return|per page|top|limit)\b", re.IGNORECASE
)
_COUNTABLE = frozenset(
    [
        "adults",
        "children",
        "guests",
        "passengers",
        "people",
        "rooms",
        "nights",
        "copies",
        "seats",
        "stars",
        "tickets",
        "items",
        "results",
        "players",
        "servings",
        "bags",
    ]
)


def _counted(parts: tuple[str, ...], description: str) -> str:
    """What a count counts: "results" for `limit`, "non-free baggage items" for "The number of non-free baggage items"."""
    match = _COUNTED.search(description)
    if match and not re.search(r"\b(?:the|to|of|for|in|per|is|a)\b", match.group(1)):
        return match.group(1).lower()
    spoken = " ".join(parts)
    unit = _UNIT_NAME.search(spoken)
    if unit and unit.group(1):
        return unit.group(1)
    match = _AFTER_COUNT.match(spoken)
    if match:
        return names.plural(match.group(1) or match.group(2))
    if parts and parts[-1] in _COUNTABLE:
        return spoken
    if parts and parts[-1].endswith("s") and not parts[-1].endswith("ss") and len(parts) > 1:
        return spoken
    listing = not description or _LISTING.search(description)
    return "results" if listing and re.search(r"\b(?:limit|count|per page|page size|max results|top)\b", spoken) else ""
