"""Answers in the form of OpenAI's chat completions, whole or as a stream of chunks."""

import math
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

import orjson

from simulator.mock_llm.answer import Answer
from simulator.mock_llm.request import ChatRequest
from simulator.mock_llm.tokens import OF_A_MESSAGE, pieces, tokens

CREATED = 1_767_225_600
"""When each answer says that it was made, for the same request gets the same bytes: 2026-01-01."""
PIECE = 24
"""Characters in a chunk."""


def completion(request: ChatRequest, answers: Sequence[Answer]) -> dict[str, Any]:
    """The whole answer."""
    return {
        **_head(request, "chat.completion"),
        "choices": [_choice(request, at, answer) for at, answer in enumerate(answers)],
        "usage": usage(request, answers),
    }


def chunks(request: ChatRequest, answers: Sequence[Answer]) -> Iterator[bytes]:
    """The answer as server-sent events."""
    head = _head(request, "chat.completion.chunk")
    extra = {"usage": None} if request.usage_streamed else {}
    for at, answer in enumerate(answers):
        for delta, logprobs in _deltas(request, answer):
            choice = {"index": at, "delta": delta, "logprobs": logprobs, "finish_reason": None}
            yield _event({**head, "choices": [choice], **extra})
        choice = {"index": at, "delta": {}, "logprobs": None, "finish_reason": _finish(answer)}
        yield _event({**head, "choices": [choice], **extra})
    if request.usage_streamed:
        yield _event({**head, "choices": [], "usage": usage(request, answers)})
    yield b"data: [DONE]\n\n"


def usage(request: ChatRequest, answers: Sequence[Answer]) -> dict[str, Any]:
    """Tokens, as `simulator.mock_llm.tokens` estimates them."""
    prompt = tokens(request.characters) + OF_A_MESSAGE * len(request.messages)
    said = sum(tokens(answer.characters) for answer in answers)
    return {
        "prompt_tokens": prompt,
        "completion_tokens": said,
        "total_tokens": prompt + said,
        "prompt_tokens_details": {"cached_tokens": 0},
        "completion_tokens_details": {"reasoning_tokens": 0},
    }


def _head(request: ChatRequest, kind: str) -> dict[str, Any]:
    return {
        "id": f"chatcmpl-{request.digest[:24]}",
        "object": kind,
        "created": CREATED,
        "model": request.model,
        "system_fingerprint": "fp_toolweft",
    }


def _choice(request: ChatRequest, at: int, answer: Answer) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": answer.text if answer.text or not answer.calls else None}
    message["refusal"] = None
    if answer.calls:
        message["tool_calls"] = [
            {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": call.arguments}}
            for call in answer.calls
        ]
    return {"index": at, "message": message, "logprobs": _logprobs(request, answer.text), "finish_reason": _finish(answer)}


def _finish(answer: Answer) -> str:
    return "length" if answer.cut else "tool_calls" if answer.calls else "stop"


def _deltas(request: ChatRequest, answer: Answer) -> Iterator[tuple[dict[str, Any], dict[str, Any] | None]]:
    """What each chunk adds, and how likely it was."""
    yield {"role": "assistant", "content": "" if answer.text or not answer.calls else None}, None
    for start in range(0, len(answer.text), PIECE):
        piece = answer.text[start : start + PIECE]
        yield {"content": piece}, _logprobs(request, piece)
    for at, call in enumerate(answer.calls):
        opened = {"index": at, "id": call.id, "type": "function", "function": {"name": call.name, "arguments": ""}}
        yield {"tool_calls": [opened]}, None
        for start in range(0, len(call.arguments), PIECE):
            yield {"tool_calls": [{"index": at, "function": {"arguments": call.arguments[start : start + PIECE]}}]}, None


def _logprobs(request: ChatRequest, text: str) -> dict[str, Any] | None:
    if request.logprobs is None:
        return None
    return {"content": [_likelihood(piece, request.logprobs) for piece in pieces(text)], "refusal": None}


def _likelihood(piece: str, others: int) -> dict[str, Any]:
    """A made-up one, the same for the same piece; the likelier tokens first."""
    share = 0.5 + 0.5 * (zlib.crc32(piece.encode()) % 997) / 997
    likely = [(piece, share)] + [(f"{piece[:1]}{rank}", (1 - share) / 2**rank) for rank in range(1, others)]
    told = [
        {"token": token, "logprob": round(math.log(max(chance, 1e-9)), 6), "bytes": list(token.encode())}
        for token, chance in likely
    ]
    return {**told[0], "top_logprobs": told[:others]}


def _event(content: dict[str, Any]) -> bytes:
    return b"data: %s\n\n" % orjson.dumps(content)
