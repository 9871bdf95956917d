"""How the server misbehaves: which share of its answers, and in which way."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

from tool_graphs.errors import SimulationError, did_you_mean

TRANSPORT = ("429", "500", "slow", "reset")
"""Faults of a request as a whole."""
CONTENT = ("malformed", "wrong-tool")
"""Faults of one answer."""
KINDS = {
    "malformed": "JSON that is cut off, of a wrong type, or with prose around it",
    "wrong-tool": "a tool that is not there, or another than the right one",
    "429": "too many requests, with Retry-After",
    "500": "an error of the server",
    "slow": "an answer that takes several times as long",
    "reset": "a connection that breaks off",
}


@dataclass(frozen=True, slots=True)
class Faults:
    """Kind -> share of the answers, in all at most 1; raises SimulationError for what cannot be."""

    shares: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for kind, share in self.shares.items():
            if kind not in KINDS:
                raise SimulationError(f"faults: there is no {kind!r}; {did_you_mean(kind, KINDS)}")
            if not 0 <= share <= 1:
                raise SimulationError(f"faults: {kind}={share}: expected a share from 0 to 1")
        if sum(self.shares.values()) > 1 + 1e-9:
            raise SimulationError(f"faults: the shares come to {sum(self.shares.values()):g}; expected at most 1 in all")

    @staticmethod
    def parse(text: str) -> "Faults":
        """`malformed=0.1,429=0.05` as faults."""
        shares: dict[str, float] = {}
        for part in filter(None, (one.strip() for one in text.split(","))):
            kind, equals, share = part.partition("=")
            try:
                shares[kind.strip()] = float(share if equals else "none")
            except ValueError:
                raise SimulationError(
                    f"--faults {part!r}: expected KIND=SHARE with commas between, such as malformed=0.1,429=0.05"
                ) from None
        return Faults(shares)

    def of_request(self, name: str) -> str | None:
        """The fault of a request, if any; the name says which one it is, and how often it was seen."""
        return self._drawn(TRANSPORT, name, 1.0)

    def of_answer(self, name: str) -> str | None:
        """The fault of one answer to a request that is answered at all; such that the shares hold for all answers."""
        whole = 1.0 - sum(self.shares.get(kind, 0.0) for kind in TRANSPORT)
        return self._drawn(CONTENT, name, whole)

    def _drawn(self, kinds: tuple[str, ...], name: str, whole: float) -> str | None:
        if not any(self.shares.get(kind) for kind in kinds):
            return None
        drawn = Random(name).random() * whole
        for kind in kinds:
            drawn -= self.shares.get(kind, 0.0)
            if drawn < 0:
                return kind
        return None
