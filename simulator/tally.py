"""Outcomes, counted."""

import re
from collections import Counter
from typing import Any

from simulator.trace import Failure

SHOWN = 5
"""How many ids of failed conversations are kept."""


class Tally:
    """Counts attempts by outcome, seat and reason."""

    def __init__(self) -> None:
        self.status: Counter[str] = Counter()
        self.rejections: Counter[tuple[str, str]] = Counter()
        self.failures: dict[tuple[str, str], tuple[Failure, list[str]]] = {}

    @property
    def attempts(self) -> int:
        """How many there were."""
        return self.status.total()

    @property
    def accepted(self) -> int:
        """How many were accepted."""
        return self.status["accepted"]

    def add(self, id: str, status: str, seat: str | None, reasons: tuple[str, ...], error: Failure | None) -> None:
        """One more attempt; a rejected one counts once for each kind of reason."""
        self.status[status] += 1
        if status == "rejected":
            kinds = dict.fromkeys(map(general, reasons)) or ["(no reason)"]
            self.rejections.update((seat or "?", kind) for kind in kinds)
        elif status == "failed":
            error = error or Failure(type="unknown", message="")
            kind = seat or "?", general(f"{error.type}: {error.message}")
            self.failures.setdefault(kind, (error, []))[1].append(id)

    def described(self) -> dict[str, Any]:
        """In plain data, the most frequent first; like failures are shown by the first one's words."""
        rejections = sorted(self.rejections.items(), key=lambda item: (-item[1], item[0]))
        failures = sorted(self.failures.items(), key=lambda item: (-len(item[1][1]), item[0]))
        return {
            "attempts": self.attempts,
            "accepted": self.accepted,
            "rejected": self.status["rejected"],
            "failed": self.status["failed"],
            "rejections": [{"seat": seat, "reason": reason, "count": count} for (seat, reason), count in rejections],
            "failures": [
                {"seat": seat, "error": f"{first.type}: {first.message}"[:500], "count": len(ids), "ids": ids[:SHOWN]}
                for (seat, _), (first, ids) in failures
            ],
        }


def general(reason: str) -> str:
    """A reason without the values that it quotes, so that like ones are counted together."""
    return re.sub(r"(?<!\w)'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|\b(?:call|c)_?\d+\b", "…", reason).partition("\n")[0][:300]
