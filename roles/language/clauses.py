"""What a tool is asked for with: a verb, and a noun phrase whose placeholders are filled with what is said."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from random import Random
from typing import Final, Literal, Protocol

from roles.language.descriptions import imperative, words_of
from roles.language.nouns import MASS, PEOPLE, PERSONAL, SELF, is_plural, singular, with_article
from roles.language.verbs import Kind, kind
from roles.language.wording import EMPTY, Wording, listed, spaced
from tool_graphs.graph import ToolGraph
from tool_graphs.tool import Field, Tool

Standing = Literal["hidden", "asked", "first", "earlier"]
"""What a reference points at: a call nobody asks for, one asked for in this turn (or the first thing that it finds), an earlier turn."""

_PREPOSITION: Final = re.compile(
    r"\s+(?=(?:of|for|in|on|from|to|into|with|between|at|about|within|near|against|under|by|using|via|around|during|per|over|across|among|after|before|until|since|about|as|up to)\s)"
)
_ASKED: Final = re.compile(
    r"\b(?:(?:the|an?|any|some|one or more)\s+)?(?:given|user-specified|specified|specific|particular|certain|provided|selected|desired|chosen|"
    r"supplied|requested|input|(?:two|three|multiple|several) (?:given|specified|different))\s+(?!and\b)", re.IGNORECASE
)
_NUMBERED: Final = re.compile(r"^(?:the )?(?:two|three|both|multiple|several)\s+", re.IGNORECASE)
_ARTICLE: Final = re.compile(r"^(an?|the|some|any|all|my|your|their|its|his|her|this|that|these|those|each|every|no|another)\s+", re.IGNORECASE)
_DETERMINED: Final = re.compile(rf"(?:{_ARTICLE.pattern[1:]}|if\b|whether\b|how\b|\d|up to\b|between\b|[A-Z][a-z]+'s\b|what\b|me\b|in\b|on\b|for\b|to\b|from\b|with\b)", re.IGNORECASE)
_EMPTY_WORDS: Final = frozenset("id ids name names number code key value identifier type title symbol uuid slug url uri text string input list details current".split())
_NAMING: Final = ("with ", "called ", "named ", "under ")
_DATES: Final = frozenset("date day time year month week hour page".split())
_SET_TO: Final = re.compile(r"(?:at|paying with|using|with|in|as|with the [\w ]+|with [\w ]+ of) ")
_POINTED: Final = re.compile(r"(?i)id$|name$|code$|symbol$|^(?:city|location|place|country|region)$")
PLACES: Final = frozenset("city location place country region area town neighborhood state".split())
_DROPPED_WITH: Final = frozenset(("by", "using", "via", "with", "as"))


class Saying(Protocol):
    """A phrase that says values; see `roles.language.cues.Phrase`."""

    @property
    def text(self) -> str: ...  # noqa: D102
    @property
    def place(self) -> str: ...  # noqa: D102
    @property
    def spans(self) -> tuple[tuple[str, tuple[int, int]], ...]: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Chunk:
    """A noun phrase with the preposition before it, and the parameters it stands for."""

    preposition: str
    article: str
    modifiers: str
    head: str
    tail: str
    """What follows the head: `that are airing today`."""
    asked: bool
    """Whether its text says that the value is given: `a specified week`."""
    parameters: tuple[str, ...] = ()

    @property
    def noun(self) -> str:
        """Modifiers and head."""
        return f"{self.modifiers} {self.head}".strip()

    @property
    def text(self) -> str:
        """The words as they stand when no parameter is filled in."""
        article = self.article
        if article in ("a", "an"):
            return f"{with_article(self.noun)} {self.tail}".strip()
        return f"{article} {self.noun} {self.tail}".strip()


@dataclass(frozen=True, slots=True)
class Demand:
    """A clause filled in: what the user wants, before it is made a question, a wish or an order."""

    tool: str
    kind: Kind
    verb: str
    thing: Wording
    """All that follows the verb."""
    plural: bool
    """Whether the thing takes `are`."""
    head: str
    """The noun that the thing is about, singular."""
    noun: int
    """How many characters of the thing are its first noun phrase; 0 where that is not plain."""
    definite: bool
    """Whether one can ask "What is ...?" of it."""
    indefinite: bool
    """Whether it is any number of things, so that one can ask "Are there any ...?"."""
    extra: tuple[Wording, ...] = ()
    """Whole sentences that say the rest."""

    def adding(self, sentences: Sequence[Wording]) -> "Demand":
        """The demand with more sentences."""
        return replace(self, extra=(*self.extra, *sentences)) if sentences else self


@dataclass(frozen=True)
class Clause:
    """The imperative of one tool."""

    tool: str
    verb: str
    kind: Kind
    chunks: tuple[Chunk, ...]
    entities: Mapping[str, str] = field(default_factory=dict)
    """Parameter -> the noun of what it names."""

    @property
    def text(self) -> str:
        """The imperative with nothing filled in."""
        return " ".join([self.verb, *(f"{chunk.preposition} {chunk.text}".strip() for chunk in self.chunks if chunk.text)])

    @cached_property
    def content(self) -> frozenset[str]:
        """The nouns and modifiers of the clause, singular."""
        return frozenset(word for chunk in self.chunks for word in _content(f"{chunk.noun} {chunk.tail}"))

    def fill(self, call: str, sayings: Sequence[Saying], standing: Mapping[str, Standing], rng: Random) -> Demand:
        """The demand for one call: `sayings` say its values, `standing` tells what its other arguments refer to."""
        left = list(sayings)
        parts: list[Wording] = []
        owned = replaced = False
        for position, chunk in enumerate(self.chunks):
            mine = [saying for saying in left if saying.place != "sentence" and any(argument(path) in chunk.parameters for path, _ in saying.spans)]
            refers = next((standing[name] for name in chunk.parameters if name in standing), None)
            if refers == "hidden" and position and _unsaid(chunk, rng):
                continue
            if replaced and chunk.preposition == "of" and not chunk.parameters:
                continue
            replaced = bool(mine) and bool(position) and mine[0].place != "object"
            if mine:
                left = [saying for saying in left if saying not in mine]
                parts.append(_said(chunk, call, mine, position, rng))
            elif refers:
                if singular(chunk.head) in SELF and parts and refers == "hidden" and chunk.preposition in ("of", "for"):
                    owned = True
                else:
                    parts.append(_referred(chunk, refers))
            elif not position or not (chunk.asked or (chunk.parameters and chunk.preposition in _DROPPED_WITH)):
                parts.append(spaced([chunk.preposition, _plainly(chunk)]))
        if owned:
            parts[0] = Wording(re.sub(r"^(?:(?:the|an?|default)\s+)?", "my ", parts[0].text)) if not parts[0].spans else parts[0]
        matched = {name for chunk in self.chunks for name in chunk.parameters}
        pointed = []
        if not any(standing.get(name, "hidden") != "hidden" for name in matched):
            pointed = [self._pointed(name, at) for name, at in standing.items() if at != "hidden"]
        return self._demand(call, parts, left, [each for each in pointed if each][:1])

    def _pointed(self, parameter: str, standing: Standing) -> str:
        """`for that city`: what an argument without a place in the clause refers to."""
        noun = self.entities.get(parameter, "")
        if not noun or not _POINTED.search(parameter) or any(noun in _content(chunk.noun) for chunk in self.chunks):
            return ""
        if noun in ("payment", "method", "card"):
            return "with the same payment method"
        return "there" if noun in PLACES else f"for that {noun}"

    def _changed(self, said: Wording) -> bool:
        """Whether a phrase says the value of what is changed: `change my address to ...`."""
        if self.kind != "change" or not self.chunks or self.chunks[0].head in ("details", "information") or len(said.spans) > 4:
            return False
        (_, path), (start, _) = said.spans[0]
        named = self.entities.get(argument(path), "")
        return named in _content(self.chunks[0].noun) and bool(_SET_TO.fullmatch(said.text[:start]))

    def _demand(self, call: str, parts: list[Wording], left: list[Saying], pointed: list[str]) -> Demand:
        adverbials = [wording(call, saying) for saying in left if saying.place == "adverbial"]
        changed = next((position for position, each in enumerate(adverbials) if self._changed(each)), None)
        if changed is not None:
            new = adverbials.pop(changed)
            adverbials.insert(0, "to " + new.cut(new.spans[0][1][0]))
        objects = [wording(call, saying) for saying in left if saying.place == "object"]
        whole = spaced([*parts, *(("for " if parts else "") + each for each in objects), *pointed, *_joined(adverbials)])
        first = self.chunks[0] if self.chunks else None
        bare = first is not None and not _DETERMINED.match(whole.text) and not whole.spans_at_start
        many = first is not None and (is_plural(first.head) or " and " in first.noun)
        added = 0
        if bare and self.kind in ("show", "compute", "check", "find") and first is not None and (
            not is_plural(first.head) or first.head in ("details", "statistics", "stats") or (len(parts) > 1 and not first.tail and parts[1].text.startswith(("of ", "for ")))
        ):
            determiner = "my " if first.modifiers.split(" ")[0] in SELF and first.head in ("ID", "details", "profile", "information") else "the "
            whole, added = determiner + whole, len(determiner)
        return Demand(
            tool=self.tool,
            kind=self.kind,
            verb=self.verb,
            thing=whole,
            plural=many and not (first is not None and first.head.lower() in MASS),
            head=singular(first.head) if first is not None else "",
            noun=len(parts[0].text) + added if parts and not parts[0].spans else 0,
            definite=whole.text.startswith(("the ", "my ")) and not (first is not None and first.preposition),
            indefinite=bare and many,
            extra=tuple(wording(call, saying) for saying in left if saying.place == "sentence"),
        )


def argument(path: str) -> str:
    """The parameter that an argument's path begins with."""
    return re.split(r"[.\[]", path, maxsplit=1)[0]


def wording(call: str, saying: Saying) -> Wording:
    """A phrase as wording of one call."""
    return Wording(saying.text, tuple(((call, path), span) for path, span in saying.spans))


def _joined(adverbials: list[Wording]) -> list[Wording]:
    """Phrases of one preposition as one phrase: `with a radius of 5 and a height of 10`."""
    found = [each for each in adverbials if not each.text.startswith("with ")]
    accompanied = [each for each in adverbials if each.text.startswith("with ")]
    if len(accompanied) > 1:
        return [*found, "with " + listed([each.cut(5) for each in accompanied])]
    return found + accompanied


def _unsaid(chunk: Chunk, rng: Random) -> bool:
    """Whether a placeholder for a value from a hidden call is better left out."""
    head = singular(chunk.head)
    if chunk.preposition in _DROPPED_WITH or (is_plural(chunk.head) and chunk.asked):
        return True
    if head in PERSONAL or head in SELF or not chunk.asked or chunk.preposition in ("of", "to", "into"):
        return False
    return rng.random() < (0.8 if head in _DATES else 0.35)


def _said(chunk: Chunk, call: str, sayings: list[Saying], position: int, rng: Random) -> Wording:
    said = [wording(call, saying) for saying in sayings]
    heading = re.compile(rf"(?i)for (?=(?:\w+ )*{re.escape(singular(chunk.head) or '-')}\b)")
    objects = [each.cut(4) if heading.match(each.text) else each for each, saying in zip(said, sayings, strict=True) if saying.place == "object" or heading.match(each.text)]
    others = [each for each, saying in zip(said, sayings, strict=True) if saying.place != "object" and not heading.match(each.text)]
    if not objects:
        article = "my" if singular(chunk.head) in PERSONAL and not chunk.asked else "the"
        if not position:
            kept = [chunk.preposition, f"{article} {chunk.noun}" if chunk.asked or others[0].text.startswith(_NAMING) else _plainly(chunk)]
        elif others[0].text.startswith(_NAMING) and chunk.preposition not in _DROPPED_WITH and len(others) == 1 and not is_plural(chunk.head):
            kept = [chunk.preposition, f"{article} {chunk.noun}"]
        else:
            kept = []
        tail = [chunk.tail] if chunk.preposition in ("if", "whether") else []
        return spaced([*kept, *_joined(others), *tail])
    preposition = "for" if chunk.preposition in ("using", "via", "by") and position else chunk.preposition
    return spaced([preposition, _named(chunk, listed(objects), len(objects) > 1, rng), chunk.tail, *_joined(others)])


def _named(chunk: Chunk, value: Wording, many: bool, rng: Random) -> Wording:
    head, low = singular(chunk.head), value.text.lower()
    personal = head in PERSONAL and not chunk.asked
    if re.search(rf"\b{re.escape(head)}", low):
        if chunk.modifiers and not low.startswith(("the ", "my ", "a ", "an ")):
            return (("my " if personal else "the ") + chunk.modifiers + " ") + value
        return "my " + value if personal and rng.random() < 0.6 and not low.startswith(("the ", "my ")) else value
    if many or low.startswith(("the ", "my ", "a ", "an ")) or not chunk.head or re.match(r"^[A-Z][a-z]+(?:[ -][A-Z][a-z]+)*(?:, .*)?$", value.text):
        return value
    if value.text.startswith(('"', "'")) or head in ("file", "word", "sentence", "string", "topic", "keyword", "company", "directory", "channel"):
        return f"the {chunk.noun} " + value
    return (f"my {chunk.noun} " if personal else f"{chunk.noun} ") + value


def _referred(chunk: Chunk, standing: Standing) -> Wording:
    head = singular(chunk.head)
    if head in SELF:
        return spaced([chunk.preposition, Wording("me" if standing == "hidden" else f"that {head}")])
    if standing == "hidden":
        article = "my" if head in PERSONAL else "the"
    elif standing == "first" and not chunk.asked and not is_plural(chunk.head):
        return spaced([chunk.preposition, Wording(f"the first {f'{chunk.modifiers} {head}'.strip()}")])
    else:
        article = "those" if is_plural(chunk.head) else "that"
    return spaced([chunk.preposition, Wording(f"{article} {chunk.noun}"), chunk.tail])


def _plainly(chunk: Chunk) -> str:
    if chunk.article == "the" and chunk.noun in SELF:
        return f"me {chunk.tail}".strip()
    if chunk.asked and not chunk.article and not is_plural(chunk.head) and singular(chunk.head) not in MASS and chunk.head:
        return f"{with_article(chunk.noun)} {chunk.tail}".strip()
    return chunk.text


class Clauses:
    """The imperatives of a graph's tools, each worked out once."""

    def __init__(self, graph: ToolGraph) -> None:
        self._graph = graph
        self._known: dict[str, Clause] = {}
        self._described = Counter(tool.description for tool in graph.tools.values())

    def __getitem__(self, tool: str) -> Clause:
        if tool not in self._known:
            described = self._graph.tool(tool)
            self._known[tool] = clause(described, self._described[described.description] > 1)
        return self._known[tool]


    def rivalled(self, tool: str, offered: Sequence[str]) -> bool:
        """Whether another offered tool is asked for in nearly the same words."""
        mine = self[tool].content
        for other in offered:
            theirs = self[other].content
            if other != tool and len(mine & theirs) >= 0.7 * min(len(mine), len(theirs)):
                return True
        return False


def clause(tool: Tool, shared: bool = False) -> Clause:
    """The imperative of a tool; from its name where another tool has the same description (`shared`)."""
    verb, rest = imperative(tool, shared)
    verb, rest = _particle(verb, rest)
    chunks = _details(_chunks(rest), tool)
    making: Kind = "act" if verb == "return" and words_of(tool.name)[:1] == ["return"] else kind(verb)
    nouns = {leaf.keys[0]: (entity(leaf) or ("",))[-1] for leaf in reversed(tool.inputs) if leaf.keys}
    return Clause(tool.name, verb, making, _matched(chunks, tool, making), nouns)


def _particle(verb: str, rest: str) -> tuple[str, str]:
    """The verb with its particle: `search for`, `look up`, `log in`."""
    first, _, others = rest.partition(" ")
    if kind(verb) == "find" and first in ("for", "up"):
        return verb, others
    return (f"{verb} {first}", others) if first in ("up", "in", "out", "off", "back", "over") and others and verb in _PHRASAL else (verb, rest)


_WHETHER: Final = re.compile(r"(if|whether) (.+?) ((?:is|are|has|have|exists?|contains?|can|could|matches|was|were|will|does|falls|belongs|needs|should)\b.*)")
_PHRASAL: Final = frozenset("sign log look set turn switch check shut roll".split())


def _chunks(rest: str) -> list[Chunk]:
    found = []
    for position, text in enumerate(_PREPOSITION.split(rest)):
        whether = _WHETHER.match(text) if not position else None
        if whether:
            inner = _chunk(whether.group(1), whether.group(2))
            found.append(replace(inner, tail=f"{inner.tail} {whether.group(3)}".strip()))
            continue
        preposition = ""
        if position or re.match(r"(?:for|to|in|into|on|from|with|at)\s", text):
            preposition, _, text = text.partition(" ")
            if preposition == "up":
                preposition, text = "up to", text.removeprefix("to ")
        found.append(_chunk(preposition, text))
    return found


def _details(chunks: list[Chunk], tool: Tool) -> list[Chunk]:
    """`the TV season details` as the details of a TV season, where a parameter names that."""
    first = chunks[0]
    named = {word for leaf in tool.inputs if leaf.name.lower().endswith("id") or _identity(leaf) for word in entity(leaf)}
    if len(chunks) > 1 or first.head not in ("details", "information") or not named.intersection(_content(first.modifiers)):
        return chunks
    words = first.modifiers.split()
    own = [word for word in words if word.lower() in ("primary", "full", "basic", "current")]
    thing = [word for word in words if word not in own]
    of = Chunk("of", "a", " ".join(thing[:-1]), singular(thing[-1]) if is_plural(thing[-1]) else thing[-1], "", False)
    return [Chunk("", "the", " ".join(own), first.head, first.tail, False), of]


def _chunk(preposition: str, text: str) -> Chunk:
    asked = bool(_ASKED.search(text)) or bool(_NUMBERED.match(text))
    plain = _ASKED.sub("", text).strip()
    article = _ARTICLE.match(plain)
    body = plain[article.end() :] if article else plain
    body = body.rstrip(",;")
    match = re.search(r"\s+(?:that|who|which|whose|whether|if|and get|and return|being|made|released|authored|posted|written|created|followed|available)\b.*$", body)
    tail = match.group().strip() if match else ""
    words = (body[: match.start()] if match else body).split()
    return Chunk(preposition, article.group(1).lower() if article else "", " ".join(words[:-1]), words[-1] if words else "", tail, asked)


@lru_cache(maxsize=8192)
def _content(text: str) -> tuple[str, ...]:
    return tuple(singular(word) for word in re.findall(r"[A-Za-z]+", text))


def entity(parameter: Field) -> tuple[str, ...]:
    """The nouns of what a parameter names: `order_id` -> order; its description's where the name says nothing."""
    words = [singular(word) for word in words_of(parameter.keys[0] if parameter.keys else parameter.name) if not word.isdigit()]
    named = tuple(word for word in words if word not in _EMPTY_WORDS and word not in ("from", "to", "is"))
    return named or tuple(words)


@lru_cache(maxsize=8192)
def _described(description: str) -> tuple[str, ...]:
    """The head nouns of a parameter's description: `The stock symbol, e.g. AAPL` -> stock, symbol; `The ID of the order` -> order."""
    text = re.split(r"[,.;:(]|\b(?:e\.g|such as|to|for|that|in|which|where|who|whose|making|being|used|associated)\b", description, maxsplit=1)[0]
    before, _, after = text.partition(" of ")
    heads = _content(_ARTICLE.sub("", before.strip()))
    if after and all(word in _EMPTY_WORDS or word in ("unique", "the") for word in heads):
        return _content(_ARTICLE.sub("", after.strip()))
    return heads


def _matched(chunks: list[Chunk], tool: Tool, making: str) -> tuple[Chunk, ...]:
    fields = {leaf.keys[0]: leaf for leaf in reversed(tool.inputs) if leaf.keys}
    free = [name for name in tool.properties if name in fields]
    taken: dict[int, list[str]] = {}
    best_of = [max((_score(chunk, fields[name]) for name in free), default=0.0) for chunk in chunks]
    order = sorted(range(len(chunks)), key=lambda position: (not chunks[position].asked, -best_of[position], position))
    for position in order:
        chunk = chunks[position]
        own = not position and not chunk.asked and (making == "create" or (making == "change" and chunk.article == "the"))
        scores = {} if own else {name: _score(chunk, fields[name]) for name in free}
        best = max(scores.values(), default=0)
        if best <= 0:
            continue
        several = bool(re.match(r"two|three|both|multiple|several|an? (?:pair|range)", chunk.text)) or is_plural(chunk.head) or " and " in chunk.noun
        mine = [name for name, score in scores.items() if score == best or (several and score > 0)]
        taken[position] = mine if several else mine[:1]
        free = [name for name in free if name not in taken[position]]
    for position in order:
        needed = [name for name in free if name in tool.needed]
        if chunks[position].asked and position not in taken and len(needed) == 1 and not any(chunks[at].asked and at not in taken for at in order if at != position):
            taken[position] = needed
            free = [name for name in free if name not in needed]
    needed = [name for name in free if name in tool.needed]
    open_places = [at for at in order if at not in taken and at and chunks[at].article in ("a", "an") and chunks[at].preposition in ("of", "for", "to", "from", "in")]
    if len(needed) == 1 and len(open_places) == 1 and all(word.lower() in _EMPTY_WORDS or word in ("is", "q") for word in words_of(needed[0])):
        taken[open_places[0]] = needed
    return tuple(_with(chunk, tuple(taken.get(position, ()))) for position, chunk in enumerate(chunks))


def _with(chunk: Chunk, parameters: tuple[str, ...]) -> Chunk:
    return Chunk(chunk.preposition, chunk.article, chunk.modifiers, chunk.head, chunk.tail, chunk.asked, parameters)


def _score(chunk: Chunk, parameter: Field) -> float:
    if chunk.preposition in ("to", "into", "with") and is_plural(chunk.head) and set(_content(chunk.noun)) <= set(entity(parameter)):
        return 4
    if not (chunk.asked or chunk.article in ("a", "an", "the", "any", "one", "some", "another") or chunk.preposition in _DROPPED_WITH):
        return 0
    words, head = _content(chunk.noun), singular(chunk.head)
    named, described = entity(parameter), _described(parameter.description)
    identity = _identity(parameter)
    weak = not chunk.asked and chunk.preposition not in _DROPPED_WITH
    if weak and not identity:
        return 0
    if head in named:
        return 4 + (head == named[-1])
    if any(word in named for word in words if word not in _EMPTY_WORDS):
        return 3 if not weak or parameter.name.lower().endswith("id") else 0
    if described and (head == described[-1] or (head in described and described[-1] in _EMPTY_WORDS)):
        return 2
    if head in PEOPLE and any(word in ("user", "username", "customer", "account", "person") for word in named):
        return 1.5
    return 1 if chunk.asked and any(word in described for word in words) else 0


def _identity(parameter: Field) -> bool:
    """Whether the parameter names the thing itself, rather than one of its attributes."""
    words = [singular(word) for word in words_of(parameter.keys[0] if parameter.keys else "")]
    return bool(words) and (words[-1] in _EMPTY_WORDS | {"symbol", "location", "city", "country", "word", "zip", "email", "username", "currency", "path"} or len(words) == 1)


__all__ = ["EMPTY", "PEOPLE", "Chunk", "Clause", "Clauses", "Demand", "Saying", "Standing", "argument", "clause", "entity", "wording"]
