"""What became of the members of families: how many plans gave a sibling, and why the others gave none."""

from collections import Counter
from typing import Any

from roles.base import Sibling
from simulator.tally import general
from simulator.trace import Trace


class Outcomes:
    """Counts siblings by member, and for each member the reasons for which there is none."""

    def __init__(self) -> None:
        self.tried: Counter[str] = Counter()
        self.accepted: Counter[str] = Counter()
        self.reasons: dict[str, Counter[str]] = {}

    def add(self, trace: Trace) -> None:
        """One more attempt; what is no sibling is left out."""
        if not trace.conversation.all(Sibling):
            return
        member = trace.conversation.last(Sibling).member
        self.tried[member] += 1
        if trace.accepted:
            self.accepted[member] += 1
            return
        why = trace.reasons[0] if trace.reasons else trace.error.type if trace.error else "(no reason)"
        self.reasons.setdefault(member, Counter())[f"{trace.seat}: {general(why)}"] += 1

    def described(self) -> dict[str, dict[str, Any]]:
        """In plain data, members in the order of their first attempts, reasons by how often they were given."""
        return {
            member: {
                "plans": plans,
                "accepted": self.accepted[member],
                "reasons": dict(sorted(self.reasons.get(member, Counter()).items(), key=lambda item: (-item[1], item[0]))),
            }
            for member, plans in self.tried.items()
        }


def told(members: dict[str, dict[str, Any]], most: int = 4) -> list[str]:
    """The same in lines: a member, its share, and below it why the other plans gave none."""
    lines = []
    for member, found in members.items():
        plans, accepted, reasons = found["plans"], found["accepted"], list(found["reasons"].items())
        lines.append(f"  {member:<18} {accepted:>5} of {plans} ({accepted / plans:.0%})")
        lines += [f"    {count:>5}  {reason}" for reason, count in reasons[:most]]
        if reasons[most:]:
            lines.append(f"    {sum(count for _, count in reasons[most:]):>5}  of {len(reasons) - most} other reasons")
    return lines
