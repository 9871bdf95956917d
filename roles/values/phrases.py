"""Texts: by pattern, by format, by options, by examples, by meaning."""

import datetime
import re
from random import Random

from roles.values.dates import day, direction, form_of, written
from roles.values.hints import Hints
from roles.values.labels import TITLED, description_of, title_of
from roles.values.making import Maker, Making, checked, fallback, one_of, valid
from roles.values.meanings import meaning, theme
from roles.values.numbers import expected
from roles.values.patterns import matching
from roles.values.shapes import is_year, number, shape
from roles.values.texts import POSTAL, TEXTS, TextMaker
from roles.values.words import singular, words
from tool_graphs.tool import Schema

_FORMATS = {
    "email": "email", "idn-email": "email", "uri": "url", "url": "url", "iri": "url", "uri-reference": "url",
    "hostname": "domain",
    "ipv4": "ip", "uuid": "uuid", "phone": "phone", "byte": "blob", "binary": "blob", "password": "password",
}  # fmt: skip


_FORMS = {"date": "%Y-%m-%d", "date-time": "%Y-%m-%dT%H:%M:%SZ", "time": "%H:%M:%SZ"}


_TEMPORAL = re.compile(
    r"\b(dates?|day|datum|deadline|birthday|dob|deathday|when|check ?in|check ?out|timestamp|datetime|date ?time|born)\b|"
    r"\b(created|updated|modified|expires|published|start|end|due|released|delivered|posted|filed|scheduled) (at|on|"
    r"date|time|day)$|\b(created|updated|since|until|before|after|from date|to date|expiry|expiration|air date)$"
)


_TIME = re.compile(r"^(\w+ )?(time|hour|clock|time of day|alarm)$|\btime$")


_SURE = frozenset(
    ("date", "phone", "email", "card_number", "account_number", "birth_date", "flight_number", "postal", "currency", "interval")
)


CURRENCY = "USD"
"""What sums in results are in."""
_LABELS = ["Aurora", "Atlas", "Orion", "Sierra", "Borealis", "Juniper", "Falcon", "Polaris", "Zephyr", "Meridian", "Blue Ridge"]
"""What people call their printers, boats and instruments."""
_TOPICAL = (TEXTS["topic"], TEXTS["product"], TEXTS["word"])


def phrase(schema: Schema, name: str, tool_name: str, tool_description: str, told: Hints, holder: str | None) -> Making:
    """A text; `told` is what the schema gives away, `holder` the thing that a result's leaf belongs to."""
    description = str(schema.get("description") or "")
    spoken = " ".join(words(name))
    found = checked(_constrained(schema, name), schema)
    if found is not None:
        return found
    meant = _FORMATS.get(str(schema.get("format", "")), "") or meaning(
        name, description, _subject(tool_name) if holder is None else holder
    )
    meant = _by_example(meant, told, description)
    if meant == "reason":
        meant = _motive(f"{' '.join(words(tool_name))} {tool_description} {description}".lower())
    if meant == "full_name" and spoken == "owner" and _HOSTED.search(tool_description):
        meant = "username"
    if meant == "city" and theme(tool_name, tool_description) == "file_name":
        meant = "directory"
    searched = meant in ("sentence", "word") and re.fullmatch(r"q|query|search|keywords?|search (?:query|text|term)", spoken)
    if ((meant in ("topic", "") and not told.examples) or searched) and holder is None:
        meant = theme(tool_name, tool_description) or meant
    if holder is not None:
        meant = _held(meant, spoken, holder)
    form = _form(schema, spoken, description, told, meant)
    if form:
        towards = direction(spoken, description, f"{' '.join(words(tool_name))} {tool_description}")
        return checked(Making(lambda rng, today: written(day(towards, rng, today), form), "date", form), schema) or fallback(
            schema
        )
    uncounted = holder is not None and (meant in _NEVER_COUNTED or spoken.endswith(("analysis", "summary", "trend", "report")))
    usual = None if uncounted else expected(spoken)
    if usual is not None and not told.examples and not told.options and (holder is not None or not meant) and meant not in _SURE:
        low, high, decimals = usual
        return checked(Making(lambda rng, _: str(round(rng.uniform(low, high), decimals or None)), "number"), schema) or fallback(
            schema
        )
    if told.options and meant not in ("email", "url", "airport"):
        return checked(Making(one_of(list(told.options)), "choice"), schema) or fallback(schema)
    chosen = _told_by(meant, told, name, tool_name, description, holder)
    if told.separated and chosen.meaning not in ("choice", "blob"):
        chosen = Making(_joined(chosen.make), chosen.meaning + "s")
    sign = re.search(r"\bstart(?:s|ing)? with (?:an? |the )?['\"`]?([#@])", description)
    if sign is not None:
        chosen = Making(_signed(chosen.make, sign[1]), chosen.meaning)
    return checked(chosen, schema) or fallback(schema)


_NEVER_COUNTED = ("room", "meeting_room", "position", "sport", "season_name")
_PLAYERS = ("player", "athlete", "lineup", "roster", "squad", "footballer", "team")
_GOODS = ("item", "sku", "article", "goods", "merchandise")
_COINS = ("coin", "crypto", "cryptocurrency", "token")


def _held(meant: str, spoken: str, holder: str) -> str:
    """The meaning of a result's leaf that depends on whose it is: a coin's symbol is no stock's."""
    if spoken == "status":
        return "status"
    if meant in ("title", "") and spoken in ("title", "name") and holder in _GOODS:
        return "product"
    if meant == "ticker" and holder in _COINS:
        return "crypto"
    if spoken == "name" and holder in _COINS:
        return "crypto_name"
    if (
        meant in ("company", "topic", "")
        and spoken == "company name"
        and holder in ("stock", "symbol", "share", "quote", "ticker")
    ):
        return "known_company"
    if meant in ("title", "") and spoken == "name" and holder in ("security", "share", "equity"):
        return "known_company"
    if meant == "company" and holder in ("stock", "symbol", "share", "quote", "ticker"):
        return "known_company"
    if meant == "job" and spoken == "position" and holder in _PLAYERS:
        return "position"
    if meant == "room" and holder in ("event", "meeting", "appointment", "session"):
        return "meeting_room"
    return meant


_HOSTED = re.compile(r"\b(?:repositor(?:y|ies)|repos?|git|gist|pull request|branch)\b", re.I)


def _motive(about: str) -> str:
    """Why someone calls off, or wants, what the tool does."""
    if re.search(r"\b(?:cancel|return|refund|exchange|dispute|delete|close|decline|terminate|withdraw|reject|void|chang)", about):
        return "reason"
    return "visit" if re.search(r"\b(?:visit|patient|doctor|clinic|medical|vet)\b", about) else "occasion"


def _signed(make: Maker, sign: str) -> Maker:
    return lambda rng, today: sign + str(make(rng, today)).replace(" ", "").lstrip(sign)


def _by_example(meant: str, told: Hints, description: str) -> str:
    """Codes where the examples are codes: the airport of a city, the code of a state."""
    example = str(told.examples[0]) if told.examples else ""
    if meant in ("city", "airport") and (re.fullmatch("[A-Z]{3}", example) or re.search(r"\bIATA\b", description)):
        return "airport"
    if meant == "full_name" and re.search(r"\b(account(?! holder)|username|login|handle|repository|repo)\b", description, re.I):
        return "username"
    if re.fullmatch("[A-Z]{2}", example):
        return {"state": "state_code", "country": "country_code", "region": "country_code"}.get(meant, meant)
    if re.fullmatch("[a-z]{2}(-[A-Z]{2})?", example) and meant in ("language", "locale"):
        return "language_code" if len(example) == 2 else "locale"
    if re.search(r"\bISO 639|\blanguage code\b", description) and meant == "language":
        return "language_code"
    if re.search(r"\bISO 3166|\bcountry code\b|\btwo[- ]letter\b", description) and meant in ("country", "region"):
        return "country_code"
    return meant


def _subject(tool_name: str) -> str:
    """What a tool is about: the last noun of its name."""
    parts = [
        word
        for word in words(tool_name)
        if word not in ("get", "info", "details", "detail", "by", "name", "search", "find", "id")
    ]
    return singular(parts[-1]) if parts else ""


def _constrained(schema: Schema, name: str) -> Making | None:
    pattern = schema.get("pattern")
    if not isinstance(pattern, str):
        return None
    generate = matching(pattern)
    if generate is None:
        return None
    meant = meaning(name, str(schema.get("description") or ""))
    if meant in TEXTS:
        spoken = Making(lambda rng, _: TEXTS[meant](rng), meant)
        if valid(spoken.make, schema):
            return spoken
    return Making(lambda rng, _: generate(rng), "identifier")


def _form(schema: Schema, spoken: str, description: str, told: Hints, meant: str) -> str:
    given = _FORMS.get(str(schema.get("format", "")), "")
    if given:
        return given
    for example in told.examples:
        form = form_of(str(example))
        if form and (meant in ("", "birth_date", "weekday", "period", "identifier") or not str(example).isdigit()):
            return form
    if told.date_format:
        return told.date_format
    if meant not in ("", "birth_date", "title", "event", "number") and not _TEMPORAL.search(spoken):
        return ""
    if re.search(r"\biso ?8601\b|\brfc ?3339\b", description, re.I):
        return "%Y-%m-%dT%H:%M:%SZ" if "time" in f"{spoken} {description}".lower() else "%Y-%m-%d"
    if (
        _TIME.search(spoken)
        and "date" not in spoken
        and not re.search(r"\b(period|duration|range|zone)\b", f"{spoken} {description}", re.I)
    ):
        return (
            "%Y-%m-%d %H:%M"
            if re.search(r"\b(date|day|meeting|event|appointment|reservation|reminder)\b", description, re.I)
            else "%H:%M"
        )
    if _TEMPORAL.search(spoken) or meant == "birth_date":
        both = re.search(
            r"\bdate ?time\b|\bdate and time\b|\btimestamp\b|\b(created|updated|modified|posted|published) at\b",
            f"{spoken} {description}",
            re.I,
        )
        return "%Y-%m-%d %H:%M" if both and not both[0].lower().endswith("at") else "%Y-%m-%dT%H:%M:%SZ" if both else "%Y-%m-%d"
    return ""


_SHAPED = ("identifier", "title", "username", "flight_number", "account_number", "tracking", "phone")
"""Meanings of which an example shows the form."""


def _told_by(meant: str, told: Hints, name: str, tool_name: str, description: str, holder: str | None) -> Making:
    """From examples (as shapes) and meaning together."""
    shapes = [made for example in told.examples if (made := shape(str(example))) is not None]
    plain_words = [str(example) for example in told.examples if shape(str(example)) is None]
    known = TEXTS.get(meant) if meant != "identifier" else None
    if meant == "currency" and holder is not None:
        known = _dollars
    if holder and meant in ("title", "note", "topic", "") and not told.examples and told.default is None:
        own = _own_words(meant, name, holder)
        known = own or known
    if meant == "postal" and told.examples:
        known = POSTAL.get(len(str(told.examples[0])), known)
    of_a_year = meant in ("word", "topic") and any(map(is_year, re.findall(r"\d+", " ".join(map(str, told.examples)))))
    if shapes and of_a_year:
        return Making(lambda rng, _: rng.choice(shapes)(rng), "")
    if shapes and (known is None or meant in _SHAPED):
        return Making(lambda rng, _: rng.choice(shapes)(rng), meant if meant in ("username", "phone") else "identifier")
    if plain_words and (known is None or meant in ("category", "title", "topic", "tag", "note")):
        share = 0.4 if known is not None else 1.1
        return Making(lambda rng, _: rng.choice(plain_words) if known is None or rng.random() < share else known(rng), meant)
    if (
        plain_words
        and known is not None
        and plain_words[0].islower()
        and meant in ("ticker", "airport", "country_code", "currency")
    ):
        return Making(lambda rng, _: known(rng).lower(), meant)
    if known is not None:
        return Making(lambda rng, _: known(rng), meant)
    if meant == "identifier":
        return Making(_identifier(name, description, tool_name), "identifier")
    default = told.default
    if isinstance(default, str) and default and re.search(r"[A-Za-z]", default) and len(default) <= 40:
        return Making(one_of([default]), "choice")
    if re.search(r"[a-z]{3} name$", " ".join(words(name))):
        return Making(one_of(_LABELS), "")
    return Making(lambda rng, _: rng.choice(_TOPICAL)(rng), "")


def _own_words(meant: str, name: str, holder: str) -> TextMaker | None:
    """A title or description in the words of a thing that no pool knows."""
    last = words(name)[-1:]
    if last in (("title",), ("name",), ("label",), ("headline",), ("caption",)):
        return title_of(holder) if holder not in TITLED else None
    if last in (("description",), ("desc",), ("details",), ("about",), ("overview",)) or (
        meant == "title" and last == ("summary",)
    ):
        return description_of(holder)
    return None


def _dollars(_: Random) -> str:
    """All amounts of one conversation are in one currency, unless a call names another."""
    return CURRENCY


def _identifier(name: str, description: str, tool_name: str) -> Maker:
    """Digits behind two or three letters of what is identified, the same for every tool that calls it so."""
    parts = [
        word
        for word in words(name)
        if word not in ("id", "ids", "identifier", "number", "code", "key", "no", "num", "ref", "unique", "is")
    ]
    about = re.search(r"\b(?:of|for) (?:the |a |an )?(\w+)", description)
    noun = parts[-1] if parts else about[1] if about else (_subject(tool_name) or "item")
    prefix = "".join(char for char in singular(noun).upper() if char.isalpha())[:3] or "ID"
    size = 4 + sum(map(ord, prefix)) % 3
    return lambda rng, _: f"{prefix}-{number(size, rng)}"


def _joined(make: Maker) -> Maker:
    def joined(rng: Random, today: datetime.date) -> str:
        return ",".join(dict.fromkeys(str(make(rng, today)) for _ in range(2)))

    return joined
