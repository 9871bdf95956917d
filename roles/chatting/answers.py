"""What a chat model has to answer, seat by seat; the descriptions are read by the model, too."""

from typing import Any, Literal

from pydantic import BaseModel, Field

from tool_graphs.plan import Reference


class PersonaAnswer(BaseModel, frozen=True):
    """Who the user is."""

    name: str = Field(min_length=1, max_length=60)
    style: Literal["plain", "polite", "terse", "chatty"]
    about: str = Field(max_length=300, description="One sentence.")


class FilledCall(BaseModel, frozen=True):
    """The literal arguments of one call."""

    id: str
    arguments: dict[str, Any] = {}


class FilledAnswer(BaseModel, frozen=True):
    """A scenario in one line, and the arguments of its calls."""

    scenario: str = Field(max_length=400)
    calls: tuple[FilledCall, ...]


class ChosenCall(BaseModel, frozen=True):
    """A call of a tool; `references` name the arguments that are taken from results of earlier calls."""

    id: str
    tool: str
    arguments: dict[str, Any] = {}
    references: dict[str, Reference] = {}


class ChosenAnswer(BaseModel, frozen=True):
    """A scenario in one line, and its calls."""

    scenario: str = Field(max_length=400)
    calls: tuple[ChosenCall, ...] = Field(min_length=1, max_length=12)


class RequestAnswer(BaseModel, frozen=True):
    """What the user says."""

    text: str = Field(min_length=1, max_length=4000)


class RecoveredCall(ChosenCall, frozen=True):
    """A call that the request leads to."""

    asked: str = Field(default="", description="The words of the request that ask for this call, or empty.")


class RecoveredAnswer(BaseModel, frozen=True):
    """The calls that the request leads to."""

    calls: tuple[RecoveredCall, ...] = Field(max_length=40)


class ResultAnswer(BaseModel, frozen=True):
    """What one call gives back."""

    call: str
    value: Any


class ResultsAnswer(BaseModel, frozen=True):
    """What the calls give back."""

    results: tuple[ResultAnswer, ...]


class VerdictAnswer(BaseModel, frozen=True):
    """A verdict by the rubric."""

    reasons: tuple[str, ...] = Field(default=(), description="What is wrong, one sentence each; empty if nothing is.")
    ok: bool
