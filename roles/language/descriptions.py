"""From what a tool says about itself to one plain imperative: `get the price of a stock`."""

import re
from functools import lru_cache
from typing import Final

from roles.language.boilerplate import CUTS, LEADS
from roles.language.nouns import is_plural, plural, singular
from roles.language.verbs import base, is_finite, kind
from tool_graphs.tool import Tool
from tool_graphs.verbs import acting

_AND_THEN: Final = re.compile(
    r"(?<=\w),?\s+(?:and|then|and then|or)\s+(?:\w+ly\s+)?(\w+)\s+(?:the|its|their|a|an|it|them|existing|results?|"
    r"what|whatever|how|all|any|every|each|to|you|me|my|some|people|others?)\b.*$"
)
_SLASHED: Final = re.compile(r"^(\w+(?: (?:on|off|up|in|out))?)\s?/\s?(\w+)")
_DANGLING: Final = re.compile(r"(?:[\s,]+(?:using|via|from|by|with|for|of|in|on|to|at|based|and|or|the|an?|about|given))+$")
_END: Final = re.compile(r"(?<!\be\.g)(?<!\bi\.e)(?<!\bvs)(?<!\betc)(?<!\b[A-Z])[.!?;:](?=\s+[A-Z(]|\s*$)|\n")
_LIST_OF: Final = re.compile(
    r"^(?:an? |the )?(?:complete |full |entire |current |comprehensive |whole |detailed )?(?:lists?|collections?|"
    r"sets?|array|series) of (?:(?:all|the|available) (?:the )?)*",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[A-Za-z][a-z]+|[A-Z]+(?![a-z])|\d+")


def words_of(name: str) -> list[str]:
    """The words of an identifier, lower case: `getUserByID` -> get user by id; abbreviations stay capital."""
    return list(_words_of(name))


@lru_cache(maxsize=16384)
def _words_of(name: str) -> tuple[str, ...]:
    parts = re.findall(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+", name)
    return tuple(part if part.isupper() and 1 < len(part) < len(name) else part.lower() for part in parts)


def imperative(tool: Tool, shared: bool = False) -> tuple[str, str]:
    """(verb in base form, what follows it): from the description's first sentence; from the name where that is `shared`."""
    sentence = _sentence(tool.description)
    words = words_of(tool.name)
    found = None if shared and (len(words) > 2 or (len(words) > 1 and is_finite(words[0]))) else _split(sentence, tool)
    if found is None or not _sound(found[1]):
        found = _from_name(tool.name)
    verb, rest = found
    return verb, _plain(rest)


def _sentence(description: str) -> str:
    text = re.sub(r"\s+", " ", CUTS[0][0].sub(r"\1", description)).strip()
    text = LEADS[0].sub("", text)
    return _END.split(_untitled(text), maxsplit=1)[0].strip(" .")


def _untitled(text: str) -> str:
    """Without a title before the sentence: `Get Keywords Get the keywords of a movie`."""
    words = text.split(" ")
    for position in range(1, min(len(words) - 1, 7)):
        if not words[position - 1][:1].isupper():
            break
        if words[position][0:1].isupper() and is_finite(words[position]) and words[position + 1][0:1].islower():
            return " ".join(words[position:])
    return text


def _lead_off(text: str) -> str:
    for _ in range(4):
        before = text
        for lead in LEADS:
            text = lead.sub(
                lambda match: "search for " if match.groupdict().get("noun") in ("search", "lookup") else "", text, count=1
            )
        if text == before:
            break
    return text


def _split(sentence: str, tool: Tool) -> tuple[str, str] | None:
    text = _SLASHED.sub(lambda match: match.group(1) if base(match.group(2)) else match.group(), _lead_off(sentence), count=1)
    lowered, plain = text.lower(), text.isascii()
    for pattern, put, said in CUTS[1:]:
        if not plain or not said or any(piece in lowered for piece in said):
            shorter = pattern.sub(put, text).strip(" ,.")
            if shorter != text and len(shorter.split()) > 1:
                text, lowered, plain = shorter, shorter.lower(), shorter.isascii()
    text = _AND_THEN.sub(lambda match: "" if is_finite(match.group(1)) else match.group(), text)
    words = text.split()
    if len(words) < 2:
        return None
    verb = base(words[0].strip(","))
    rest = words[1:]
    while rest and rest[0].lower() in ("and", "or", "&", "/") and len(rest) > 2 and base(rest[1]):
        rest = rest[2:]
    if verb is None:
        adverb = words[0].lower().endswith("ly") and base(words[1])
        if adverb:
            return adverb, " ".join(words[2:])
        named = words_of(tool.name)
        known = next((word for word in named[:1] if is_finite(word)), None)
        if known and len(named) > 1 and re.search(rf"(?i)\b\w+ {re.escape(known)} {re.escape(named[1])}", text):
            known = None  # an adjective there: "All open positions"
        unknown = acting(tool.name, text)
        if unknown:
            return unknown, " ".join(rest)
        return (base(known) or "get") if known else "get", " ".join([_lower(words[0]), *rest])
    return verb, " ".join(rest)


def _lower(word: str) -> str:
    return word.lower() if word[:1].isupper() and word[1:].islower() else word


def _sound(rest: str) -> bool:
    """Whether it can be said at all: some words, Latin letters, no code."""
    words = rest.split()
    content = [
        word for word in words if word.lower() not in ("a", "an", "the", "details", "of", "data", "information", "it", "this")
    ]
    return len(content) > 0 and len(words) < 26 and not re.search(r"[{}<>=|#]|[^\x00-\u024f\u2010-\u2027]", rest)


def _from_name(name: str) -> tuple[str, str]:
    method = re.match(r"^(GET|POST|PUT|PATCH|DELETE)\s+(.*)$", name)
    if method:
        return _from_path(method.group(1), method.group(2))
    words = words_of(name)
    if (words and is_finite(words[0]) and len(words) > 1) or (
        words and words[0].endswith("ing") and base(words[0]) and len(words) > 1
    ):
        verb, rest = base(words[0]) or "get", words[1:]
    elif len(words) == 1 and is_finite(words[0]):
        return words[0], ""
    else:
        verb, rest = "get", words
    for position, word in enumerate(rest):
        if position and word in ("by", "with", "for", "from", "using", "v1", "v2") and rest[position + 1 :]:
            rest = rest[:position] if word in ("by", "with", "using") else rest
            break
    if rest and rest[-1] == "details" and len(rest) > 1:
        return verb, f"the details of {_an(rest[:-1])}"
    if rest and kind(verb) == "find":
        return verb, " ".join([*rest[:-1], plural(rest[-1])])
    many = rest and is_plural(rest[-1])
    return verb, ("the " if many or verb in ("get", "check") else "a ") + " ".join(rest) if rest else ""


def _an(words: list[str]) -> str:
    return ("an " if words[0][0] in "aeiou" else "a ") + " ".join(words)


def _one(words: list[str]) -> list[str]:
    return [*words[:-1], singular(words[-1])] if words else words


def _from_path(method: str, path: str) -> tuple[str, str]:
    verb = {"GET": "get", "POST": "create", "PUT": "update", "PATCH": "update", "DELETE": "delete"}[method]
    parts = [part for part in path.split("/") if part]
    nouns = [
        " ".join(_one(words_of(part)) if following.startswith("{") else words_of(part))
        for part, following in zip(parts, [*parts[1:], ""], strict=True)
        if not part.startswith("{")
    ]
    if not nouns:
        return verb, "it"
    if parts[-1].startswith("{"):
        return verb, f"the details of {_an(nouns[-1].split())}" if verb == "get" else _an(nouns[-1].split())
    if len(nouns) > 1 and any(part.startswith("{") for part in parts):
        return verb, f"the {nouns[-1]} of {_an(nouns[-2].split())}"
    return verb, "the " + " ".join(reversed(nouns[-2:]))


def _plain(rest: str) -> str:
    rest = _LIST_OF.sub("", rest) if re.search(r"\bof\b", rest) else rest
    rest = re.sub(
        r"\b[a-z]+(?:_[a-z]+)+\b|\b[a-z]+[A-Z]\w+\b(?<!iOS)(?<!iPad)(?<!iPhone)(?<!eBay)",
        lambda match: " ".join(words_of(match.group())),
        rest,
    )
    rest = re.sub(
        r"\b(?:id|url|uuid|api|isbn|html|pdf|csv|json|xml|gps|sms|vin|bmi|tv|ip|dns|qr|iban|nft|us|uk)s?\b", _acronym, rest
    )
    return _DANGLING.sub("", re.sub(r"\s+", " ", rest).strip(" ,.-:\"'"))


def _acronym(match: re.Match[str]) -> str:
    word = match.group()
    return (
        word
        if word == "us"
        else word[:-1].upper() + "s"
        if word.endswith("s") and word != "dns" and word != "gps" and word != "sms"
        else word.upper()
    )
