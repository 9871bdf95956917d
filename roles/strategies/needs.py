"""What strategies need of a plan, and of the tools that plans are made of."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from roles.base import Need

S = TypeVar("S", bound=Callable[..., Any])


def needing(*needs: Need) -> Callable[[S], S]:
    """A decorator that tells what a strategy needs of plans."""

    def told(strategy: S) -> S:
        cast(Any, strategy).needs = frozenset(needs)
        return strategy

    return told


def needs_of(strategy: object) -> frozenset[Need]:
    """What a strategy says that it needs; nothing where it says nothing."""
    found: frozenset[Need] = getattr(strategy, "needs", frozenset())
    return found


def name_of(strategy: object) -> str:
    """What a strategy is called: its `name`, the name of its function or of its class."""
    return str(getattr(strategy, "name", "") or getattr(strategy, "__name__", type(strategy).__name__))
