"""Where an argument's value comes from."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field


class Said(BaseModel, frozen=True):
    """The user said it: characters `span` of message number `message` read as the value."""

    kind: Literal["said"] = "said"
    message: int
    span: tuple[int, int]


class Paraphrased(BaseModel, frozen=True):
    """A chat judge found that the user said it in other words: no search of the text finds it there.

    Nothing offline gives this source; a judge of your own that asks a model may.
    """

    kind: Literal["judged"] = "judged"
    message: int
    span: tuple[int, int]
    judge: str
    """Which judge, such as the name of its model."""


class FromResult(BaseModel, frozen=True):
    """An earlier call's result holds it."""

    kind: Literal["result"] = "result"
    call: str
    path: str


class FromProfile(BaseModel, frozen=True):
    """The user's profile holds it."""

    kind: Literal["profile"] = "profile"
    key: str


class FromDefault(BaseModel, frozen=True):
    """The schema's default."""

    kind: Literal["default"] = "default"


class FromDate(BaseModel, frozen=True):
    """Today's date."""

    kind: Literal["date"] = "date"


Source = Annotated[Said | Paraphrased | FromResult | FromProfile | FromDefault | FromDate, Field(discriminator="kind")]
