"""What a name in a seat stands for: a chat model, an agent, or a role."""

import inspect
import sys
from typing import Any, Literal

from roles.providers import names_model
from tool_graphs.attribute import attribute

USUAL = ("planner", "user", "verifier", "assistant", "executor", "judge")
"""The seats that one model takes; the scenario can be played by one, too."""


def kind_of(name: str, seat: str) -> tuple[Literal["model", "agent", "role"], Any]:
    """What stands behind a name, and the agent where it is one.

    `PROVIDER:MODEL` is a model; `module:attribute` is looked at: chat models of langchain-core are models in any seat, other
    Runnables, LangGraph's graphs and functions of `tools` are agents in the assistant's seat; everything else is a role.
    """
    if names_model(name):
        return "model", None
    if ":" not in name:
        return "role", None
    found = attribute(name)
    kinds = {kind.__name__ for kind in (found if inspect.isclass(found) else type(found)).__mro__}
    if "BaseChatModel" in kinds and _langchain():
        return "model", None
    if seat == "assistant" and (("Runnable" in kinds and not inspect.isclass(found)) or _makes_agent(found)):
        return "agent", found
    return "role", None


def _langchain() -> bool:
    return "langchain_core.language_models" in sys.modules


def _makes_agent(found: Any) -> bool:
    """Whether it is a function of the tools alone: a role takes two arguments, and is a class or an object where it takes one."""
    if inspect.isclass(found) or not callable(found):
        return False
    try:
        parameters = list(inspect.signature(found).parameters.values())
    except (ValueError, TypeError):
        return False
    return len(parameters) == 1 and parameters[0].name == "tools"
