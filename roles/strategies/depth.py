"""Producers near a goal are hidden; what lies further back is asked for."""

from dataclasses import dataclass
from random import Random
from typing import ClassVar

from roles.base import Brief, Need
from roles.strategies.brief import brief
from tool_graphs.errors import PluginError
from tool_graphs.plan import Plan


@dataclass(frozen=True)
class Depth:
    """Hides the producers that are at most so many links from a goal; raises PluginError where that is no number from 1.

    A producer further back is asked for, so that a hidden call may need one that is not hidden.
    """

    links: int = 1
    needs: ClassVar[frozenset[Need]] = frozenset({"producers"})
    closed: ClassVar[bool] = False
    """Whether a hidden call has all of its producers hidden, too."""

    def __post_init__(self) -> None:
        if isinstance(self.links, bool) or not isinstance(self.links, int) or self.links < 1:
            raise PluginError(f"depth: {self.links!r} is no number of links; expected a whole number from 1, such as depth:1")

    @property
    def name(self) -> str:
        """As it is written: `depth:1`."""
        return f"depth:{self.links}"

    def __call__(self, plan: Plan, rng: Random) -> Brief:
        """The producers near a goal are hidden."""
        near = dict.fromkeys(plan.goals, 0)
        for call in reversed(plan.calls):
            for producer in call.producers:
                if producer in plan.by_id and producer not in plan.goals:
                    near[producer] = min(near.get(producer, len(plan.calls)), near[call.id] + 1)
        hidden = frozenset(id for id, links in near.items() if 0 < links <= self.links)
        return brief(self.name, plan, hidden, rng, closed=False, fallback="" if hidden else "no call feeds another")


depth = Depth
"""`depth(1)`."""
