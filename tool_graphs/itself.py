"""A key for what is too large to be compared by what it says."""

from typing import Generic, TypeVar

T = TypeVar("T")


class Itself(Generic[T]):
    """An object as a key: itself, and no other that is equal; for caches of what is worked out of frozen data."""

    __slots__ = ("value",)

    def __init__(self, value: T) -> None:
        self.value = value

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Itself) and other.value is self.value
