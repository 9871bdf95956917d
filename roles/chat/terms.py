"""On which terms models are asked: what all seats of a run share."""

from dataclasses import dataclass, field
from typing import Any

from langchain_core.rate_limiters import InMemoryRateLimiter
from loguru import logger

from roles.chat.answers import Answers
from roles.chat.budget import Budget

TRIES = 12
"""How often a request is tried: with the waits between, a server may be gone for about a minute."""

WAIT = 0.25
"""Seconds before the second try; before each further one twice as many, up to ten."""


class Pace:
    """At most so many requests a second, in one process."""

    def __init__(self, per_second: float) -> None:
        self.per_second = per_second
        self._limiter = InMemoryRateLimiter(
            requests_per_second=per_second,
            check_every_n_seconds=min(0.1, 0.5 / per_second),
            max_bucket_size=max(1, per_second / 10),
        )

    def __reduce__(self) -> Any:
        return Pace, (self.per_second,)

    def wait(self) -> None:
        """Returns when the next request may be made."""
        self._limiter.acquire(blocking=True)


class Notices:
    """Tells each thing once, whoever tells it."""

    def __init__(self) -> None:
        self._told: set[str] = set()

    def __reduce__(self) -> Any:
        return Notices, ()

    def tell(self, said: str) -> None:
        """Warns of it, the first time."""
        if said not in self._told:
            self._told.add(said)
            logger.warning("{}", said)


@dataclass(frozen=True, slots=True)
class Terms:
    """What all seats of a run share: where answers are kept, what may be spent, how fast, and how patiently."""

    answers: Answers = field(default_factory=Answers)
    budget: Budget = field(default_factory=Budget)
    pace: Pace | None = None
    replay_only: bool = False
    """Whether nothing is ever asked: an answer that was not kept raises ChatError."""
    tries: int = TRIES
    wait: float = WAIT
    notices: Notices = field(default_factory=Notices)
