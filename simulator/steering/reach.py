"""What the tools of a graph cannot give, however a run is steered: few links in a row, names that every request gives away."""

from collections.abc import Iterator, Mapping

from simulator.measures.buckets import bounds
from simulator.measures.target import Target
from simulator.steering.leads import Leads
from tool_graphs.graph import ToolGraph
from tool_graphs.sampling.fitting import checked
from tool_graphs.sampling.wishes import ANY, Wishes

FAR = 0.1
"""From this distance on, that a distribution cannot come nearer is worth a word."""


def unreachable(graph: ToolGraph, target: Target, wishes: Wishes = ANY) -> dict[str, str]:
    """Distribution -> why these tools cannot come near it, in a sentence; only those that stay at least 0.1 away."""
    return dict(_limits(_leads(graph, wishes), len(graph.tools), target))


def beyond(graph: ToolGraph, implicit_share: float, wishes: Wishes = ANY) -> str:
    """Why so large a share of implicit calls cannot be had, in a sentence; empty where it can."""
    most = _leads(graph, wishes).largest_share
    if most >= implicit_share:
        return ""
    return (
        f"implicit_share={implicit_share:g}: whatever is asked of these tools, the words for it name all but at most "
        f"{most:.0%} of the calls that it takes; expect less"
    )


def _leads(graph: ToolGraph, wishes: Wishes) -> Leads:
    wanted = checked(graph, wishes)
    return Leads(graph, wanted.within, wanted.goals)


def _limits(leads: Leads, tools: int, target: Target) -> Iterator[tuple[str, str]]:
    told = {
        "dependency_depth": (leads.deepest, "these tools have no values that flow through more than {} in a row", "link"),
        "implicit_calls_per_turn": (
            leads.quietest,
            "whatever is asked of these tools, its words leave at most {} unnamed",
            "call",
        ),
        "tools_offered": (tools, "there are {}", "tool"),
    }
    for name, (most, sentence, noun) in told.items():
        lost = _share_beyond(target.dist.get(name, {}), most)
        if lost >= FAR:
            counted = f"{most} {noun}{'s' * (most != 1)}"
            yield name, f"{sentence.format(counted)}, and {lost:.0%} of {target.name} have more"


def _share_beyond(buckets: Mapping[str, float], most: int) -> float:
    """The share of buckets that begin above a number."""
    total = sum(buckets.values()) or 1.0
    return sum(share for bucket, share in buckets.items() if bounds(bucket)[0] > most) / total
