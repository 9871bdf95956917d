"""Where an argument's value comes from."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field


class Said(BaseModel, frozen=True):
    """The user said it: characters `span` of message number `message` read as the value."""

    kind: Literal["said"] = "said"
    message: int
    span: tuple[int, int]


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


Source = Annotated[Said | FromResult | FromProfile | FromDefault | FromDate, Field(discriminator="kind")]
