"""Where each argument's value comes from, and why each implicit call is needed: a proof that any machine can check again."""

from typing import Annotated, Any, Literal

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


class CertifiedCall(BaseModel, frozen=True):
    """A call as it was issued, with the source of each leaf of its arguments."""

    id: str
    name: str
    arguments: dict[str, Any]
    implicit: bool
    needed_by: tuple[str, ...]
    """Ids of the later calls, of this turn or a later one, that use its result."""
    sources: dict[str, Source]
    """Argument path (`date`, `passengers[0].name`) -> where its value comes from."""


class Certificate(BaseModel, frozen=True):
    """The proof of one turn; a turn is proved when `unexplained` is empty."""

    calls: tuple[CertifiedCall, ...]
    unexplained: tuple[str, ...] = ()
    """What could not be proved, in words that name call and argument."""
