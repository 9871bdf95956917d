"""What is said in the place of a noun phrase: a value, "my order", "that movie", or nothing."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from random import Random
from typing import Final, Literal, Protocol

from roles.language.chunks import Chunk, content
from roles.language.matching import FILES, MEANS, SAYS_NOTHING, is_sum
from roles.language.nouns import PEOPLE, PERSONAL, SELF, plural, singular, with_article
from roles.language.wording import Wording, listed, spaced

Standing = Literal["hidden", "told", "any", "new", "silent", "asked", "it", "first", "one", "earlier", "own", "default"]
"""What a reference points at: a call nobody asks for (`told` where the request has just said what tells it, `any` where it finds
several, `new` where the thing is only being had now, `silent` where nothing is said of it if that can be), one asked
for in this turn (`it` right after it), its first find (`one` right after it), an earlier turn; or at nothing: what is the
speaker's `own`, what a `default` settles."""
HIDDEN: Final = ("hidden", "told", "any", "new", "silent")


class Chosen(str):
    """What a reference points at where one of several things is chosen: the words that do it, such as `cheapest`."""

    __slots__ = ()


_NAMING: Final = ("with ", "called ", "named ", "under ")
_DATES: Final = frozenset("date day time year month week hour page".split())
_CLASSED: Final = frozenset("file word sentence string topic keyword company directory channel".split())
_PROPER: Final = re.compile(r"[A-Z][a-z]+(?:[ -][A-Z][a-z]+)*(?:, .*)?")
AMOUNTS: Final = frozenset("amount value number quantity price sum money funds cash".split())
MOMENTS: Final = frozenset("time date day slot".split())
MONEY: Final = frozenset("money fund cash".split())
_AROUND: Final = frozenset("the a an my with of for using in under at to from is as this by".split())
_OTHER: Final = SAYS_NOTHING | {"new", "other", "another"}
_NUMBER: Final = re.compile(r"\d{1,6}|\d{1,3}(?:,\d{3})+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve")
_SCALES: Final = frozenset("brightness temperature volume speed level limit rate price pressure intensity height width".split())
_VEHICLES: Final = frozenset("vessel ship boat yacht ferry drone truck robot".split())
"""Things with names of their own, which nobody hears in "the port calls of Aurora"."""
_KNOWN_BY_NAME: Final = frozenset("city country town state region company stock airport name symbol currency team".split())
_MEASURE: Final = re.compile(r"\d[\d.,]*(?:%| [a-z]+)?")
_AUTHORS: Final = frozenset(
    "artist author player singer band actor director contact agent doctor seller driver owner candidate applicant courier "
    "technician tenant recruiter teacher colleague nurse attendee advisor interviewer payee recipient beneficiary".split()
)
_SOMEBODY: Final = PEOPLE | _AUTHORS
_RELATED: Final = frozenset("distance difference way route nearest closest next adjacent close near relative".split())
_PLACED_AT: Final = frozenset("address location place point spot".split())
_NAMED_ALONE: Final = _SOMEBODY | _PLACED_AT | _KNOWN_BY_NAME
"""What a proper name is enough for: nobody says "the city Rome"."""
_TIMES: Final = _DATES | {"period", "date", "slot"}
_UNSAID_TIMES: Final = ("on", "at", "in", "for", "during", "within", "over")
_WAY: Final = re.compile(r"(?:\w+ing )?(?:from|to|into) ")
_GERUND: Final = re.compile(r"\w+ing ")
_MOVING: Final = re.compile(r"\w+ing (to|from|in) ")
_PLACED: Final = re.compile(r"(?:from|to|for|with|in|on|at) ")
_DETERMINED: Final = ("the ", "my ", "a ", "an ")


class Saying(Protocol):
    """A phrase that says values; see `roles.language.cues.Phrase`."""

    @property
    def text(self) -> str: ...  # noqa: D102
    @property
    def place(self) -> str: ...  # noqa: D102
    @property
    def spans(self) -> tuple[tuple[str, tuple[int, int]], ...]: ...  # noqa: D102


def wording(call: str, saying: Saying) -> Wording:
    """A phrase as wording of one call."""
    return Wording(saying.text, tuple([((call, path), span) for path, span in saying.spans]))


def joined(adverbials: Sequence[Wording]) -> list[Wording]:
    """Phrases in the order in which they flow: where from and to first, then the others, `with` a radius and a height last."""
    if len(adverbials) < 2:
        return [_so_many(each) for each in adverbials]
    found: list[Wording] = []
    for each in sorted(adverbials, key=lambda each: not _WAY.match(each.text)):
        each = _so_many(each)
        doing = _GERUND.match(each.text)
        again = doing and any(other.text.startswith(doing.group()) for other in found)
        found.append(each.cut(doing.end()) if doing and again and _WAY.match(each.text[doing.end() :]) else each)
    accompanied = [each for each in found if each.text.startswith("with ")]
    found = [each for each in found if not each.text.startswith("with ")]
    if len(accompanied) > 1:
        return [*found, "with " + listed([each.cut(5) for each in accompanied])]
    return found + accompanied


def _so_many(words: Wording) -> Wording:
    """`, two of them` for `for two of them`."""
    return ", " + words.cut(4) if words.text.endswith(" of them") and words.text.startswith("for ") else words


def is_left_out(chunk: Chunk, rng: Random) -> bool:
    """Whether a placeholder for a value from a hidden call is better left out."""
    head = chunk.one
    accompanied = chunk.preposition == "with" and head in _SOMEBODY
    if (chunk.preposition in MEANS and not accompanied) or (chunk.plural and chunk.asked):
        return True
    if head in PERSONAL or head in SELF or not chunk.asked or chunk.preposition in ("of", "to", "into"):
        return False
    return rng.random() < (0.8 if head in _DATES else 0.35)


def can_be_silent(chunk: Chunk, first: Chunk) -> bool:
    """Whether a phrase behind the first one can be left out, and what is wished is still plain: `freeze it` is not."""
    if chunk.preposition in ("of", "about"):
        return first.plural and first.head not in ("details", "items", "contents")
    return chunk.preposition not in ("", "into", "onto") and first.head not in _RELATED


def called_there(chunk: Chunk, noun: Wording, called: Wording) -> Wording:
    """`a scene called 'Party' that bundles several devices`: the name before what else is said of the thing."""
    tail = f" {chunk.tail}" if chunk.tail else ""
    if tail and noun.text.endswith(tail):
        return spaced([noun.without(tail), called, chunk.tail])
    return spaced([noun, called])


def is_vague(chunk: Chunk) -> bool:
    """Whether it only says that there is some time or place: `on a day`, `to an address`; values say which."""
    if chunk.article not in ("a", "an", "another", "any") or chunk.modifiers or chunk.tail or chunk.parameters:
        return False
    timed = chunk.one in _TIMES and chunk.preposition in _UNSAID_TIMES
    return timed or (chunk.one in _PLACED_AT and chunk.preposition in ("to", "at", "near", "around"))


def uncounted(words: Wording, noun: str) -> Wording:
    """Without the noun after a number where that noun has been said: `my bills, at most 29`."""
    end = words.spans[-1][1][1] if words.spans else 0
    behind = words.text[end:].strip().lower()
    return ", " + words.part(0, end) if behind and noun and behind in (noun, singular(noun)) else words


def goes_in(chunk: Chunk, saying: Saying) -> bool:
    """Whether a phrase stands in the clause's first noun phrase, not behind it: `booking BK-1`, not `with the status open`."""
    return (
        bool(chunk.preposition)
        or saying.place == "object"
        or chunk.asked
        or _absorbed(chunk, wording("", saying)) is not None
        or _is_for(chunk.one, saying.text)
    )


def between_two(chunk: Chunk) -> bool:
    """Whether it stands for two ends that only a letter tells apart: `cityA` and `cityB`, but no origin and destination."""
    if chunk.preposition != "between" or len(chunk.parameters) != 2:
        return False
    one, other = chunk.parameters
    return one[:-1] == other[:-1] and one != other


def said(chunk: Chunk, call: str, sayings: Sequence[Saying], first: bool, rng: Random) -> Wording:
    """The chunk with its values in it: `of my pending order #W1`, `with a radius of 5`."""
    if between_two(chunk) and len(sayings) == 2 == sum(len(one.spans) for one in sayings):
        ends = sorted(sayings, key=lambda one: not one.spans[0][0].startswith(chunk.parameters[0]))
        return "between " + listed([wording(call, one).part(*one.spans[0][1]) for one in ends])
    objects: list[Wording] = []
    others: list[Wording] = []
    head = chunk.one
    for saying in sayings:
        words = wording(call, saying)
        absorbed = _absorbed(chunk, words) if len(sayings) == 1 else None
        if absorbed:
            objects.append(absorbed)
            continue
        moving = _MOVING.match(words.text)
        if moving and moving.group(1) == chunk.preposition:
            words = words.cut(moving.start(1))
            at = words.spans[0][1][0]
            if chunk.plural and at == len(moving.group(1)) + 1:
                words = f"{chunk.preposition} the {chunk.noun} " + words.cut(at)
        if first and " or" in chunk.modifiers and words.text.startswith(("called ", "named ")):
            objects.append(words.cut(words.text.index(" ") + 1))
        elif _is_for(head, words.text):
            objects.append(words.cut(4))
        else:
            (objects if saying.place == "object" and not _PLACED.match(words.text) else others).append(words)
    if objects:
        preposition = "for" if chunk.preposition in ("using", "via", "by") and not first else chunk.preposition
        return spaced([preposition, _named(chunk, listed(objects), len(objects) > 1, rng), _lasting(chunk), *joined(others)])
    tail = chunk.tail if chunk.preposition in ("if", "whether") else ""
    return spaced([*_kept(chunk, others, first), *joined(others), tail])


def _absorbed(chunk: Chunk, words: Wording) -> Wording | None:
    """The bare value where the words around it only repeat the noun of the chunk: `with booking ID BK-1` in `of a booking`."""
    if len(words.spans) != 1:
        return None
    (((_, path), (start, end)),) = words.spans
    head = chunk.one
    amount = head in MONEY or is_sum(chunk) or (chunk.asked and chunk.preposition != "" and head in AMOUNTS)
    if amount or (head in MOMENTS and chunk.asked and chunk.preposition == "to"):
        return words.part(start, end)
    if chunk.plural:
        counted = "[" not in path and _NUMBER.fullmatch(words.text, start, end) and " and " not in chunk.noun
        return words.part(start, end) + f" {chunk.noun}" if counted and head in content(words.text) else None
    if chunk.preposition in MEANS or not head or " and " in chunk.noun:
        return None
    before, after = words.text[:start].lower().split(), content(words.text[end:])
    said = [word for word in content(" ".join(before)) if word not in _AROUND]
    mine = content(chunk.noun)
    if not all(word in mine or word in _OTHER for word in (*said, *(word for word in after if word not in _AROUND))):
        return None
    if not said and not after and (head not in FILES or before[:1] == [chunk.preposition]):
        return None
    return words.part(start, end)


def _is_for(head: str, text: str) -> bool:
    """Whether a text begins with what it is for, and that is the thing: `for patient 7`."""
    return text[:4].lower() == "for " and _about(head).match(text) is not None


@lru_cache(maxsize=4096)
def _about(head: str) -> re.Pattern[str]:
    return re.compile(rf"(?i)for (?=(?:\w+ )*{re.escape(head or '-')}\b)")


def _kept(chunk: Chunk, phrases: Sequence[Wording], first: bool) -> list[str]:
    """What stays of the noun before phrases that say its value: `the user` before `with the username joe`."""
    naming = phrases[0].text.startswith(_NAMING)
    definite = f"{'my' if chunk.one in PERSONAL and not chunk.asked else 'the'} {chunk.noun}"
    if first and chunk.preposition not in ("", "if", "whether") and not naming:
        return []
    if first:
        return [chunk.preposition, definite if chunk.asked or naming else chunk.text]
    if naming and chunk.preposition not in MEANS and len(phrases) == 1 and not chunk.plural:
        return [chunk.preposition, definite]
    return []


def _named(chunk: Chunk, value: Wording, many: bool, rng: Random) -> Wording:
    if chunk.one in FILES and " or" in chunk.modifiers:
        chunk = replace(chunk, modifiers="", head=chunk.modifiers.split()[0])
    lead = value.text[: value.spans[0][1][0]] if value.spans else ""
    if lead and not many and set(content(lead)) < set(content(chunk.noun)):
        value = value.cut(len(lead))  # "faculty member FAC-1", not "faculty member faculty FAC-1"
    head, low = chunk.one, value.text.lower()
    personal = head in PERSONAL and not chunk.asked and chunk.article != "another"
    determined = low.startswith(_DETERMINED)
    if head in low and re.search(rf"\b{re.escape(head)}(?![\w-]*[-_\d])", low):
        if chunk.modifiers and not determined:
            return (("my " if personal else "the ") + chunk.modifiers + " ") + value
        return "my " + value if personal and not determined and rng.random() < 0.6 else value
    if many or determined or not chunk.head or " or" in chunk.modifiers:
        return value
    if _PROPER.fullmatch(value.text):
        plain = head in _NAMED_ALONE or (chunk.preposition and head not in _VEHICLES)
        return value if plain else f"the {chunk.noun} " + value
    if head in AMOUNTS or (chunk.asked and chunk.preposition == "to" and head in MOMENTS):
        return value
    if head == "week" and not value.text.isdigit():
        return f"the {chunk.noun} of " + value
    if chunk.asked and head in _SCALES and chunk.preposition in ("to", "at", "with") and _MEASURE.fullmatch(value.text):
        return f"{with_article(chunk.noun)} of " + value
    if value.text.startswith(('"', "'")) or head in _CLASSED:
        return f"the {chunk.noun} " + value
    return (f"my {chunk.noun} " if personal else f"{chunk.noun} ") + value


def _many(noun: str) -> str:
    return f"{noun}s" if noun.isupper() else plural(noun)


def _lasting(chunk: Chunk) -> str:
    """The tail, where it is not what only told which things can be meant: `that has not been shipped yet`."""
    return "" if chunk.tail.startswith(("that ", "which ", "who ")) else chunk.tail


def referred(chunk: Chunk, standing: Standing | Chosen) -> Wording:
    """The chunk where its value is not said: `of my order`, `of that movie`, `for the cheapest flight`."""
    head = chunk.one
    shown = chunk.head if chunk.head.isupper() else head
    if isinstance(standing, Chosen):
        return spaced([chunk.preposition, f"the {standing} {f'{chunk.modifiers} {shown}'.strip() or 'one'}", _lasting(chunk)])
    if standing == "own":
        return spaced([chunk.preposition, "me" if head in SELF | PEOPLE else f"my {chunk.noun}", _lasting(chunk)])
    if standing == "it" and head in _SOMEBODY:
        standing = "asked"
    if standing == "it":
        going_on = chunk.tail if chunk.tail.startswith(("is ", "are ")) else ""
        return spaced([chunk.preposition, "them" if chunk.plural else "it", going_on])
    if standing == "one" and not chunk.plural:
        return spaced([chunk.preposition, "the first one"])
    if head in SELF:
        return spaced([chunk.preposition, "me" if standing in HIDDEN else f"that {head}"])
    if standing == "new":
        return spaced([chunk.preposition, with_article(chunk.noun), _lasting(chunk)])
    if standing == "first" and not chunk.asked and not chunk.plural:
        return spaced([chunk.preposition, f"the first {f'{chunk.modifiers} {shown}'.strip()}", _lasting(chunk)])
    if standing == "any" and head not in PERSONAL and chunk.article in ("a", "an", "") and not chunk.plural and chunk.preposition:
        return spaced([chunk.preposition, f"one of the {f'{chunk.modifiers} {_many(chunk.head)}'.strip()}", _lasting(chunk)])
    article = "my" if head in PERSONAL else "that" if standing == "told" and not chunk.plural else "the"
    if standing not in HIDDEN:
        article = "those" if chunk.plural else "that"
    if chunk.article == "another":
        article = "another"
    return spaced([chunk.preposition, f"{article} {chunk.noun}", _lasting(chunk)])
