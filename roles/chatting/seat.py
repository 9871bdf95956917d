"""A chat model with the instructions of one seat."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any, TypeVar

from pydantic import BaseModel

from roles.chat import BadAnswer, Chat, Check
from roles.chatting.prompt import Prompt
from roles.chatting.templates import instructions, rendered

A = TypeVar("A", bound=BaseModel)
Blocks = Sequence[tuple[str, Any]]


class Seat:
    """Puts a seat's instructions before the data, and the question to the model."""

    def __init__(self, name: str, chat: Chat, path: Path | None = None) -> None:
        self.name = name
        self.chat = chat
        self.template = instructions(name, path)

    def system(self, settings: Mapping[str, Any]) -> str:
        """The system's message."""
        return rendered(self.name, self.template, settings)

    def ask(
        self,
        settings: Mapping[str, Any],
        blocks: Blocks,
        answer: type[A],
        rng: Random,
        n: int = 1,
        check: Check | None = None,
    ) -> tuple[A | BadAnswer, ...]:
        """`n` answers about the data, each in the form or with what is wrong with it."""
        return self.chat.ask(Prompt(self.name, self.system(settings), tuple(blocks)), answer, rng, n, check)

    def one(
        self, settings: Mapping[str, Any], blocks: Blocks, answer: type[A], rng: Random, check: Check | None = None
    ) -> A | BadAnswer:
        """One answer about the data."""
        return self.ask(settings, blocks, answer, rng, 1, check)[0]


def unusable(seat: str, bad: BadAnswer) -> str:
    """The reason for which a seat's bad answer ends what it was there for."""
    return f"the {seat}'s model gave no usable answer: {bad.reason[:500]}"
