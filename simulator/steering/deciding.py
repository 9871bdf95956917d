"""What a target, or a wished share of implicit calls, decides: nothing else may say it as well."""

from collections.abc import Iterator

from roles.base import EmbeddingStrategy
from roles.strategies.needs import name_of
from simulator.measures.target import Target
from simulator.steering.hiding import NAME
from tool_graphs.errors import SimulationError
from tool_graphs.sampling.wishes import Wishes


def refuse_decided(
    target: Target | None,
    implicit_share: float | None,
    strategy: str | EmbeddingStrategy | None,
    turns: int | tuple[int, int] | None,
    wishes: Wishes,
) -> None:
    """Raises SimulationError where something is given, not None or a default, that the run is to work out by itself."""
    if strategy is not None and strategy != NAME and (target is not None or implicit_share is not None):
        raise SimulationError(
            f"strategy={strategy if isinstance(strategy, str) else name_of(strategy)!r}: a run that follows a target or a share "
            "of implicit calls decides by itself what to hide; leave out the strategy, or the target and the share"
        )
    if target is None:
        return
    for distribution, name, value in _given(implicit_share, turns, wishes):
        if distribution in target.dist:
            raise SimulationError(
                f"{name}={value}: the target {target.name!r} decides that by its distribution {distribution!r}; leave out {name} "
                f"or the target, or take {distribution!r} out of the target's file"
            )


def _given(
    implicit_share: float | None, turns: int | tuple[int, int] | None, wishes: Wishes
) -> Iterator[tuple[str, str, object]]:
    """(distribution, setting, value) of all that is given and that a distribution can decide."""
    if turns is not None:
        yield "turns_per_conversation", "turns", turns if isinstance(turns, int) else "{}-{}".format(*turns)
    if implicit_share is not None:
        yield "implicit_calls_per_turn", "implicit_share", implicit_share
    if wishes.calls:
        yield "calls_per_turn", "plan.calls", "{}-{}".format(*wishes.calls)
    if wishes.shapes:
        yield "calls_per_turn", "plan.shapes", ",".join(wishes.shapes)
    if wishes.must_use:
        yield "calls_per_turn", "plan.must_use", ",".join(wishes.must_use)
    if wishes.distractors == "none":
        yield "tools_offered", "plan.distractors", wishes.distractors
