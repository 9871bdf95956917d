"""The verifier: recovers the calls from the request alone and compares them with the plan."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from random import Random
from typing import Any

from roles.base import Asked, Briefed, Conversation, Judged, Known, Need, Opened, Planned
from roles.choices import heard as chosen_paths
from roles.language.cues import Phrasebook
from roles.language.disclosure import Disclosure
from roles.language.recognition import ASKED, Recognizer
from roles.language.spoken import Heard, reads_as
from roles.leaks import leaks
from roles.personal import Personal
from roles.preconditions import preconditions_of
from roles.proof.offered import SURE as CERTAIN
from roles.soundness import unsound
from tool_graphs import path as paths
from tool_graphs.graph import Link, ToolGraph
from tool_graphs.plan import Call, Plan
from tool_graphs.sampling.ambiguity import EQUALLY_GOOD
from tool_graphs.sampling.sense import plan_links
from tool_graphs.tool import Field, Tool

DEEPEST = 5
"""How many hidden calls in a row the search goes back."""
HEARD = 0.5
"""From this score on a reading of the text fills a needed input; an optional one needs more."""
HEARD_OPTIONAL = 0.7
NEAR = 0.2
"""How much surer a reading is where it stands in the words that ask for its tool."""


@dataclass(frozen=True, slots=True)
class Producer:
    """A call whose result can fill an input that the request does not say."""

    tool: str
    field: str
    earlier: bool
    """Whether it was already called in an earlier turn."""


@dataclass(slots=True)
class Recovered:
    """What the request says about one tool: values, and who could produce what it does not say."""

    literals: dict[str, Heard] = field(default_factory=dict)
    """Argument path -> reading of the text."""
    producers: dict[str, list[Producer]] = field(default_factory=dict)
    """Input's schema path -> equally good producers."""
    missing: list[str] = field(default_factory=list)
    """Needed inputs that nothing fills."""
    extra: int = 0
    """Further calls that it takes."""
    settled: dict[str, tuple[Any, Known]] = field(default_factory=dict)
    """Argument path -> the value that profile or schema give where the text says nothing."""
    first: tuple[str, ...] = ()
    """Tools that have to be called before."""


class Verifier:
    """Searches the tool graph backwards from what is asked for, with the values found in the text."""

    def __init__(
        self,
        graph: ToolGraph,
        recognizer: Recognizer | None = None,
        phrasebook: Phrasebook | None = None,
        needs: frozenset[Need] = frozenset(),
    ) -> None:
        self.graph = graph
        self.needs = needs
        self.personal = Personal(graph)
        self.recognizer = recognizer or Recognizer(graph)
        self.phrasebook = phrasebook or Phrasebook(graph)
        self.disclosure = Disclosure(graph)

    def __call__(self, conversation: Conversation, rng: Random) -> Judged:
        """Whether the calls recovered from the newest request are equivalent to the plan; if not, why."""
        plan = conversation.last(Planned).plan
        asked, recovered = self.recover(conversation.heard())
        text = conversation.last(Asked).text
        reasons = [f"the request names {name!r}" for name in self.disclosure.named(text, conversation.last(Opened).tools)]
        brief, issued, results = conversation.last(Briefed).brief, conversation.calls(), conversation.results()
        for call in plan.calls:
            if call.tool in recovered:
                unsaid = frozenset([each.argument for each in brief.unsaid if each.call == call.id])
                reasons += _literal_differences(call, self.graph.tool(call.tool), recovered[call.tool], text, unsaid)
                reasons += choice_differences(call, text, issued, results)
        reasons += _differences(plan, asked, recovered, frozenset(brief.explicit), issued)
        reasons += unsound(plan, issued, self.graph)
        reasons += leaks(text, plan, brief, self.graph)
        return Judged(ok=not reasons, reasons=tuple(reasons))

    def recover(
        self, heard: Conversation, asked: Mapping[str, tuple[int, int]] | None = None
    ) -> tuple[frozenset[str], dict[str, Recovered]]:
        """(tools asked for, tool -> what was recovered) from what is heard in the room; the plan is not in it.

        `asked` is tool -> the words that ask for it, where that is known already.
        """
        text = heard.last(Asked).text
        offered = heard.last(Opened).tools
        found = dict(asked) if asked is not None else self._asked(text, offered)
        search = _Search(self.graph, self.phrasebook, text, frozenset(offered), heard, found)
        search.held = self._held(heard)
        search.least = 0.0 if "order links" in self.needs else CERTAIN
        for tool in found:
            search.recover(tool, DEEPEST, frozenset())
        return frozenset(found), search.recovered

    def _asked(self, text: str, offered: tuple[str, ...]) -> dict[str, tuple[int, int]]:
        return {each.tool: each.span for each in self.recognizer.recognize(text, offered) if each.score >= ASKED}

    def _held(self, heard: Conversation) -> Callable[[str], Mapping[str, Any]]:
        profile = heard.last(Opened).profile if "profile" in self.needs else {}
        return lambda tool: self.personal.held(profile, tool)


_BEST_FIRST = itemgetter(0, 1, 2)


class _Search:
    """One backward search: from the tools asked for to the producers of what is not said."""

    def __init__(
        self,
        graph: ToolGraph,
        phrasebook: Phrasebook,
        text: str,
        offered: frozenset[str],
        heard: Conversation,
        asked: dict[str, tuple[int, int]],
    ) -> None:
        self.graph = graph
        self.links = plan_links(graph)
        self.phrasebook = phrasebook
        self.text = text
        self.offered = offered
        self.asked = asked
        self.results = heard.results()
        self.earlier = {call.tool: id for id, call in heard.calls().items()}
        self.recovered: dict[str, Recovered] = {}
        self.held: Callable[[str], Mapping[str, Any]] = lambda tool: {}
        self.first = preconditions_of(graph)
        self.least = CERTAIN

    def recover(self, name: str, depth: int, above: frozenset[str]) -> Recovered:
        """What the request says about a tool and, recursively, about the producers of the rest."""
        if name in self.recovered:
            return self.recovered[name]
        tool = self.graph.tool(name)
        recovered = Recovered(literals=self._literals(tool))
        said = {paths.pattern(argument) for argument in recovered.literals}
        held = self.held(name)
        for needed in tool.inputs:
            if needed.path in said:
                continue
            if needed.path in held:
                recovered.settled[needed.path] = (held[needed.path], "profile")
                continue
            if "default" in needed.schema:
                recovered.settled[needed.path] = (needed.schema["default"], "default")
            if not needed.required:
                continue
            producers, extra = self._producers(name, needed.path, depth, above | {name})
            if producers:
                recovered.producers[needed.path] = producers
                recovered.extra += extra
            elif needed.path not in recovered.settled:
                shared = self._shared(tool, needed)
                if shared:
                    recovered.literals[needed.path] = shared
                else:
                    recovered.missing.append(needed.path)
        self.recovered[name] = recovered
        links = self.first.first(name, self.offered, self.earlier, self.least)
        recovered.first = tuple(link.source for link in links if link.source not in above)
        for source in recovered.first:
            self.recover(source, depth, above | {name})
        return recovered

    def _literals(self, tool: Tool) -> dict[str, Heard]:
        """The readings of the text that fill the tool's inputs, best first, no characters used twice."""
        start, end = self.asked.get(tool.name, (0, 0))
        near = NEAR if end else 0.0
        readings: list[tuple[float, int, tuple[int, int], str, Heard]] = []
        for position, input in enumerate(tool.inputs):
            least = HEARD if input.required else HEARD_OPTIONAL
            found = self.phrasebook.hear(self.text, tool, input, least - near)
            for heard in _in_place(found, start, end) if found else ():
                score = heard.score + (NEAR if start <= heard.span[0] < end and not isinstance(heard.value, bool) else 0.0)
                if score >= least:
                    argument = heard.argument or paths.first_item(input.path)
                    readings.append((-score, position, heard.span, argument, heard))
        literals: dict[str, Heard] = {}
        taken: list[tuple[int, int]] = []
        if len(readings) > 1:
            readings.sort(key=_BEST_FIRST)
        for _, _, _, argument, heard in readings:
            if argument not in literals and not (taken and _overlaps(heard.span, taken)):
                literals[argument] = heard
                taken.append(heard.span)
        return literals

    def _shared(self, tool: Tool, needed: Field) -> Heard | None:
        """What is said once for two calls that are asked for: the day of the flights and of the flight's status."""
        for name in self.asked:
            other = self.graph.tool(name)
            same = other.input(needed.path) if name != tool.name else None
            if same is not None and not same.many and same.schema.get("type") == needed.schema.get("type"):
                heard = self._literals(other).get(needed.path)
                if heard is not None:
                    return heard
        return None

    def _producers(self, target: str, param: str, depth: int, above: frozenset[str]) -> tuple[list[Producer], int]:
        """Equally good producers of an input and the number of further calls that they take."""
        links = [link for link in self.links.within_a_turn(target, param) if link.source not in above]
        asked = [link for link in links if link.source in self.asked]
        if asked:
            return _best(asked, earlier=False), 0
        known = [link for link in self.links.of_earlier_turns(target, param) if self._known(link)] if self.earlier else []
        if known:
            return _best(known, earlier=True), 0
        costs: dict[Link, int] = {}
        for link in links:
            if depth and link.source in self.offered and link.source not in self.earlier:
                recovered = self.recover(link.source, depth - 1, above)
                if not recovered.missing:
                    costs[link] = 1 + recovered.extra
        least = min(costs.values(), default=0)
        return _best([link for link, cost in costs.items() if cost == least], earlier=False), least

    def _known(self, link: Link) -> bool:
        """Whether an earlier turn's result holds the link's value."""
        call = self.earlier.get(link.source)
        return call is not None and paths.holds(self.results[call], paths.first_item(link.field))


def _overlaps(span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    start, end = span
    return any(start < last and first < end for first, last in others)


def _in_place(heard: list[Heard], start: int, end: int) -> list[Heard]:
    """Readings without those items of a list that stand elsewhere, where others stand in the words that ask for the tool."""
    items = [one for one in heard if one.argument]
    if not items:
        return heard
    near = [one for one in items if start <= one.span[0] < end]
    if not near or len(near) == len(items):
        return heard
    first = min(_place(one.argument) or 0 for one in near)
    return [
        one._replace(argument=_moved(one.argument, first)) if one in near else one
        for one in heard
        if not one.argument or one in near
    ]


def _moved(argument: str, by: int) -> str:
    """`items[2].name` moved by two is `items[0].name`."""
    place = _place(argument)
    if place is None:
        return argument
    keys = paths.parse(argument)
    at = keys.index(place)
    return paths.text((*keys[:at], place - by, *keys[at + 1 :]))


def _place(argument: str) -> int | None:
    """The place in the first list on the way."""
    return next((key for key in paths.parse(argument) if isinstance(key, int)), None)


def _best(links: list[Link], earlier: bool) -> list[Producer]:
    if not links:
        return []
    top = max(link.score for link in links)
    return [Producer(link.source, link.field, earlier) for link in links if link.score >= top - EQUALLY_GOOD]


def _differences(
    plan: Plan, asked: frozenset[str], recovered: dict[str, Recovered], explicit: frozenset[str], issued: dict[str, Call]
) -> Iterator[str]:
    """Where the recovered calls and the plan are not equivalent."""
    wanted = {plan.by_id[id].tool for id in explicit}
    if wanted != asked:
        for name in sorted(wanted - asked):
            yield f"the request does not ask for {name}"
        for name in sorted(asked - wanted):
            yield f"the request also asks for {name}"
        return
    tools = {call.id: call.tool for call in (*issued.values(), *plan.calls)}
    for call in plan.calls:
        if call.tool not in recovered:
            yield f"nothing in the request leads to {call.tool}"
        else:
            yield from _producer_differences(call, recovered[call.tool], tools)
            yield from _order_differences(call, recovered[call.tool], tools)


def _order_differences(call: Call, found: Recovered, tools: dict[str, str]) -> Iterator[str]:
    if not call.after and not found.first:
        return
    planned = {tools[id] for id in call.after if id in tools}
    for name in sorted(planned - set(found.first)):
        yield f"{call.tool}: nothing says that {name} has to come first"
    for name in sorted(set(found.first) - planned):
        yield f"{call.tool}: {name} has to come first, but the plan has no such call"


def choice_differences(call: Call, text: str, issued: dict[str, Call], results: dict[str, Any]) -> Iterator[str]:
    """Whether words such as "the cheapest one" choose what the plan refers to among the results of earlier turns."""
    for argument, reference in call.references.items():
        if reference.call in issued:
            chosen = chosen_paths(text, results[reference.call], reference.path)
            if chosen and reference.path not in chosen:
                yield f"{call.tool}: {argument} is {reference.path}, but the request chooses {sorted(chosen)[0]}"
            elif not chosen and reference.path != _first(reference.path):
                yield f"{call.tool}: {argument} is {reference.path}, but nothing in the request chooses it"


def _first(path: str) -> str:
    return paths.first_item(paths.pattern(path))


def _producer_differences(call: Call, found: Recovered, tools: dict[str, str]) -> Iterator[str]:
    for argument, reference in call.references.items():
        if reference.call not in tools:
            continue  # told by `unsound`
        if argument in found.literals:
            said = found.literals[argument].value
            yield f"{call.tool}: {argument} comes from an earlier result, but the request reads as {said!r}"
            continue
        producers = [producer.tool for producer in found.producers.get(paths.pattern(argument), [])]
        if tools[reference.call] not in producers:
            better = ", ".join(producers) or "nothing"
            yield f"{call.tool}: {argument} comes from {tools[reference.call]}, but more directly from {better}"


def _says(heard: Heard, text: str, value: Any, input: Field | None) -> bool:
    """Whether what was heard is this value; yes and no lie in the words around, which a span alone may not hold."""
    if type(heard.value) is type(value) and heard.value == value:
        return True
    if isinstance(value, bool) and isinstance(heard.value, bool):
        return False
    return reads_as(text[slice(*heard.span)], value, input)


def _literal_differences(call: Call, tool: Tool, found: Recovered, text: str, unsaid: frozenset[str]) -> Iterator[str]:
    literals = dict(call.literals())
    for argument, value in literals.items():
        heard = found.literals.get(argument)
        if heard is None and argument in unsaid:
            settled = found.settled.get(argument)
            if settled is None or settled[0] != value:
                yield f"{call.tool}: {argument} is {value!r}, but unsaid it would be {settled[0] if settled else None!r}"
        elif heard is None:
            yield f"{call.tool}: the request does not say {argument}"
        elif not _says(heard, text, value, tool.input(argument)):
            yield f"{call.tool}: {argument} is {value!r}, but the request reads as {heard.value!r}"
    for argument, heard in found.literals.items():
        if argument not in literals and argument not in call.references:
            yield f"{call.tool}: the request reads as if {argument} were {heard.value!r}"
    for argument, (value, source) in found.settled.items():
        if source == "profile" and argument not in literals and argument not in call.references:
            yield f"{call.tool}: the profile fills {argument} with {value!r}, but the plan leaves it out"
