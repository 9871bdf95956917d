"""The steered planner: of several plans, rehearsed, the one that comes nearest to the script."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from roles.base import Conversation, Judged, Opened, Planned, Replied
from roles.planner import MOST_SAID, Planner
from simulator.measures.flows import Told, depths
from simulator.steering.cue import Prompter
from simulator.steering.leads import Leads
from simulator.steering.rehearsal import Rehearsal
from simulator.steering.script import Script
from simulator.steering.threads import MOST, Threads
from tool_graphs.plan import Plan

NEEDLESS = 0.5
"""What a call that is asked for costs where only the share of implicit ones counts."""
PLAYED = 10
"""Plans rehearsed to the end of the turn."""
SAID = 0.4
"""What it costs if a value is said though none should be."""


UNSOUND = 6.0
"""What it costs if the judge would reject the conversation."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A plan and how far the turn would be from the script."""

    plan: Plan
    missed: float


class SteeredPlanner:
    """Draws plans of as many calls as the script says, plays the turn ahead with each, and keeps the nearest."""

    def __init__(self, planner: Planner, prompter: Prompter, rehearsal: Rehearsal, leads: Leads) -> None:
        self.planner = planner
        self.prompter = prompter
        self.rehearsal = rehearsal
        self.threads = Threads(planner, leads)

    def __call__(self, conversation: Conversation, rng: Random) -> Planned | Judged:
        """A plan, or a refusal that says why none can be made."""
        opened = conversation.last(Opened)
        cue = self.prompter.cue(conversation)
        script, turn, wish = cue.script, cue.turn, cue.wish
        if wish.calls == 0:
            return Planned(plan=Plan(calls=()))
        start = _settled(conversation)
        before = self.rehearsal.told(start)
        best: _Candidate | None = None
        played = 0
        reuse = 0.8 if wish.crossing is None else float(wish.crossing > 0)
        skeletons = self.threads.several(start, opened, cue, before, rng)
        for tried, skeleton in enumerate(skeletons[:MOST]):
            plan = self.planner.plan(skeleton, start, opened, rng, reuse)
            if plan is None:
                continue
            rough = _excess(plan) + (0 if script.free else 1 if script.share else 3) * abs(len(plan.calls) - wish.calls)
            if best is not None and rough >= best.missed:
                continue
            asked = self.rehearsal.asked(conversation, plan, "planner")
            if wish.implicit is not None:
                unnamed = self.prompter.unnamed(asked, plan)
                rough += 3.0 * abs(unnamed - wish.implicit)
                if script.free:  # where nothing can be hidden, every call that is asked for counts against the share
                    rough += NEEDLESS * abs(len(plan.calls) - unnamed - (wish.calls - wish.implicit))
            enough = PLAYED if best is not None and best.missed < UNSOUND else 2 * PLAYED
            if best is not None and (rough >= best.missed or played >= enough):
                continue
            played += 1
            missed = rough + self._missed(asked, script, turn)
            if best is None or missed < best.missed:
                best = _Candidate(plan, missed)
            if missed < 0.2 + 0.6 * tried / MOST:
                break
        if best is None:
            reason = f"no plan of {wish.calls} calls among the {len(opened.tools)} offered tools, as the target wants"
            return Judged(ok=False, reasons=(reason,))
        return Planned(plan=best.plan)

    def _missed(self, asked: Conversation, script: Script, turn: int) -> float:
        """How far the conversation would be from its script after this turn."""
        rehearsed = self.rehearsal.played(asked)
        if not rehearsed.understood:
            return 8.0
        calls = self.rehearsal.told(rehearsed.conversation)
        missed = 0.0 if rehearsed.sound else UNSOUND
        if script.crossing is not None:
            wanted = sum(each.crossing or 0 for each in script.turns[: turn + 1])
            crossing = sum(value.crossing for call in calls for value in call.values)
            missed += 2.0 * abs(crossing - wanted)
        if script.depth is not None:
            missed += _depth_missed(calls, script, turn)
        if script.unsaid is not None:
            values = [value for call in calls for value in call.values]
            missed += SAID * max(0.0, sum(value.said for value in values) - (1 - script.unsaid) * len(values))
        return missed


def _depth_missed(calls: Sequence[Told], script: Script, turn: int) -> float:
    depth, wanted = max(depths(calls), default=0), script.depth or 0
    if depth > wanted:
        return 2.0 * (depth - wanted)
    return (wanted - depth) * (2.0 if turn == len(script.turns) - 1 else 0.1)


def _excess(plan: Plan) -> float:
    """Literals beyond what one request can carry and still sound like one; longer turns carry more."""
    said = sum(len(call.literals()) for call in plan.calls)
    return 0.3 * max(0, said - max(MOST_SAID, 2 * len(plan.calls)))


def _settled(conversation: Conversation) -> Conversation:
    """The conversation without plans and requests of the turn under way that came to nothing."""
    steps = conversation.steps
    last = max((place for place, step in enumerate(steps) if isinstance(step, (Opened, Replied))), default=-1)
    return Conversation.model_construct(steps=steps[: last + 1])
