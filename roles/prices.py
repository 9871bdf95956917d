"""What chat models cost; apart from the door, so that settings can be read without loading it."""

from collections.abc import Mapping

from pydantic import BaseModel, Field

MILLION = 1_000_000


class Price(BaseModel, frozen=True, extra="forbid"):
    """What a model costs, in any currency, for a million tokens."""

    input: float = Field(ge=0)
    output: float = Field(ge=0)

    def of(self, input: int, output: int) -> float:
        """What so many tokens cost."""
        return (input * self.input + output * self.output) / MILLION


Prices = Mapping[str, Price]
"""By a model's name, with or without its provider: `openai:gpt-4.1-mini` or `gpt-4.1-mini`."""


def price_of(prices: Prices, model: str) -> Price | None:
    """The price of a model; None where nobody gave one."""
    return prices.get(model) or {_bare(name): price for name, price in prices.items()}.get(_bare(model))


def _bare(name: str) -> str:
    return name.partition(":")[2] or name
