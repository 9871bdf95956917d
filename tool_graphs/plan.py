"""The calls of one turn and how they feed each other."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from pydantic import BaseModel, Field, model_validator

from tool_graphs import path as paths
from tool_graphs.errors import GraphError


class Reference(BaseModel, frozen=True):
    """Stands for a field of an earlier call's result."""

    call: str
    path: str
    """Where the value stands in the result: `orders[0].id`."""


class Call(BaseModel, frozen=True):
    """A tool with arguments: literals, and references by the path of the argument that they fill."""

    id: str
    tool: str
    arguments: dict[str, Any] = Field(default_factory=dict)
    """The literal arguments; a nested object or list holds its literal leaves only."""
    references: dict[str, Reference] = Field(default_factory=dict)
    """Path of the argument (`order_id`, `item_ids[0]`, `passengers[0].name`) -> what fills it."""
    after: tuple[str, ...] = ()
    """Calls that must come first though none of their values is used (`order` links)."""

    @cached_property
    def producers(self) -> tuple[str, ...]:
        """The ids of the calls that this one needs, each once."""
        if not self.references and not self.after:
            return ()
        return tuple(dict.fromkeys([*[reference.call for reference in self.references.values()], *self.after]))

    def literals(self) -> list[tuple[str, Any]]:
        """(argument path, value) of each literal leaf."""
        known: tuple[tuple[str, Any], ...] | None = self.__dict__.get("_literals")
        if known is None:
            known = self.__dict__["_literals"] = tuple([leaf for leaf in paths.leaves(self.arguments) if leaf[0]])
        return list(known)

    def __copy__(self) -> "Call":
        """A copy, as `model_copy` makes it, that works out anew what depends on its arguments."""
        kept = {name: getattr(self, name) for name in type(self).model_fields}
        return type(self).model_construct(_fields_set=set(self.model_fields_set), **kept)

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> "Call":
        """A copy with arguments of its own, which may then be changed."""
        return super(Call, self.__copy__()).__deepcopy__(memo)

    def resolved(self, results: Mapping[str, Any]) -> "Call":
        """The call with each reference replaced by its value; raises GraphError where a result lacks it."""
        if not self.references:
            return self
        return Call(id=self.id, tool=self.tool, arguments=self.filled(results), after=self.after)

    def filled(self, results: Mapping[str, Any]) -> dict[str, Any]:
        """The arguments of the call once it is resolved."""
        if not self.references:
            return self.arguments
        arguments: dict[str, Any] = copied(self.arguments)
        for argument, reference in sorted(self.references.items(), key=_positions):
            try:
                paths.put(arguments, argument, paths.get(results[reference.call], reference.path))
            except LookupError as error:
                raise GraphError(
                    f"call {self.id} ({self.tool}): {argument} stands for {reference.path} of {reference.call}: {error}"
                ) from error
        return arguments


def _positions(reference: tuple[str, Reference]) -> list[int]:
    """List positions in an argument's path: lists are filled in order."""
    return [key for key in paths.parse(reference[0]) if isinstance(key, int)]


def copied(value: Any) -> Any:
    """The same JSON value once more, to be changed."""
    if isinstance(value, dict):
        return {key: copied(child) for key, child in value.items()}
    if isinstance(value, list):
        return [copied(child) for child in value]
    return value


class Plan(BaseModel, frozen=True):
    """The calls of one turn; each may refer to those before it and to calls of earlier turns."""

    calls: tuple[Call, ...]

    @model_validator(mode="after")
    def _ordered(self) -> "Plan":
        ids = [call.id for call in self.calls]
        if len(set(ids)) < len(ids):
            raise ValueError(f"call ids must differ, got {ids}")
        left = set(ids)
        for call in self.calls:
            for producer in call.producers:
                if producer in left:
                    raise ValueError(f"call {call.id} refers to {producer}, which does not come before it")
            left.remove(call.id)
        return self

    @cached_property
    def by_id(self) -> dict[str, Call]:
        """Call id -> call."""
        return {call.id: call for call in self.calls}

    @cached_property
    def consumers(self) -> dict[str, tuple[str, ...]]:
        """Call id -> the calls of this plan that need it."""
        return {call.id: tuple(other.id for other in self.calls if call.id in other.producers) for call in self.calls}

    @cached_property
    def goals(self) -> tuple[str, ...]:
        """The calls that nothing else in the plan consumes."""
        return tuple(id for id, consumers in self.consumers.items() if not consumers)

    def upstream(self, ids: frozenset[str]) -> frozenset[str]:
        """These calls and all calls of this plan that they need, however indirectly."""
        found = set(ids)
        for call in reversed(self.calls):
            if call.id in found:
                found.update(producer for producer in call.producers if producer in self.by_id)
        return frozenset(found)

    def depth(self) -> int:
        """Calls on the longest path of references within the plan."""
        depths: dict[str, int] = {}
        for call in self.calls:
            depths[call.id] = 1 + max((depths.get(producer, 0) for producer in call.producers), default=0)
        return max(depths.values(), default=0)
