"""OpenAI's chat model as langchain-openai has it, with less work for each request."""

import os
import sys
import threading
from functools import lru_cache
from typing import Any

import openai
from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import LanguageModelInput
from langchain_core.messages import BaseMessage
from langchain_core.outputs import ChatResult
from langchain_openai import ChatOpenAI as TheirChatOpenAI
from pydantic import PrivateAttr

_AS_THEY_ARE = ("messages", "tools", "tool_choice", "response_format")
_OF_THE_REQUEST = frozenset(("extra_headers", "extra_query", "timeout"))


class _Clients:
    """OpenAI's client with a connection of its own for each thread: in a pool, each request looks through all connections."""

    def __init__(self) -> None:
        self._here = threading.local()

    def __reduce__(self) -> Any:
        return _Clients, ()

    def of(self, root: openai.OpenAI) -> openai.OpenAI:
        """This thread's copy of the client."""
        key = os.getpid(), root
        if getattr(self._here, "key", None) != key:
            verify = _certificates(os.getpid())
            self._here.client = root if verify is None else root.copy(http_client=openai.DefaultHttpxClient(verify=verify))
            self._here.key = key
        client: openai.OpenAI = self._here.client
        return client


@lru_cache(maxsize=1)
def _certificates(process: int) -> Any:
    """What a client that is made by default trusts; slow to make, so one serves all threads of a process."""
    library = sys.modules[openai.DefaultHttpxClient.__mro__[1].__module__.partition(".")[0]]
    made = getattr(library, "create_ssl_context", None)
    return None if made is None else made()


class ChatOpenAI(TheirChatOpenAI):
    """Theirs, whose messages, tools and forms reach the service as they are, and whose answers are read as they come.

    The client compares each part of a request with its type before it writes it as JSON, and makes objects of all parts of an
    answer; with a dozen tools that takes longer than all the rest. What stands in `extra_body` it takes as it is, and so does
    its own `post` all the rest. Keys, addresses, errors and timeouts are the client's business as ever.
    """

    _clients: _Clients = PrivateAttr(default_factory=_Clients)

    def _get_request_payload(self, input_: LanguageModelInput, *, stop: list[str] | None = None, **kwargs: Any) -> dict[str, Any]:
        payload = super()._get_request_payload(input_, stop=stop, **kwargs)
        if self._use_responses_api(payload):
            return payload
        kept = {name: payload.pop(name) for name in _AS_THEY_ARE if name in payload}
        return {**payload, "messages": [], "extra_body": {**(payload.get("extra_body") or {}), **kept}}

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        payload = self._get_request_payload(messages, stop=stop, **kwargs)
        root = self.root_client
        special = self.include_response_headers or self._use_responses_api(payload) or payload.pop("stream", False)
        if special or not isinstance(root, openai.OpenAI) or not _OF_THE_REQUEST.isdisjoint(payload):
            return super()._generate(messages, stop, run_manager, **kwargs)
        own = self.http_client or self.http_socket_options or self.openai_proxy
        client = root if own else self._clients.of(root)
        body = {**{name: value for name, value in payload.items() if name != "extra_body"}, **payload["extra_body"]}
        answer: Any = client.post("/chat/completions", cast_to=object, body=body)
        return self._create_chat_result(answer)
