"""How a model is told the form of its answer: structured output where it has it, tool calling next, the prompt alone last."""

import json
from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import Any

import orjson
from langchain_core.language_models import BaseChatModel
from pydantic import BaseModel

WAYS = ("schema", "tools", "text")
"""Best first."""
STRICT = orjson.OPT_SORT_KEYS | orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_DATETIME
"""How that is written of which a key is made."""


class Tools(tuple[dict[str, Any], ...]):
    """Tools in OpenAI's form that nobody changes: what is worked out of them is kept beside them."""

    @cached_property
    def written(self) -> orjson.Fragment:
        """As keys hold them; raises TypeError where they are no JSON."""
        return orjson.Fragment(orjson.dumps(list(self), option=STRICT))

    def bound_to(self, model: BaseChatModel) -> dict[str, Any] | None:
        """As `tools_bound` gives them, worked out once for the same model."""
        known: tuple[BaseChatModel, dict[str, Any] | None] | None = self.__dict__.get("_bound")
        if known is None or known[0] is not model:
            known = self.__dict__["_bound"] = model, tools_bound(model, self)
        return known[1]


@lru_cache(maxsize=256)
def schema_of(answer: type[BaseModel]) -> str:
    """The form of an answer as a JSON Schema, written out; titles say nothing that the names do not."""
    return json.dumps(_untitled(answer.model_json_schema()) | {"title": answer.__name__}, sort_keys=True)


def _untitled(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_untitled(child) for child in schema]
    if not isinstance(schema, dict):
        return schema
    named = schema.get("properties")
    kept = {name: _untitled(child) for name, child in schema.items() if name != "properties" and not _is_title(name, child)}
    return {**kept, **({"properties": {name: _untitled(child) for name, child in named.items()}} if named else {})}


def _is_title(name: str, child: Any) -> bool:
    return name == "title" and isinstance(child, str)


def settings_for(model: BaseChatModel, answer: type[BaseModel], way: str) -> dict[str, Any] | None:
    """What a request adds so that the answer comes in this way; None where the model does not have it."""
    if way == "text":
        return {}
    schema = json.loads(schema_of(answer))
    try:
        if way == "schema":
            chain: Any = model.with_structured_output(schema, method="json_schema")
            return _bound(model, getattr(chain, "first", None))
        return _bound(model, model.bind_tools([schema], tool_choice=answer.__name__))
    except (NotImplementedError, ValueError, TypeError):
        return None


def tools_bound(model: BaseChatModel, tools: Any) -> dict[str, Any] | None:
    """What a request adds so that the model may call these tools; None where it cannot call any."""
    try:
        return _bound(model, model.bind_tools(list(tools)))
    except NotImplementedError:
        return None


def _bound(model: BaseChatModel, binding: Any) -> dict[str, Any] | None:
    """The settings of a binding of the model itself."""
    kwargs = getattr(binding, "kwargs", None)
    return dict(kwargs) if isinstance(kwargs, Mapping) and getattr(binding, "bound", None) is model else None
