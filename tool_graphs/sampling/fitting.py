"""Skeletons as somebody wished them, and whether a graph has any."""

from collections.abc import Collection, Container, Mapping
from functools import lru_cache
from random import Random

from tool_graphs.errors import GraphError
from tool_graphs.graph import ToolGraph
from tool_graphs.sampling.shapes import Sampler, chain, dag, fan_in, fan_out
from tool_graphs.sampling.skeleton import Skeleton
from tool_graphs.sampling.wishes import Shape, Wanted, Wishes, wanted_of

SAMPLERS: Mapping[Shape, Sampler] = {"single": chain, "chain": chain, "fan-in": fan_in, "fan-out": fan_out, "dag": dag}
TRIES = 60
"""Skeletons looked for before a wish is refused."""


def fitting(
    graph: ToolGraph,
    wanted: Wanted,
    length: int,
    rng: Random,
    within: Collection[str] | None = None,
    avoid: Container[str] = frozenset(),
    goals: Collection[str] = (),
    sought: Collection[str] = (),
) -> Skeleton | None:
    """A skeleton of so many tools of a wished shape, for the `goals` (by default the wished ones), through the `sought` tools."""
    shape = wanted.wishes.shape(length, rng)
    if wanted.within is not None:
        within = wanted.within if within is None else [name for name in within if name in wanted.within]
    skeleton = SAMPLERS[shape](graph, length, rng, within, avoid, goals or wanted.goals, sought)
    if skeleton is None and length > 2 and not wanted.wishes.shapes:
        skeleton = dag(graph, length, rng, within, avoid, goals or wanted.goals, sought)
    return skeleton if skeleton is not None and fits(skeleton, wanted.wishes, wanted.goals) else None


def fits(skeleton: Skeleton, wishes: Wishes, goals: Collection[str] = ()) -> bool:
    """Whether length, shape and goals are as wished; tools that must be used are not looked for."""
    size = len(skeleton.tools)
    if wishes.calls is not None and not wishes.calls[0] <= size <= wishes.calls[1]:
        return False
    if wishes.shapes and not any(has_shape(skeleton, shape) for shape in wishes.shapes):
        return False
    return not goals or any(name in goals for name in ends(skeleton))


def ends(skeleton: Skeleton) -> tuple[str, ...]:
    """The tools whose results no other one of the skeleton needs."""
    producing = {edge.producer for edge in skeleton.edges}
    return tuple(name for place, name in enumerate(skeleton.tools) if place not in producing)


def has_shape(skeleton: Skeleton, shape: Shape) -> bool:
    """Whether a skeleton is what its shape's name says; every thread of two tools or more is a dag."""
    last = len(skeleton.tools) - 1
    fed = {(edge.producer, edge.consumer) for edge in skeleton.edges}
    if shape == "single":
        return last == 0
    if shape == "chain":
        return last > 0 and all((place, place + 1) in fed for place in range(last))
    if shape == "fan-out":
        return last > 1 and all((0, place) in fed for place in range(1, last + 1))
    if shape == "fan-in":
        return last > 1 and all((place, last) in fed for place in range(last))
    return last > 0 and connected(skeleton)


def connected(skeleton: Skeleton) -> bool:
    """Whether it is one thread: every tool is joined to every other by links, whatever their direction."""
    return len(parts(skeleton)) == 1


def parts(skeleton: Skeleton) -> list[list[int]]:
    """Positions of the tools that are joined by links, thread by thread."""
    part = list(range(len(skeleton.tools)))
    for edge in skeleton.edges:
        old, new = part[edge.consumer], part[edge.producer]
        part = [new if number == old else number for number in part]
    threads: dict[int, list[int]] = {}
    for place, number in enumerate(part):
        threads.setdefault(number, []).append(place)
    return list(threads.values())


@lru_cache(maxsize=8)
def checked(graph: ToolGraph, wishes: Wishes) -> Wanted:
    """The wishes as tools of the graph; raises GraphError where the graph has no such name, or no plan like that."""
    wanted = wanted_of(graph, wishes)
    if wishes.strict or wanted.within is not None:
        rng = Random(0)
        for _ in range(TRIES):
            skeleton = fitting(graph, wanted, rng.choice(wishes.lengths), rng, sought=wishes.must_use)
            if skeleton is not None and set(wishes.must_use) <= set(skeleton.tools):
                return wanted
        told = ", ".join(f"{key}={_told(value)}" for key, value in wishes.model_dump(exclude_defaults=True).items())
        raise GraphError(
            f"plan: no thread of linked tools in this graph is as wished ({told}); wish for fewer calls, another shape or other "
            "tools, see with `toolweft graph` what feeds them, or declare links in the catalog"
        )
    return wanted


def _told(value: object) -> str:
    if not isinstance(value, tuple):
        return str(value)
    return ("-" if isinstance(value[0], int) else ", ").join(map(str, value))
