"""OpenAI's chat model as langchain-openai has it, with less work for each request."""

from typing import Any

from langchain_core.language_models import LanguageModelInput
from langchain_openai import ChatOpenAI as TheirChatOpenAI

_AS_THEY_ARE = ("messages", "tools", "tool_choice", "response_format")


class ChatOpenAI(TheirChatOpenAI):
    """Theirs, whose messages, tools and forms reach the service as they are.

    The client compares each part of a request with its type before it writes it as JSON; with a dozen tools that takes longer
    than all the rest. What stands in `extra_body` it takes as it is.
    """

    def _get_request_payload(self, input_: LanguageModelInput, *, stop: list[str] | None = None, **kwargs: Any) -> dict[str, Any]:
        payload = super()._get_request_payload(input_, stop=stop, **kwargs)
        if self._use_responses_api(payload):
            return payload
        kept = {name: payload.pop(name) for name in _AS_THEY_ARE if name in payload}
        return {**payload, "messages": [], "extra_body": {**(payload.get("extra_body") or {}), **kept}}
