"""The calls that a request leads to: the offline verifier's search, and of equally good readings the one that explains most."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from roles.base import Asked, Called, Conversation, Opened
from roles.choices import heard as chosen_paths
from roles.language.recognition import ASKED, Recognized
from roles.language.spoken import Heard
from roles.verifier import Producer, Recovered
from simulator.mock_llm.mending import OF_MANY, mended
from simulator.mock_llm.stages import Stage
from tool_graphs import path as paths
from tool_graphs.plan import Call, Reference
from tool_graphs.sampling.ambiguity import EQUALLY_GOOD
from tool_graphs.sampling.sense import PlanLinks, plan_links
from tool_graphs.words import words

READINGS = 16
"""How many readings are compared."""
LONGER, UNLIKELIER = 0.4, 0.6
"""How much less often a reading is taken that has one more call, or a producer that is less sure by a tenth."""
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Found:
    """Calls, producers first, and the words that ask for them."""

    calls: tuple[Call, ...]
    asked: Mapping[str, str] = field(default_factory=dict)
    """Call id -> the words of the request that ask for it."""


def recovered(
    heard: Conversation, stage: Stage, rng: Random, made: Collection[str] = (), sure: float = ASKED, best: bool = False
) -> Found:
    """The calls of the newest request; ids go on from those before it.

    Tools that were `made` use of for it are used again; words that ask for a tool have to be as `sure`. Of
    readings that explain as much, the `best` is the shortest and likeliest; else it is drawn.
    """
    verifier = stage.verifier
    text, offered = heard.last(Asked).text, heard.last(Opened).tools
    spans = _asked(verifier.recognizer.recognize(text, offered), sure)
    asked, known = verifier.recover(heard, spans)
    mended(known, stage.graph, stage.phrasebook, text)
    tools = sorted(asked, key=lambda name: spans[name])
    readings = _readings(heard, known, stage, tools, rng)
    if all(reading.unfilled for reading in readings):  # the search looks no further than to what is asked for
        _look_further(heard, known, stage)
        readings = _readings(heard, known, stage, tools, rng)
    calls = _drawn(readings, made, None if best else rng).settled(stage, spans)
    return Found(calls, {call.id: text[slice(*spans[call.tool])] for call in calls if call.tool in spans})


def _asked(recognized: Sequence[Recognized], sure: float) -> dict[str, Span]:
    """Tool -> the words that ask for it; what may be meant less surely than another tool by the same words is not."""
    found: dict[str, Span] = {}
    for each in sorted(recognized, key=lambda one: -one.score):
        if each.score >= ASKED or (each.score >= sure and not any(_overlap(each.span, span) for span in found.values())):
            found[each.tool] = each.span
    return found


def _readings(
    heard: Conversation, known: Mapping[str, Recovered], stage: Stage, tools: Sequence[str], rng: Random
) -> list["_Reading"]:
    readings: list[_Reading] = []
    for _ in range(READINGS):
        reading = _Reading(heard, known, plan_links(stage.graph), rng)
        reading.choices = readings[0].choices if readings else {}
        for tool in tools:
            reading.write(tool)
        readings.append(reading)
        if not reading.chose:
            break
    return readings


def _look_further(heard: Conversation, known: dict[str, Recovered], stage: Stage) -> None:
    """Adds what the request says of all the tools that could produce something needed."""
    links, offered = plan_links(stage.graph), frozenset(heard.last(Opened).tools)
    for name in list(known):
        for input in stage.graph.tool(name).inputs:
            for link in links.within_a_turn(name, input.path) if input.required else ():
                if link.source in offered and link.source not in known:
                    _, more = stage.verifier.recover(heard, {link.source: (0, 0)})
                    known.update({tool: found for tool, found in more.items() if tool not in known})
    mended(known, stage.graph, stage.phrasebook, heard.last(Asked).text)


def _drawn(readings: Sequence["_Reading"], made: Collection[str], rng: Random | None) -> "_Reading":
    """One of the readings that explain all that can be explained; the shorter and the likelier, the more often."""
    costs = [one.cost(made) for one in readings]
    good = [one for one, cost in zip(readings, costs, strict=True) if cost == min(costs)]
    if rng is None:
        return min(good, key=lambda one: (len(one.calls), one.unlikely))
    fewest = min(len(one.calls) for one in good)
    return rng.choices(good, [LONGER ** (len(one.calls) - fewest) * UNLIKELIER ** (10 * one.unlikely) for one in good])[0]


class _Reading:
    """One way to read a request: of the producers of a value, one is taken at random, the same one for the same choice."""

    def __init__(self, heard: Conversation, known: Mapping[str, Recovered], links: PlanLinks, rng: Random) -> None:
        self.text = heard.last(Asked).text
        self.known = known
        self.links = links
        self.rng = rng
        self.results = heard.results()
        self.issued = heard.calls()
        self.earlier = {call.tool: id for id, call in self.issued.items()}
        self.calls: dict[str, Call] = {}
        """Tool -> its call."""
        self.choices: dict[tuple[str, str], str] = {}
        self.chose: dict[tuple[str, ...], Producer] = {}
        self.unfilled = 0
        self.unlikely = 0.0
        """How much worse than the best ones the producers are."""
        self._under_way: list[str] = []

    def write(self, tool: str) -> str:
        """The id of the tool's call, which is written, and its producers before it, where it was not yet."""
        if tool in self.calls:
            return self.calls[tool].id
        self._under_way.append(tool)
        found = self.known[tool]
        references: dict[str, Reference] = {}
        for param, producers in (*found.producers.items(), *((param, ()) for param in found.missing)):
            possible = self._possible(tool, param, producers)
            if not possible:
                self.unfilled += 1
                continue
            one = self._choice(possible)
            id = self.earlier[one.tool] if one.earlier else self.write(one.tool)
            path = paths.first_item(one.field)
            references[paths.first_item(param)] = Reference(call=id, path=self._chosen(id, path) if one.earlier else path)
        first = [other for other in found.first if other in self.known and other not in self._under_way]
        after = tuple(self.write(other) for other in first if self.known[other].literals)  # nobody gives a PIN for nothing
        self._under_way.pop()
        id = f"call_{len(self.issued) + len(self.calls) + 1}"
        self.calls[tool] = Call(id=id, tool=tool, references=references, after=after)
        return id

    def _chosen(self, id: str, path: str) -> str:
        """The path, or where the request says which of several things it means, that one's."""
        if (id, path) not in self.choices:
            self.choices[id, path] = min(chosen_paths(self.text, self.results[id], path), default=path)
        return self.choices[id, path]

    def _possible(self, tool: str, param: str, best: Sequence[Producer]) -> dict[Producer, float]:
        """All that could produce the value, with how sure it is: also what the search passed over for something as good."""
        found: dict[Producer, float] = {}
        for link in self.links.of_earlier_turns(tool, param):
            if link.source in self.earlier and paths.holds(
                self.results.get(self.earlier[link.source]), paths.first_item(link.field)
            ):
                found[Producer(link.source, link.field, True)] = link.score
        for link in self.links.within_a_turn(tool, param):
            if link.source in self.known and link.source not in self._under_way and self._whole(link.source):
                found[Producer(link.source, link.field, False)] = link.score
        surest = max([found[one] for one in best if one in found], default=0.0)
        return {one: max(0.0, surest - score - EQUALLY_GOOD) for one, score in found.items()}

    def _whole(self, tool: str) -> bool:
        """Whether all that the tool needs is said, or can be had."""
        found = self.known[tool]
        return not found.missing or all(self.links.within_a_turn(tool, param) for param in found.missing)

    def _choice(self, producers: Mapping[Producer, float]) -> Producer:
        if len(producers) == 1:
            return next(iter(producers))
        key = tuple(one.tool for one in producers)
        if key not in self.chose:
            self.chose[key] = self.rng.choice(list(producers))
        one = self.chose[key]
        one = one if one in producers else min(producers, key=lambda each: producers[each])
        self.unlikely += producers[one]
        return one

    def cost(self, made: Collection[str]) -> tuple[int, int, int]:
        """Needed values that are not there, calls that were made for nothing, values that are said for nothing."""
        told = {heard.span for found in self.known.values() for heard in found.literals.values()}
        used = [heard.span for tool in self.calls for heard in self.known[tool].literals.values()]
        idle = sum(not any(_overlap(span, other) for other in used) for span in told)
        return self.unfilled, sum(tool not in self.calls for tool in made), idle

    def settled(self, stage: Stage, asked: Mapping[str, Span]) -> tuple[Call, ...]:
        """The calls with their literals; what is said in the words for one tool is not heard for another, if it need not be."""
        taken: dict[str, list[Span]] = {}
        order = sorted(self.calls, key=lambda tool: (tool not in asked, list(self.calls).index(tool)))
        arguments: dict[str, dict[str, Any]] = {}
        for tool in order:
            others = [span for other, spans in taken.items() if other != tool for span in spans]
            literals = dict(self.known[tool].literals)
            shared = {heard.span for name in self.calls if name != tool for heard in self._alike(stage, name, tool)}
            for path, heard in literals.items():
                if heard.span not in shared and any(_overlap(heard.span, span) for span in others):
                    literals[path] = self._elsewhere(stage, tool, path, others) or heard
            taken[tool] = [heard.span for heard in literals.values()]
            arguments[tool] = _arguments(self.known[tool], literals)
        return tuple(call.model_copy(update={"arguments": arguments[tool]}) for tool, call in self.calls.items())

    def _alike(self, stage: Stage, name: str, tool: str) -> list[Heard]:
        """What is said for the arguments of a call that are named as arguments of the other are: one zip code for both."""
        mine, theirs = stage.graph.tool(tool), stage.graph.tool(name)
        names = {input.name for input in mine.inputs if set(words(input.name)) - OF_MANY}
        found = self.known[name].literals.items()
        return [heard for path, heard in found if (input := theirs.input(path)) is not None and input.name in names]

    def _elsewhere(self, stage: Stage, name: str, path: str, others: Sequence[Span]) -> Heard | None:
        tool = stage.graph.tool(name)
        input = tool.input(path)
        readings = stage.phrasebook.hear(self.text, tool, input) if input else []
        free = [one for one in readings if not any(_overlap(one.span, span) for span in others)]
        return max(free, key=lambda one: one.score, default=None)


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _arguments(found: Recovered, literals: Mapping[str, Heard]) -> dict[str, Any]:
    said = {path: heard.value for path, heard in literals.items()}
    said |= {path: value for path, (value, source) in found.settled.items() if source == "profile" and path not in said}
    return nested(said)


def nested(said: Mapping[str, Any]) -> dict[str, Any]:
    """Leaves by their paths as arguments; an item of a list without those before it is left out."""
    arguments: dict[str, Any] = {}
    for path in sorted(said):
        try:
            paths.put(arguments, path, said[path])
        except (LookupError, TypeError):
            continue
    return arguments


def made_now(heard: Conversation) -> dict[str, str]:
    """Tool -> id of each call that was made for the newest request."""
    since = Conversation.model_construct(steps=heard.steps[len(until_the_request(heard).steps) :])
    return {call.tool: call.id for step in since.all(Called) for call in step.calls}


def now_possible(found: Found, heard: Conversation) -> list[Call]:
    """The calls that were not made yet and whose producers have returned, with the values of the results."""
    results, made = heard.results(), made_now(heard)
    ids = {call.id: made[call.tool] for call in found.calls if call.tool in made}
    return [
        _resolved(call, ids, results)
        for call in found.calls
        if call.tool not in made and all(ids.get(id, id) in results for id in call.producers)
    ]


def until_the_request(heard: Conversation) -> Conversation:
    """The conversation up to its newest request."""
    last = max(at for at, step in enumerate(heard.steps) if isinstance(step, Asked))
    return Conversation.model_construct(steps=heard.steps[: last + 1])


def _resolved(call: Call, ids: Mapping[str, str], results: Mapping[str, Any]) -> Call:
    arguments = dict(call.arguments)
    for argument, reference in sorted(call.references.items()):
        value = _taken(results[ids.get(reference.call, reference.call)], reference.path)
        if value is not None:
            try:
                paths.put(arguments, argument, value)
            except (LookupError, TypeError):
                continue
    return Call(id=call.id, tool=call.tool, arguments=arguments)


def _taken(result: Any, path: str) -> Any:
    """The value at the path; where the result is of another form than was thought, the first field of that name."""
    try:
        return paths.get(result, path)
    except LookupError:
        named = paths.names(path)[-1:]
        return next((value for place, value in paths.leaves(result) if paths.names(place)[-1:] == named), None)
