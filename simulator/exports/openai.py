"""Rows for OpenAI's chat completions and fine-tuning: the arguments of a call are a JSON string."""

from typing import Any

import orjson


def openai(row: dict[str, Any]) -> dict[str, Any]:
    """The row with the arguments in its messages written as JSON."""
    return {**row, "messages": [_message(message) for message in row["messages"]]}


def _message(message: dict[str, Any]) -> dict[str, Any]:
    if "tool_calls" not in message:
        return message
    return {**message, "tool_calls": [{**call, "function": _function(call["function"])} for call in message["tool_calls"]]}


def _function(function: dict[str, Any]) -> dict[str, Any]:
    return {**function, "arguments": orjson.dumps(function["arguments"]).decode()}
