"""OpenAI's chat model as langchain-openai has it, with less work for each request."""

import os
import random
import threading
from typing import Any, ClassVar
from uuid import UUID

import openai
from langchain_core.callbacks import CallbackManager, CallbackManagerForLLMRun, Callbacks
from langchain_core.globals import get_llm_cache
from langchain_core.language_models import LanguageModelInput
from langchain_core.messages import BaseMessage
from langchain_core.outputs import ChatResult, LLMResult
from langchain_core.prompt_values import ChatPromptValue
from langchain_openai import ChatOpenAI as TheirChatOpenAI
from pydantic import PrivateAttr

from roles.chat.line import PATH, Line, Way
from roles.chat.listening import listeners
from roles.chat.plain import written

_AS_THEY_ARE = ("messages", "tools", "tool_choice", "response_format")
_OF_TRACERS = frozenset(("ls_structured_output_format", "structured_output_format"))
_OF_CALLERS = frozenset(("stream", "tags", "metadata", "run_name", "run_id"))
_OF_THE_REQUEST = frozenset(("extra_headers", "extra_query", "timeout"))
_NO_MESSAGES = ChatPromptValue(messages=[])


class _Lines:
    """A line for each thread: in a pool of connections, each request looks through all of them."""

    def __init__(self) -> None:
        self._here = threading.local()
        self._shared: tuple[Any, Way] | None = None

    def __reduce__(self) -> Any:
        return _Lines, ()

    def of(self, root: openai.OpenAI) -> Line:
        """This thread's line."""
        key = os.getpid(), root, root.api_key
        if getattr(self._here, "key", None) != key:
            shared = self._shared
            if shared is None or shared[0] != key:  # two threads may both make one: they are alike
                shared = self._shared = key, Way(root)
            self._here.line = Line(shared[1])
            self._here.key = key
        line: Line = self._here.line
        return line


class ChatOpenAI(TheirChatOpenAI):
    """Theirs, whose messages, tools and forms reach the service as they are, and whose answers are read as they come.

    The client compares each part of a request with its type before it writes it as JSON, and makes objects of all parts of an
    answer; with a dozen tools that takes longer than all the rest. What stands in `extra_body` it takes as it is, and so does
    its own `post` all the rest. Keys, addresses, errors and timeouts are the client's business as ever.
    """

    elsewhere: ClassVar[bool] = True
    """Its answers are worked out in another process, so that those who wait for them need no core meanwhile."""
    _lines: _Lines = PrivateAttr(default_factory=_Lines)

    def _get_request_payload(self, input_: LanguageModelInput, *, stop: list[str] | None = None, **kwargs: Any) -> dict[str, Any]:
        plain = self._written(input_)
        payload = super()._get_request_payload(input_ if plain is None else _NO_MESSAGES, stop=stop, **kwargs)
        if self._use_responses_api(payload):
            return payload if plain is None else super()._get_request_payload(input_, stop=stop, **kwargs)
        if plain is not None:
            payload["messages"] = plain
        kept = {name: payload.pop(name) for name in _AS_THEY_ARE if name in payload}
        return {**payload, "messages": [], "extra_body": {**(payload.get("extra_body") or {}), **kept}}

    def _written(self, asked: LanguageModelInput) -> list[dict[str, Any]] | None:
        """The messages as the service takes them; None where only theirs can write them, as for the models with other roles."""
        if not isinstance(asked, list) or self.model_name[:1] == "o":
            return None
        return written(asked)

    def generate(
        self, messages: list[list[BaseMessage]], stop: list[str] | None = None, callbacks: Callbacks = None, **kwargs: Any
    ) -> LLMResult:
        """As theirs; what is asked once, and only listened to, goes without what tracers, caches and streams need."""
        listening = self._listening(callbacks) if len(messages) == 1 and self._plain(kwargs) else None
        if listening is None:
            return super().generate(messages, stop, callbacks, **kwargs)
        asked = {name: value for name, value in kwargs.items() if name not in _OF_TRACERS}
        told: dict[str, Any] = {"run_id": UUID(int=random.getrandbits(128), version=4)}  # asks the system for nothing
        for listener in listening:
            parameters = {"model": self.model_name, "tools": asked.get("tools")}
            listener.on_chat_model_start({}, messages, **told, invocation_params=parameters, metadata={})
        try:
            result = self._generate(messages[0], stop, **asked)
        except BaseException as error:
            for listener in listening:
                listener.on_llm_error(error, **told)
            raise
        for at, generation in enumerate(result.generations):
            message = generation.message
            message.id = message.id or f"run-{told['run_id']}-{at}"
            message.response_metadata = {**(generation.generation_info or {}), **message.response_metadata}
        found = LLMResult(generations=[list(result.generations)], llm_output=result.llm_output)
        for listener in listening:
            listener.on_llm_end(found, **told)
        return found

    def _plain(self, kwargs: dict[str, Any]) -> bool:
        """Whether nothing but the question decides what comes back."""
        kept = self.cache or (self.cache is None and get_llm_cache() is not None)
        special = kept or self.rate_limiter or self.streaming or self.output_version == "v1"
        return not special and _OF_CALLERS.isdisjoint(kwargs)

    def _listening(self, callbacks: Callbacks) -> list[Any] | None:
        """Who listens, if all of them want no more than to be told (`told_plainly`); None where somebody wants more."""
        handlers = listeners() if not (callbacks or self.callbacks or self.verbose) else None
        if handlers is None:
            handlers = CallbackManager.configure(callbacks, self.callbacks, self.verbose).handlers
        return list(handlers) if all(getattr(handler, "told_plainly", False) for handler in handlers) else None

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        payload = self._get_request_payload(messages, stop=stop, **kwargs)
        root, answers = self.root_client, "messages" not in payload  # which the other of its two services calls input
        special = self.include_response_headers or answers or payload.pop("stream", False) or callable(self.openai_api_key)
        if special or type(root) is not openai.OpenAI or not _OF_THE_REQUEST.isdisjoint(payload):
            return super()._generate(messages, stop, run_manager, **kwargs)
        body = {**{name: value for name, value in payload.items() if name != "extra_body"}, **payload["extra_body"]}
        if self.http_client or self.http_socket_options or self.openai_proxy:
            answer: Any = root.post(PATH, cast_to=object, body=body)
        else:
            answer = self._lines.of(root).answer(body)
        return self._create_chat_result(answer)
