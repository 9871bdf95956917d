"""What a description says comes back, for tools whose name tells no everyday thing: `Fetches the contest rank of a user`."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from tool_graphs.results.attributes import known
from tool_graphs.subject import Subject
from tool_graphs.words import content_words, is_plural, listed, singular, words

Kind = Literal["truth", "count", "measure", "texts", "text", "prices", "thing"]

_WORD = re.compile(r"[A-Za-z][\w'-]*|\d+|[,.;:()/]")
_TRUTH = re.compile(
    r"^(?:\w+ ){0,3}?(?:check|verif|validat|determin|test|find out|tell|detect|identif|indicat|return|see)\w* (?:\w+ ){0,7}?"
    r"(?:if|whether) (?P<what>.*)"
)
_IS = re.compile(r"\b(?:is|are|was|has|have|can be|contains|exists?|belongs?)\b(?: been)?(?P<what>.*)")
_VERDICTS = listed("available valid active online open registered correct safe")
_PASSED = listed("currently known also or not either already really been considered by been")
_COUNT = re.compile(r"^(?:the )?(?:total |overall |current |exact )*(?:number|count) of (?P<what>.*)")
_INTO = listed(
    "from by using via through based with in on at that which who whose where when within per as to and or into about including "
    "during between related given like such against across over under after before since until if whether , . ; : ( ) /"
)
_OWN = listed("of for")
_WRAPPING = listed(
    "list lists set array collection information info details detail data record records result results number object "
    "overview report page response content json series version type types some"
)
_SKIPPED = listed(
    "a an the all any some this that its their your detailed comprehensive current latest specific given specified provided "
    "available full complete relevant additional various single particular paginated random desired historical recent "
    "potential possible key basic general live upcoming top best most popular trending full-text raw real-time realtime new"
)
MEASURES = listed(
    "elevation altitude yield price rate score ratio capitalization cap volume value index balance temperature distance length "
    "weight height width depth area speed size average mean median sum total cost fee probability percentage difference "
    "oscillator momentum level low high close open worth salary supply float density perimeter radius duration margin "
    "magnitude rsi macd beta odds hypotenuse quotient remainder power root factor intensity amount tax interest "
    "frequency variance deviation divisor multiple factorial strength gcd lcm maximum minimum growth calorie"
)
_WHOLE = listed("rank ranking count population age position points streak")
_OPEN = listed(
    "synonym antonym header peer keyword tag hashtag rhyme ingredient symptom suggestion autocomplete language "
    "genre symbol ticker color domain subdomain username zip backlink category anagram expression prime skill"
)
"""Things of which a tool gives a plain list."""
_PLAIN = listed(
    "definition translation meaning lyric joke quote fact summary transcript password hash name title username url color "
    "capital sentiment trend phase condition status timezone answer text horoscope pronunciation description address "
    "slug barcode message sentence poem story bio advice date time path solution grammar explanation response"
)
"""Things that are one text."""
_PRICED = re.compile(r"\b(stock|share|crypto\w*|coin|price|forex|trading|ticker|commodity|index|fund|symbol)\b")
_OVER_TIME = re.compile(r"\b(histor\w+|time series|intraday|candle\w*|ohlc\w*|end.of.day|eod|daily (?:price|value)s?|chart)\b")


@dataclass(frozen=True, slots=True)
class Told:
    """What comes back: its kind and the words that name it."""

    kind: Kind
    words: tuple[str, ...]
    many: bool = False
    whole: bool = False
    """Of a measure: whether it is an integer."""


@lru_cache(maxsize=16384)
def told(description: str) -> Told | None:
    """What the description's first sentence says comes back; None where it says nothing."""
    sentence = re.split(r"\.(?:\s|$)", description.strip(), maxsplit=1)[0].lower()[:240]
    if (truth := _TRUTH.match(sentence)) is not None:
        return Told("truth", (_verdict(truth["what"]),))
    said = _object(sentence)
    if (count := _COUNT.match(said)) is not None:
        return Told("count", _counted(count["what"]), whole=True)
    if _OVER_TIME.search(said) and _PRICED.search(sentence):
        return Told("prices", ("price",), many=True)
    noun, many = _phrase(said)
    if not noun:
        return None
    head = singular(noun[-1])
    if head in MEASURES or head in _WHOLE:
        return Told("measure", noun[-2:], many and head not in ("odds", "points"), head in _WHOLE)
    if head in _OPEN:
        return Told("texts" if many or is_plural(noun[-1]) else "text", noun[-2:], many)
    if head in _PLAIN and not (head == "message" and many):
        several = many and head not in ("status", "condition", "address", "lyric", "advice")
        return Told("texts" if several else "text", noun[-2:], several)
    return Told("thing", noun[-2:], many)


def _verdict(what: str) -> str:
    """The name of a yes or no: `available`, `is_disposable`."""
    if re.search(r"\bexists?\b", what):
        return "exists"
    found = _IS.search(what)
    rest = _WORD.findall(found["what"]) if found else []
    kept = [word for word in rest if word in _VERDICTS or (word not in _SKIPPED and word not in _PASSED)]
    if len(kept) > 2 and kept[0].endswith("ed") and kept[1] in ("as", "by"):
        kept = kept[2:]
    if not kept or kept[0] in _INTO or not kept[0].isalpha():
        return "valid"
    return kept[0] if kept[0] in _VERDICTS else f"is_{singular(kept[0])}"


def _object(sentence: str) -> str:
    """The sentence behind its verb."""
    behind = re.sub(r"^(?:this |the )?(?:function|tool|api|endpoint|method|service)s? ", "", sentence)
    behind = re.sub(r"^(?:to |can |is used to |allows (?:you|users) to |helps )", "", behind)
    return re.sub(r"^\w+(?: (?:and|or) \w+s)? (?:up |out |for )?", "", behind, count=1)


def _counted(what: str) -> tuple[str, ...]:
    """`hard questions solved on LeetCode`: hard_questions_solved; `schools in the tournament`: school_count."""
    kept: list[str] = []
    for word in _WORD.findall(what):
        if word in _INTO or word in _OWN:
            break
        if word not in _SKIPPED:
            kept.append(word)
    if not kept:
        return ("count",)
    return tuple(kept[-3:]) if kept[-1].endswith("ed") and len(kept) > 1 else (*kept[-2:-1], singular(kept[-1]), "count")


def _phrase(said: str) -> tuple[tuple[str, ...], bool]:
    """The noun phrase that names what comes back, wrappers like `a list of` taken off, and whether it is several."""
    pieces, many = _WORD.findall(said), bool(re.match(r"(?:an? |the )?(?:\w+ )?(?:list|array|collection|set)s? of ", said))
    at = 0
    for _ in range(3):
        noun, at = _run(pieces, at)
        wrapped = [word for word in noun if word not in _WRAPPING and word not in _SKIPPED]
        if wrapped or at >= len(pieces) or pieces[at] not in (*_OWN, "about", "on", "related", "regarding"):
            break
        at += 2 if pieces[at] == "related" else 1
    kept = [word for word in noun if word not in _WRAPPING and word not in _SKIPPED and word.isascii() and not word.isdigit()]
    kept = [word for each in kept for word in (each.replace("'s", "").replace("-", " ").split()) if word.isalpha()]
    while kept and (kept[-1].endswith("ed") or kept[-1] in ("endpoint", "api", "supported")):
        kept.pop()
    plural = bool(kept) and (is_plural(kept[-1]) or singular(kept[-1]) in ("series", "news", "anime", "manga"))
    return tuple(kept), bool(kept) and (many or plural)


def _run(pieces: list[str], at: int) -> tuple[list[str], int]:
    found: list[str] = []
    while at < len(pieces) and pieces[at] not in _INTO and pieces[at] not in _OWN:
        found.append(pieces[at])
        at += 1
    return found, at


_VIEWS = listed("profile table chart image page group category item list price quote ranking")
"""Nouns that say less about a thing than the noun before them."""


def everyday(noun: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a noun phrase in the catalog's spelling, if the table of things knows it; else empty."""
    parts = tuple(word for each in noun for word in words(each))
    if parts[1:] and parts[-1] in _VIEWS and known(parts[-2]) and not known("_".join(parts)):
        return parts[-2:-1]
    return parts if parts and (known("_".join(parts)) or known(parts[-1])) else ()


def told_subject(about: Subject, found: Told | None, description: str) -> Subject:
    """The subject with the thing that the description tells, where the name's own thing is none that people know."""
    if found is None or found.kind != "thing":
        return about
    noun = everyday(found.words)
    if noun:
        return replace(about, thing=noun, many=found.many, aspect="")
    own = set(about.thing)
    if own and own <= set(content_words(description)):
        return about
    parts = tuple(word for each in found.words for word in words(each))
    return replace(about, thing=parts, many=found.many, aspect="")
