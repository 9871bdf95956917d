"""Tokens, estimated: four characters make one, as they do on average in English text; each message costs three more."""

from collections.abc import Sequence
from typing import Any

import orjson

CHARACTERS = 4
"""Characters in a token."""
OF_A_MESSAGE = 3
"""Tokens around a message."""


def tokens(characters: int) -> int:
    """How many tokens so many characters come to."""
    return -(-characters // CHARACTERS)


def characters_of(messages: Sequence[Any], tools: Sequence[Any] = ()) -> int:
    """Characters of a prompt: the texts of its messages, their calls, and the tools."""
    found = len(orjson.dumps(list(tools)).decode()) if tools else 0
    for message in messages:
        content = message.get("content")
        if isinstance(content, str):
            found += len(content)
        elif content:
            found += sum(len(str(part.get("text", ""))) for part in content if isinstance(part, dict))
        for call in message.get("tool_calls") or ():
            found += len(str(call.get("function", {}).get("name", ""))) + len(str(call.get("function", {}).get("arguments", "")))
    return found


def pieces(text: str) -> list[str]:
    """The text in tokens."""
    return [text[at : at + CHARACTERS] for at in range(0, len(text), CHARACTERS)]
