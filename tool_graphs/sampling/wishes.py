"""What a run wants of its plans: how many calls, which shape, which tools; how tools take turns, what is offered beside them."""

from collections.abc import Mapping
from functools import cached_property, lru_cache
from random import Random
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, BeforeValidator, field_validator, model_validator

from tool_graphs.errors import GraphError, did_you_mean
from tool_graphs.graph import ToolGraph

Shape = Literal["single", "chain", "fan-in", "fan-out", "dag"]
SHAPES: tuple[Shape, ...] = get_args(Shape)
LEAST: Mapping[Shape, int] = {"single": 1, "chain": 2, "fan-in": 3, "fan-out": 3, "dag": 2}
"""How many calls a shape needs."""
USUAL: Mapping[int, tuple[Shape, ...]] = {1: ("single",), 2: ("chain",)}
"""Shapes of short plans that nobody has asked for otherwise."""
MIXED: tuple[Shape, ...] = ("chain", "chain", "dag", "fan-in", "fan-out")
LENGTHS = (1, 2, 2, 2, 3, 3, 3, 4, 4, 5)
"""Numbers of calls, as often as they come where nothing else is wished."""
MOST_CALLS = 12
"""Longer plans end in requests that nobody would read."""


def listed(value: Any) -> Any:
    """One name for a list of one."""
    return [value] if isinstance(value, str) else value


def _range(value: Any) -> Any:
    """`3`, `"1-4"` or `[1, 4]` as (least, most)."""
    if isinstance(value, str):
        parts = value.split("-")
        if not 1 <= len(parts) <= 2 or not all(part.strip().isdigit() for part in parts):
            raise ValueError(f"{value!r} is no number of calls; expected one such as 3, or a range such as 1-4")
        value = [int(part) for part in parts]
    if isinstance(value, int) and not isinstance(value, bool):
        value = [value]
    return [value[0], value[0]] if isinstance(value, list) and len(value) == 1 else value


Names = Annotated[tuple[str, ...], BeforeValidator(listed)]


class Wishes(BaseModel, frozen=True, extra="forbid"):
    """What the plans of a run should be like; what is left out is left to chance."""

    calls: Annotated[tuple[int, int] | None, BeforeValidator(_range)] = None
    """Least and most calls in a turn."""
    shapes: Annotated[tuple[Shape, ...], BeforeValidator(listed)] = ()
    """Shapes of the turns, each as likely as the others."""
    goals: Names = ()
    """Tools or namespaces: each turn has one of these as a goal."""
    namespaces: Names = ()
    """Plans use tools of these namespaces only; tools beside them may be of others."""
    must_use: Names = ()
    """Tools that the first turn uses, all of them."""
    coverage: Literal["even", "natural"] = "even"
    """Whether tools and links take turns over a run, or well linked ones come more often."""
    distractors: Literal["near", "random", "mixed", "none"] = "mixed"
    """Which tools are offered beside those that plans are made of."""

    @model_validator(mode="before")
    @classmethod
    def _known(cls, value: Any) -> Any:
        for key in value if isinstance(value, Mapping) else ():
            if key not in cls.model_fields:
                raise ValueError(f"there is no wish {key!r}; {did_you_mean(str(key), cls.model_fields)}")
        return value

    @field_validator("calls")
    @classmethod
    def _growing(cls, calls: tuple[int, int] | None) -> tuple[int, int] | None:
        if calls is not None and not 1 <= calls[0] <= calls[1] <= MOST_CALLS:
            raise ValueError(f"expected 1 to {MOST_CALLS} calls, and the lower number first, got {calls[0]}-{calls[1]}")
        return calls

    @model_validator(mode="after")
    def _possible(self) -> "Wishes":
        if not self.lengths:
            least, most = self.calls or (1, max(LENGTHS))
            needs = ", ".join(f"{shape} {LEAST[shape]}{'' if shape == 'single' else ' or more'}" for shape in self.shapes)
            raise ValueError(f"no turn of {least}-{most} calls has such a shape: calls that the shapes need: {needs}")
        if self.calls and len(self.must_use) > self.calls[1]:
            raise ValueError(f"must_use names {len(self.must_use)} tools, which do not fit into {self.calls[1]} calls")
        return self

    @cached_property
    def lengths(self) -> tuple[int, ...]:
        """Numbers of calls to draw from."""
        drawn = LENGTHS if self.calls is None else tuple(range(self.calls[0], self.calls[1] + 1))
        return tuple(length for length in drawn if not self.shapes or any(self.possible(shape, length) for shape in self.shapes))

    @property
    def strict(self) -> bool:
        """Whether anything is wished that a plan may fail to meet."""
        return bool(self.calls or self.shapes or self.goals or self.must_use)

    def possible(self, shape: Shape, length: int) -> bool:
        """Whether a turn of so many calls can have the shape."""
        return length == 1 if shape == "single" else length >= LEAST[shape]

    def shape(self, length: int, rng: Random) -> Shape:
        """A shape for a turn of so many calls."""
        if self.shapes:
            return rng.choice([shape for shape in self.shapes if self.possible(shape, length)])
        return rng.choice(USUAL.get(length, MIXED))


ANY = Wishes()
"""Nothing in particular."""


class Wanted:
    """Wishes as tools of one graph; raises GraphError for names that it does not have."""

    def __init__(self, graph: ToolGraph, wishes: Wishes) -> None:
        self.wishes = wishes
        spaces: dict[str, list[str]] = {}
        for tool in graph.tools.values():
            if tool.namespace:
                spaces.setdefault(tool.namespace, []).append(tool.name)
        for name in wishes.must_use:
            _found("must_use", "tool", name, graph.tools)
        for name in wishes.namespaces:
            _found("namespaces", "namespace", name, spaces)
        self.within = frozenset(tool for name in wishes.namespaces for tool in spaces[name]) if wishes.namespaces else None
        """The tools that plans may use; None for all."""
        goals = []
        for name in wishes.goals:
            if name not in spaces:
                _found("goals", "tool or namespace", name, {**graph.tools, **spaces})
            goals += spaces.get(name, [name]) if name not in graph.tools else [name]
        self.goals = tuple(name for name in dict.fromkeys(goals) if self.within is None or name in self.within)
        outside = [name for name in wishes.must_use if self.within is not None and name not in self.within]
        outside += [] if self.goals else goals
        if outside:
            raise GraphError(f"plan: {outside[0]!r} is in none of the wished namespaces: {', '.join(wishes.namespaces)}")


def _found(key: str, noun: str, name: str, known: Mapping[str, Any]) -> None:
    if name not in known:
        raise GraphError(f"plan: {key}: no {noun} {name!r} in this graph; {did_you_mean(name, known)}")


@lru_cache(maxsize=8)
def wanted_of(graph: ToolGraph, wishes: Wishes) -> Wanted:
    """Wishes as tools of a graph, looked up once."""
    return Wanted(graph, wishes)
