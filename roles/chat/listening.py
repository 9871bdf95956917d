"""Who listens to a model of whom nobody was told: found without the manager of runs that langchain-core makes for it."""

from typing import Any

from langchain_core.globals import get_debug
from langchain_core.tracers import context
from langchain_core.utils.env import env_var_is_set
from langsmith.utils import tracing_is_enabled

_OF_FIRST_TRACERS = ("LANGCHAIN_TRACING", "LANGCHAIN_HANDLER")
"""Variables at which langchain-core complains."""


def listeners() -> list[Any] | None:
    """The handlers that stand in the context; None where langchain-core might add others."""
    hooks = getattr(context, "_configure_hooks", None)
    if hooks is None or get_debug() or any(map(env_var_is_set, _OF_FIRST_TRACERS)):
        return None
    if context.tracing_v2_callback_var.get() is not None or tracing_is_enabled():
        return None
    found: list[Any] = []
    for variable, _, made, _ in hooks:
        if made is not None:
            return None
        handler = variable.get()
        if handler is not None and handler not in found:
            found.append(handler)
    return found
