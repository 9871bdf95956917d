"""Which links a plan may follow: what a user would leave to be looked up, from a tool that only looks things up."""

from functools import lru_cache

from tool_graphs.graph import Link, ToolGraph
from tool_graphs.links import USABLE
from tool_graphs.links.meaning import IDENTIFIERS, Meaning, meanings
from tool_graphs.subject import subject
from tool_graphs.tool import Field, Tool
from tool_graphs.words import listed, split

LOOKS_UP = frozenset({"find", "get", "compute", "check"})
"""Actions that change nothing: an implicit call must not book, cancel or send what nobody asked for."""

NOT_KNOWN_BY_HEART = IDENTIFIERS | listed(
    "symbol latitude longitude lat lng coordinate url path filename username token ip domain"
)
"""Kinds of value that people look up and do not say."""

OF_OTHERS = listed("email phone")
"""Kinds of value that people know of themselves and look up of others."""

OTHERS = listed("contact colleague employee member person teacher doctor staff lead owner attendee contractor recipient")

MEASURED = listed("amount price cost total distance balance rate salary income duration weight height temperature fee value")
"""Kinds of number that people take from one result into the next."""


_SETS = listed("update change modify edit set rename replace adjust switch upgrade downgrade patch")
"""Verbs that give something a new value."""

_MOVES = listed("move assign reassign reschedule")
"""Verbs that bring something elsewhere, wherever that is."""


def looks_up(tool: Tool) -> bool:
    """Whether a call of the tool changes nothing in the world."""
    if tool.reads is None and split(tool.name)[:2] in (("check", "out"), ("check", "in")):
        return False
    return tool.reads if tool.reads is not None else subject(tool).action in LOOKS_UP


def sensible(graph: ToolGraph, link: Link) -> bool:
    """Whether somebody would have this input looked up: an identifier, a measure, or just what the producer is there to tell."""
    if link.kind != "data" or link.score < USABLE:
        return False
    if link.score == 1.0:  # declared
        return True
    target, source = graph.tool(link.target), graph.tool(link.source)
    input = target.input(link.param)
    output = next((field for field in source.outputs if field.path == link.field), None)
    if input is None or output is None:
        return True  # nothing to judge by but the link itself
    forms = {field.schema["pattern"] for field in (input, output) if "pattern" in field.schema}
    if len(forms) > 1:
        return False  # what the one gives the other would refuse
    if not output.many and _leaves_as_it_is(target, input, source):
        return False
    wanted = meanings(input, subject(target))
    if any(meaning.head in NOT_KNOWN_BY_HEART for meaning in wanted):
        return True
    given = meanings(output, subject(source))
    if any(meaning.head in OF_OTHERS for meaning in wanted) and OTHERS & {word for meaning in given for word in meaning.owner}:
        return True
    if output.many:
        return False
    return any(meaning.head in MEASURED for meaning in wanted) or _is_what_it_tells(given, source)


def _leaves_as_it_is(target: Tool, input: Field, source: Tool) -> bool:
    """Whether a call would give a thing what the look-up of that very thing has told: its line the plan that it has."""
    verb, thing = subject(target).verb, subject(target).thing
    if verb not in _SETS | _MOVES or not looks_up(source) or source.input(input.path) is not None:
        return False
    common = {field.path for field in source.inputs} & {field.path for field in target.inputs}
    if not any(IDENTIFIERS & set(split(path)) for path in common):
        return False
    said = split(input.name)
    return verb in _MOVES or not IDENTIFIERS & set(said) or bool(set(thing) & set(said))


def _is_what_it_tells(given: tuple[Meaning, ...], source: Tool) -> bool:
    """`get_current_location` is there to tell a location."""
    about = subject(source)
    told = {about.aspect, *about.thing[-1:]} - {""}
    return any(meaning.head in told for meaning in given) and len(source.outputs) <= 4


class PlanLinks:
    """The sensible links of a graph by the input that they fill, best first; worked out when first asked for."""

    def __init__(self, graph: ToolGraph) -> None:
        self._graph = graph
        self._later: dict[tuple[str, str], tuple[Link, ...]] = {}
        self._implicit: dict[tuple[str, str], tuple[Link, ...]] = {}

    def of_earlier_turns(self, target: str, param: str) -> tuple[Link, ...]:
        """Links that may take a value from the result of an earlier turn."""
        key = (target, param)
        if key not in self._later:
            self._later[key] = tuple(link for link in self._graph.producers(target, param) if sensible(self._graph, link))
        return self._later[key]

    def within_a_turn(self, target: str, param: str) -> tuple[Link, ...]:
        """Links whose source changes nothing in the world, so that its call may stay implicit."""
        key = (target, param)
        if key not in self._implicit:
            self._implicit[key] = tuple(
                link
                for link in self.of_earlier_turns(target, param)
                if link.source != target and looks_up(self._graph.tool(link.source))
            )
        return self._implicit[key]


@lru_cache(maxsize=8)
def plan_links(graph: ToolGraph) -> PlanLinks:
    """The sensible links of a graph, worked out once per graph."""
    return PlanLinks(graph)
