"""Names to chat models: `openai:gpt-4.1-mini`, other providers where langchain is installed, `module:attribute`."""

import importlib.util
import os
from collections.abc import Iterable, Mapping
from typing import Any

from langchain_core.language_models import BaseChatModel

from roles.providers import PROVIDERS, names_model
from roles.redaction import redacted
from tool_graphs.attribute import attribute
from tool_graphs.errors import PluginError, did_you_mean

_ADDRESSES = ("OPENAI_BASE_URL", "OPENAI_API_BASE")
_OPENAI = {"max_retries": 0, "timeout": 120.0}
"""The client's own retries are off: the door's are counted, and wait as the server asks."""


def chat_model(name: str | BaseChatModel, *, keyless: bool = False, **settings: Any) -> BaseChatModel:
    """The chat model of that name; `settings` go to its constructor.

    `openai:MODEL` needs the extra `openai`, any other provider needs langchain and its package. `module:attribute` leads to
    a model, or to a function or class that makes one. A `keyless` model of OpenAI's is made without a key, where nothing is to be
    asked. Raises PluginError, which never holds a key.
    """
    if not isinstance(name, str):
        return _checked(name, "the model")
    if not names_model(name):
        return _imported(name, settings)
    provider, _, model = name.partition(":")
    try:
        return _openai(model, settings, keyless) if provider == "openai" else _by_langchain(name, model, provider, settings)
    except PluginError:
        raise
    except Exception as error:
        reason = redacted(f"{type(error).__name__}: {_brief(error)}", *_given_secrets(settings))
    raise PluginError(f"{name!r}: the model cannot be made: {reason}")


def _openai(model: str, settings: Mapping[str, Any], keyless: bool) -> BaseChatModel:
    name = f"openai:{model}"
    for package in ("langchain_openai", "httptools"):
        if importlib.util.find_spec(package) is None:
            raise PluginError(f"{name!r} needs the package {package.replace('_', '-')}: pip install 'toolweft[openai]'")
    from roles.chat.openai import ChatOpenAI  # slow to import, and optional

    known = {name for field, info in ChatOpenAI.model_fields.items() for name in (field, info.alias) if name}
    for setting in settings:
        if setting not in known:
            near = _close(setting, known)
            raise PluginError(f"{name!r} has no setting {setting!r}; {near} What the API has beside goes under model_kwargs")
    given = {**_OPENAI, **settings}
    if "api_key" not in given and not os.environ.get("OPENAI_API_KEY"):
        if not (keyless or given.get("base_url") or any(os.environ.get(variable) for variable in _ADDRESSES)):
            raise PluginError(f"{name!r}: no key; set OPENAI_API_KEY, or OPENAI_BASE_URL to a server that needs none")
        given["api_key"] = "none"  # servers of one's own need no key, the client does
    return ChatOpenAI(model=model, **given)


def _by_langchain(name: str, model: str, provider: str, settings: Mapping[str, Any]) -> BaseChatModel:
    if importlib.util.find_spec("langchain") is None:
        raise PluginError(
            f"{name!r} needs langchain and the provider's package, such as langchain-{provider.replace('_', '-')}: pip install "
            "langchain; or name a model of your own as module:attribute"
        )
    chat_models: Any = importlib.import_module("langchain.chat_models")
    return _checked(chat_models.init_chat_model(model, model_provider=provider, **settings), name)


def _imported(name: str, settings: Mapping[str, Any]) -> BaseChatModel:
    if ":" not in name:
        raise PluginError(f"{name!r} is no chat model; expected PROVIDER:MODEL such as openai:gpt-4.1-mini, or module:attribute")
    try:
        found = attribute(name)
    except PluginError as error:
        raise PluginError(f"{error}; of providers, {did_you_mean(name.partition(':')[0], PROVIDERS)}") from None
    if isinstance(found, BaseChatModel):
        if settings:
            raise PluginError(f"{name!r} is a model already and takes no settings ({', '.join(settings)}); name what makes one")
        return found
    if not callable(found):
        raise PluginError(f"{name!r} leads to {type(found).__name__}; expected a langchain-core chat model, or what makes one")
    try:
        made = found(**settings)
    except Exception as error:
        reason = redacted(f"{type(error).__name__}: {_brief(error)}", *_given_secrets(settings))
    else:
        return _checked(made, name)
    raise PluginError(f"{name!r}: the model cannot be made: {reason}")


def _checked(found: Any, name: str) -> BaseChatModel:
    if not isinstance(found, BaseChatModel):
        raise PluginError(f"{name!r} leads to {type(found).__name__}; expected a langchain-core chat model (BaseChatModel)")
    return found


def _brief(error: Exception) -> str:
    """What went wrong; of a validation error only where and what, for it repeats its input."""
    problems = getattr(error, "errors", None)
    if not callable(problems):
        return str(error)
    return "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in problems())


def _close(setting: str, known: Iterable[str]) -> str:
    return did_you_mean(setting, known).partition("? known: ")[0].removesuffix("?") + "?"


def _given_secrets(settings: Mapping[str, Any]) -> list[str]:
    return [value for value in settings.values() if isinstance(value, str)]


def unshared(model: BaseChatModel) -> BaseChatModel:
    """The model with connections of its own: those that a forked process inherits are its parent's, too.

    Only OpenAI's client is known; one that was made with an HTTP client or a proxy of one's own stays as it is.
    """
    client: Any = getattr(model, "root_client", None)
    own = getattr(model, "http_client", None) or getattr(model, "openai_proxy", None)
    if own or not hasattr(client, "copy") or not hasattr(client, "chat"):
        return model
    from openai import DefaultHttpxClient

    fresh = client.copy(http_client=DefaultHttpxClient())
    return model.model_copy(update={"root_client": fresh, "client": fresh.chat.completions})
