"""What a run may ask of chat models: tokens and money, counted over all of its processes and sessions."""

import multiprocessing
from collections.abc import Iterable
from typing import Any

from roles.prices import Prices, price_of
from tool_graphs.errors import BudgetError, SimulationError


class Budget:
    """So many tokens, or so much money; what is asked for when nothing is left raises BudgetError.

    `begun` is what earlier sessions of the run have spent: (model, input tokens, output tokens). What is under way when the
    budget is used up is still paid for. On platforms that cannot fork, each process counts for itself.
    """

    def __init__(
        self,
        max_tokens: int | None = None,
        max_cost: float | None = None,
        prices: Prices | None = None,
        begun: Iterable[tuple[str, int, int]] = (),
    ) -> None:
        self.max_tokens = max_tokens
        self.max_cost = max_cost
        self.prices = dict(prices or {})
        self._spent: Any = multiprocessing.Array("d", 2)  # shared with the processes that are forked
        for model, input, output in begun:
            self.spend(model, input, output)

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_spent": list(self._spent)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state, _spent=multiprocessing.Array("d", state["_spent"]))

    @property
    def tokens(self) -> int:
        """How many tokens were spent, in and out."""
        return int(self._spent[0])

    @property
    def cost(self) -> float:
        """How much money."""
        return float(self._spent[1])

    def refuse_unpriced(self, models: Iterable[str]) -> None:
        """Raises SimulationError for a model whose cost is to be limited, and is not known."""
        if self.max_cost is None:
            return
        for model in models:
            if price_of(self.prices, model) is None:
                raise SimulationError(
                    f"max_cost={self.max_cost}: no price of {model!r} is known; give it for a million tokens, in YAML: "
                    f"prices: {{{model}: {{input: 0.4, output: 1.6}}}}"
                )

    def check(self) -> None:
        """Raises BudgetError where nothing is left."""
        if self.max_tokens is not None and self.tokens >= self.max_tokens:
            raise BudgetError(
                f"the budget of {self.max_tokens:,} tokens is used up ({self.tokens:,} were spent); "
                "go on with --resume and a larger --max-tokens"
            )
        if self.max_cost is not None and self.cost >= self.max_cost:
            raise BudgetError(
                f"the budget of {self.max_cost:g} is used up ({self.cost:.4f} was spent); "
                "go on with --resume and a larger --max-cost"
            )

    def spend(self, model: str, input: int, output: int) -> None:
        """Counts what an answer took."""
        price = price_of(self.prices, model)
        with self._spent.get_lock():
            spent = self._spent.get_obj()  # the array itself, which locks no more
            spent[0] += input + output
            spent[1] += price.of(input, output) if price else 0.0
