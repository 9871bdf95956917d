"""A clause: what one tool is asked for with, a verb and noun phrases whose placeholders are filled with what is said."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from random import Random
from typing import Final

from roles.language.chunks import ARTICLE, Chunk, content
from roles.language.demand import Demand
from roles.language.descriptions import words_of
from roles.language.filling import (
    AMOUNTS,
    HIDDEN,
    MOMENTS,
    MONEY,
    Chosen,
    Saying,
    Standing,
    between_two,
    called_there,
    can_be_silent,
    goes_in,
    is_left_out,
    is_vague,
    joined,
    referred,
    said,
    uncounted,
    wording,
)
from roles.language.matching import FILES, MEANS, SAYS_NOTHING
from roles.language.nouns import MASS, PEOPLE, PERSONAL, SELF, singular
from roles.language.verbs import READING, SAID_FOR, Kind
from roles.language.wording import Wording, spaced
from tool_graphs import path as paths

PLACES: Final = frozenset("city location place country region area town neighborhood state".split())
_EMPTY: Final = frozenset("the a an detail information data current list result value amount total number user my me".split())
ABOUT: Final = frozenset(("details", "information"))
_DETERMINED: Final = re.compile(
    rf"(?:{ARTICLE.pattern[1:]}|(?:if|whether|how|up to|between|what|me|in|on|for|to|from|with|about)\b|\d|[A-Z][a-z]+'s\b)",
    re.IGNORECASE,
)
_SET_TO: Final = re.compile(
    r"(?:(?:The|My) [\w ]+ (?:is|are|should be)|at|paying with|using|with|in|as|with the [\w ]+|with [\w ]+ of) "
)
_POINTED: Final = re.compile(r"(?i)id$|name$|code$|symbol$|^(?:city|location|place|country|region)$")
_BEGINNING: Final = frozenset("book reserve buy order purchase rent hire".split())
"""Verbs whose object is only being had now: "a flight", not "the flight"."""
TELLING: Final = frozenset("notify alert inform remind warn tell".split())
"""Verbs whose object is the speaker: `notify me if ...`."""
_SPOTS: Final = frozenset("position location place spot point site address".split())
"""Where something is that has been named."""
_HOMES: Final = PLACES | {"address"}
_UNPOINTED: Final = (*HIDDEN, "own", "default")
"""What nobody points at."""
SOMEBODY: Final = frozenset("person somebody someone contact".split())


@dataclass(frozen=True)
class Clause:
    """The imperative of one tool."""

    tool: str
    verb: str
    kind: Kind
    chunks: tuple[Chunk, ...]
    entities: Mapping[str, str] = field(default_factory=dict)
    """Parameter -> the noun of what it names."""

    @cached_property
    def text(self) -> str:
        """The imperative with nothing filled in."""
        return " ".join([self.verb, *(f"{chunk.preposition} {chunk.text}".strip() for chunk in self.chunks if chunk.text)])

    @cached_property
    def content(self) -> frozenset[str]:
        """The nouns and modifiers of the clause, singular."""
        return frozenset(word for chunk in self.chunks for word in content(f"{chunk.noun} {chunk.tail}"))

    @cached_property
    def telling(self) -> frozenset[str]:
        """What of the content tells this tool from others: no "details", and not what values are said in."""
        given = {word for chunk in self.chunks[1:] if chunk.asked and chunk.preposition != "of" for word in content(chunk.noun)}
        numbers = re.findall(r"\d+", self.text)
        first = self.chunks[0] if self.chunks else None
        many = self.kind == "find" or (first is not None and first.plural and first.head not in ABOUT)
        return (self.content - given - _EMPTY or self.content).union(numbers, ["(many)"] if many else [])

    @cached_property
    def named(self) -> tuple[str, ...]:
        """The words of its name, singular."""
        return tuple(singular(word.lower()) for word in words_of(self.tool))

    @cached_property
    def acting(self) -> str:
        """The verb where it tells what is done; all that only want to know something are one."""
        return "" if self.kind in READING and self.kind != "convert" else SAID_FOR.get(self.verb, (self.verb,))[0]

    @cached_property
    def plain(self) -> tuple[Wording, ...]:
        """Each of the chunks with nothing filled in."""
        return tuple(spaced([chunk.preposition, chunk.text]) for chunk in self.chunks)

    @cached_property
    def naming_people(self) -> frozenset[str]:
        """The parameters that name somebody."""
        return frozenset(parameter for parameter, noun in self.entities.items() if noun in PEOPLE)

    @cached_property
    def placed(self) -> frozenset[str]:
        """The parameters that have a place in a noun phrase."""
        return frozenset(name for chunk in self.chunks for name in chunk.parameters)

    def noun_of(self, parameter: str) -> str:
        """The noun of the phrase that the parameter stands for, singular; empty where it has no phrase of its own."""
        return self._nouns.get(parameter, "")

    @cached_property
    def _nouns(self) -> Mapping[str, str]:
        return {chunk.parameters[0]: chunk.one for chunk in reversed(self.chunks) if len(chunk.parameters) == 1}

    @cached_property
    def named_thing(self) -> str:
        """The noun that a listener has in mind after hearing it: `booking` after `show the details of a booking`."""
        first = self.chunks[0] if self.chunks else None
        if first is None or first.preposition:
            return ""
        if first.head in ABOUT and len(self.chunks) > 1:
            return singular(self.chunks[1].head)
        return first.one

    def cues(self, parameter: str) -> tuple[tuple[str, str], ...]:
        """(words before, words after) the value of a parameter that is filled into a phrase of its own."""
        told: tuple[tuple[str, str], ...] = (("to", ""),) if self._changes(parameter) else ()
        told += (("called", ""),) if self._creates(parameter) else ()
        for before, chunk in zip((None, *self.chunks), self.chunks, strict=False):
            of_whom = chunk.preposition == "of" and chunk.one in PEOPLE and not parameter.lower().endswith("id")
            summed = chunk.asked and chunk.one in AMOUNTS
            if before is not None and (of_whom or summed) and chunk.parameters == (parameter,):
                told += ((f"{before.head} {chunk.preposition}", ""),)
            if " or" in chunk.modifiers and chunk.one in FILES and chunk.parameters == (parameter,):
                told += ((f"{chunk.preposition} {chunk.modifiers.split()[0]}".strip(), ""),)
            direct = before is None and not chunk.preposition and self.kind not in READING
            if (direct or (before is None and chunk.one in MONEY)) and chunk.parameters == (parameter,):
                told += ((self.verb, ""),)
            if between_two(chunk) and parameter in chunk.parameters:
                told += (("between", "") if parameter == chunk.parameters[0] else ("and", ""),)
            if chunk.asked and chunk.preposition == "to" and chunk.parameters == (parameter,) and chunk.head in MOMENTS:
                told += (("to", ""),)
        for chunk in self.chunks:
            if chunk.parameters == (parameter,) and chunk.head:
                told += (("", chunk.noun),) if chunk.plural else ()
                told += ((f"{chunk.preposition} {chunk.noun}".strip(), ""),)
        return told

    def silent(self, parameters: Collection[str]) -> str:
        """The imperative without what need not be said of parameters that others fill."""
        first = self.chunks[0] if self.chunks else None
        kept = [
            chunk
            for chunk in self.chunks
            if not (
                first is not None
                and chunk is not first
                and chunk.parameters
                and set(chunk.parameters) <= set(parameters)
                and can_be_silent(chunk, first)
            )
        ]
        return " ".join([self.verb, *(f"{chunk.preposition} {chunk.text}".strip() for chunk in kept if chunk.text)])

    def fill(self, call: str, sayings: Sequence[Saying], standing: Mapping[str, Standing | Chosen], rng: Random) -> Demand:
        """The demand for one call: `sayings` say its values, `standing` tells what its other arguments refer to."""
        left = list(sayings)
        parts: list[Wording] = []
        replaced = gone = False
        for position, chunk in enumerate(self.chunks):
            if position and parts and parts[-1].text in ("it", "them") and chunk.preposition == "of" and not chunk.parameters:
                continue
            mine: list[Saying] = []
            refers: Standing | Chosen | None = None
            if chunk.parameters:
                mine = [each for each in left if _belongs(each, chunk) and (position or goes_in(chunk, each))]
                refers = next((standing[name] for name in chunk.parameters if name in standing), None)
            other = self._other_end(chunk, mine, refers) if mine and refers else ""
            if not other and (
                (replaced and chunk.preposition == "of" and not chunk.parameters and chunk.article != "the")
                or (refers in HIDDEN and position and is_left_out(chunk, rng))
                or (refers == "silent" and position and not mine and can_be_silent(chunk, self.chunks[0]))
            ):
                gone = True
                continue
            if refers == "default" and not mine and (position or chunk.asked):
                continue
            replaced = bool(mine) or bool(refers and chunk.article)
            if other:
                left = [each for each in left if each not in mine]
                parts.append(other + wording(call, mine[0]).part(*mine[0].spans[0][1]))
            elif mine:
                left = [each for each in left if each not in mine]
                parts.append(said(chunk, call, mine, not position, rng))
            elif self._possessed(chunk, refers) and parts and not parts[0].spans:
                parts[0] = Wording(re.sub(r"^(?:(?:the|an?|default)\s+)?", "my ", parts[0].text))
            elif refers and refers != "own" and self.kind == "send" and chunk.preposition == "to" and chunk.one in SELF:
                parts.append(Wording("to that person" if refers == "told" else "to me" if self._mine(refers) else "to them"))
            elif refers and refers != "default":
                new = refers in HIDDEN and not position and self.verb in _BEGINNING and chunk.article in ("a", "an")
                parts.append(referred(chunk, "new" if new else refers))
            elif position and chunk.article == "the" and chunk.noun in SELF and chunk.preposition in ("of", "for", "to"):
                parts += [] if chunk.preposition == "of" else [Wording(f"{chunk.preposition} me")]
            elif position and self._at_home(chunk, standing):
                parts.append(Wording(f"{chunk.preposition} my {chunk.noun}"))
            elif position and chunk.head in SOMEBODY and self._unplaced(standing):
                parts.append(
                    Wording(f"{chunk.preposition} that person" if "told" in standing.values() else f"{chunk.preposition} them")
                )
            elif position and chunk.head in _SPOTS and chunk.article in ("a", "an") and self._found(standing):
                parts.append(Wording(f"{chunk.preposition} its {chunk.noun}"))
            elif not position or not (chunk.asked or is_vague(chunk) or (chunk.parameters and chunk.preposition in MEANS)):
                parts.append(self.plain[position])
        if self.naming_people and any(argument(path) in self.naming_people for each in sayings for path, _ in each.spans):
            parts = [_not_mine(part) for part in parts]
        if self.verb in TELLING and parts and parts[0].text.startswith(("if ", "whether ", "when ")):
            parts[0] = "me " + parts[0]
        if gone:  # nothing is left that could be "its"
            parts = [Wording(re.sub(r"\bits\b", "the", part.text), part.spans) for part in parts]
        return self._demand(call, self._given_to_me(parts), left, self._pointed(standing))

    def _other_end(self, chunk: Chunk, mine: Sequence[Saying], refers: Standing | Chosen | None) -> str:
        """`between that city and `: where one of two ends is said and the other is not."""
        one = between_two(chunk) and len(mine) == 1 and len(mine[0].spans) == 1 and refers not in (None, "default")
        if not one or argument(mine[0].spans[0][0]) == chunk.parameters[0]:
            return ""
        return f"between {'that' if refers == 'told' else 'the'} {chunk.one} and "

    def _mine(self, refers: Standing | Chosen) -> bool:
        """Whether what is sent is about the speaker's own: a payment request for my bill."""
        return refers in HIDDEN and any(chunk.one in PERSONAL for chunk in self.chunks[1:])

    def _at_home(self, chunk: Chunk, standing: Mapping[str, Standing | Chosen]) -> bool:
        """Whether a place is the speaker's own: `in my area`, where the profile holds the postal code."""
        home = chunk.article in ("a", "an") and not chunk.modifiers and chunk.one in _HOMES
        return home and any(at == "own" and name not in self.placed for name, at in standing.items())

    def _unplaced(self, standing: Mapping[str, Standing | Chosen]) -> bool:
        """Whether something that a hidden call finds out has no place of its own in the clause."""
        return any(at in HIDDEN and name not in self.placed for name, at in standing.items())

    def _found(self, standing: Mapping[str, Standing | Chosen]) -> bool:
        """Whether something without a place in the clause comes from another call, and not from the speaker."""
        return any(at not in ("own", "default") and name not in self.placed for name, at in standing.items())

    def _given_to_me(self, parts: list[Wording]) -> list[Wording]:
        """`send me a certificate` for `send a certificate to me`."""
        mine = next((part for part in parts[1:] if part.text == "to me"), None) if self.kind == "send" else None
        if mine is None or parts[0].spans_at_start:
            return parts
        return ["me " + parts[0], *(part for part in parts[1:] if part is not mine)]

    def _possessed(self, chunk: Chunk, refers: Standing | Chosen | None) -> bool:
        """Whether a chunk that only names the speaker is better said as `my` before the thing."""
        return refers in HIDDEN and self.kind not in ("create", "act", "send") and _is_own(chunk)

    def _pointed(self, standing: Mapping[str, Standing | Chosen]) -> str:
        """`for that city`: what an argument without a place in the clause refers to."""
        if any(at not in _UNPOINTED and name in self.placed for name, at in standing.items()):
            return ""
        for parameter, at in standing.items():
            noun = self.entities.get(parameter, "")
            if isinstance(at, Chosen):
                return f"for the {at} {noun if noun and noun not in SAYS_NOTHING else 'one'}"
            said = noun in self.content or noun in SAYS_NOTHING
            if at in _UNPOINTED or not noun or said or not _POINTED.search(parameter):
                continue
            if noun in ("payment", "method", "card"):
                return "with the first payment method" if at in ("first", "one") else ""
            return "there" if noun in PLACES else f"for that {noun}"
        return ""

    def _changes(self, parameter: str) -> bool:
        """Whether the parameter gives what is changed its new value: `change my address to ...`."""
        if self.kind != "change" or not self.chunks or self.chunks[0].head in ABOUT:
            return False
        return self.entities.get(parameter, "") in content(self.chunks[0].noun)

    def _creates(self, parameter: str) -> bool:
        """Whether the parameter says what is created, the branch of `create a branch`, or what that is called."""
        first = self.chunks[0] if self.chunks else None
        if first is None or self.kind != "create":
            return False
        mine = self.entities.get(parameter, "") == first.one and not parameter.lower().endswith("id")
        return mine or parameter in ("title", "name")

    def _changed(self, phrase: Wording) -> bool:
        """Whether a phrase says the value of what is changed."""
        (_, path), (start, _) = phrase.spans[0]
        return len(phrase.spans) <= 4 and self._changes(argument(path)) and bool(_SET_TO.fullmatch(phrase.text[:start]))

    def _demand(self, call: str, parts: list[Wording], left: Sequence[Saying], pointed: str) -> Demand:
        counted = self.chunks[0].head.lower() if self.chunks else ""
        adverbials = [uncounted(wording(call, each), counted) for each in left if each.place == "adverbial"]
        if any("picked up" in part.text for part in parts):
            adverbials = [each.cut(14) if each.text.startswith("picking it up on ") else each for each in adverbials]
        sentences = [wording(call, each) for each in left if each.place == "sentence"]
        for told in (adverbials, sentences) if self.kind == "change" else ():
            changed = next((position for position, each in enumerate(told) if each.spans and self._changed(each)), None)
            if changed is not None:
                new = told.pop(changed).without(".")
                adverbials.insert(0, "to " + new.cut(new.spans[0][1][0]))
                break
        objects = [
            ("called " + wording(call, each).part(*each.spans[0][1]))
            if parts and len(each.spans) == 1 and self._creates(each.spans[0][0])
            else ("for " if parts else "") + wording(call, each)
            for each in left
            if each.place == "object"
        ]
        called = self._called(objects, adverbials)
        if called is not None and parts and not parts[0].spans:
            parts[0] = called_there(self.chunks[0], parts[0], called)
            objects, adverbials = ([each for each in told if each is not called] for told in (objects, adverbials))
        late = [parts.pop()] if len(parts) > 1 and adverbials and parts[-1].text.startswith("at ") and not parts[-1].spans else []
        whole = spaced([*parts, *objects, pointed, *joined(adverbials), *late])
        first = self.chunks[0] if self.chunks else Chunk("", "", "", "")
        bare = bool(self.chunks) and not _DETERMINED.match(whole.text) and not whole.spans_at_start
        many = first.plural or " and " in first.noun
        determiner = self._determiner(first, parts) if bare else ""
        whole = determiner + whole
        return Demand(
            tool=self.tool,
            kind=self.kind,
            verb=self.verb,
            thing=whole,
            head=first.one,
            noun=len(parts[0].text) + len(determiner) if parts and not parts[0].spans else 0,
            plural=many and first.head.lower() not in MASS,
            definite=whole.text.startswith(("the ", "my ")) and not first.preposition,
            indefinite=bare and many,
            extra=tuple(sentences),
        )

    def _called(self, objects: Sequence[Wording], adverbials: Sequence[Wording]) -> Wording | None:
        """The phrase that tells what the first thing is called, where others stand between the two."""
        if len(self.chunks) < 2 and not (self.chunks and self.chunks[0].tail):
            return None
        return next((each for each in (*objects, *adverbials) if each.text.startswith(("called ", "named "))), None)

    def _determiner(self, first: Chunk, parts: Sequence[Wording]) -> str:
        """What to put before a noun phrase without an article; nothing before any number of things."""
        if self.kind not in ("show", "compute", "check", "find"):
            return ""
        narrowed = len(parts) > 1 and not first.tail and parts[1].text.startswith(("of ", "for "))
        if first.plural and first.head not in ("details", "statistics", "stats") and not narrowed:
            return ""
        own = first.head in ("ID", "details", "profile", "information") and first.modifiers.split(" ")[0] in SELF
        return "my " if own and SELF.isdisjoint(self.entities.values()) else "the "


_OWN: Final = re.compile(r"(?:^|(?<= ))my (?=\w+( [A-Z#]*\d| [A-Z]+-)?)")


def _not_mine(part: Wording) -> Wording:
    """`the bill` for `my bill`, `line LIN-1` for `my line LIN-1`: what belongs to somebody who is named."""
    match = _OWN.search(part.text)
    if match is None or any(start < match.end() for _, (start, _) in part.spans):
        return part
    return part.part(0, match.start()) + ("" if match.group(1) else "the ") + part.cut(match.end())


@lru_cache(maxsize=8192)
def argument(path: str) -> str:
    """The parameter that an argument's path begins with."""
    keys = paths.parse(path)
    return str(keys[0]) if keys else ""


def _belongs(saying: Saying, chunk: Chunk) -> bool:
    if saying.place != "sentence":
        for path, _ in saying.spans:
            if argument(path) in chunk.parameters:
                return True
    return False


def _is_own(chunk: Chunk) -> bool:
    return chunk.one in SELF and chunk.preposition in ("of", "for")
