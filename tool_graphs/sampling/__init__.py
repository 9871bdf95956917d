"""Skeletons of plans: which tools, and which result of one fills which input of another."""

from tool_graphs.sampling.preceding import preceded
from tool_graphs.sampling.shapes import Sampler, chain, dag, fan_in, fan_out
from tool_graphs.sampling.skeleton import Edge, Skeleton
from tool_graphs.sampling.surroundings import distractors, neighbourhood, random_tools
from tool_graphs.sampling.wishes import Wishes

__all__ = [
    "Edge", "Sampler", "Skeleton", "Wishes", "chain", "dag", "distractors", "fan_in", "fan_out", "neighbourhood", "preceded",
    "random_tools",
]  # fmt: skip
