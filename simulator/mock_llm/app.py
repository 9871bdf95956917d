"""The server's pages: chat completions, the list of models, and what was counted."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import TYPE_CHECKING, Any

import orjson

from simulator.mock_llm.answer import Answer
from simulator.mock_llm.answering import Answering, seat_of
from simulator.mock_llm.completion import CREATED, chunks, completion
from simulator.mock_llm.request import LARGEST, ChatRequest, RefusedError, read_request

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

SLOW = 4
"""How many times the latency a slow answer takes."""
SLOWEST = 0.5
"""Seconds that a slow answer takes longer where there is no latency."""
MODEL = "mock"
Break = Callable[[Any], None]
"""Breaks off the connection of a request, by its scope."""


class Pages:
    """Answers requests; counts them."""

    def __init__(self, answering: Answering, latency: float, broken: Break) -> None:
        self.answering = answering
        self.latency = latency
        self.broken = broken
        self.seen: Counter[str] = Counter()
        self.counts: Counter[str] = Counter()
        self.threads = ThreadPoolExecutor(2, "answering")  # so that an answer that takes long to make holds up no other

    async def complete(self, request: "Request") -> "Response":
        """`POST /v1/chat/completions`."""
        begun = time.monotonic()
        asked = read_request(await _body(request))
        seen = self.seen[asked.digest]
        self.seen[asked.digest] += 1
        self.counts["requests"] += 1
        self.counts["prompt_characters"] += asked.characters
        self.counts[f"requests of {seat_of(asked) or 'others'}"] += 1
        self.counts[f"prompt_characters of {seat_of(asked) or 'others'}"] += asked.characters
        fault = self.answering.faults.of_request(f"{self.answering.seed}/{asked.digest}/{seen}")
        if fault:
            self.counts[f"fault {fault}"] += 1
        if fault == "429":
            return _error(
                RefusedError("Rate limit reached: try again a little later", 429, code="rate_limit_exceeded"), _later(asked)
            )
        if fault == "500":
            await self._until(begun, 1)
            raise RefusedError("The server had an error while processing your request", 500)
        if fault == "reset" and not asked.stream:
            await self._until(begun, 0.5)
            self.broken(request.scope)
        if self.answering.knows(asked):
            answers, spoilt = self.answering.answers(asked, seen)
        else:
            answers, spoilt = await asyncio.get_running_loop().run_in_executor(self.threads, self.answering.answers, asked, seen)
        self.counts["fault in an answer"] += spoilt
        self.counts["completions"] += len(answers)
        self.counts["completion_characters"] += sum(answer.characters for answer in answers)
        await self._until(begun, SLOW if fault == "slow" else 1, SLOWEST if fault == "slow" else 0)
        return self._told(asked, answers, fault, request)

    def _told(self, asked: ChatRequest, answers: list[Answer], fault: str | None, request: "Request") -> "Response":
        from starlette.responses import Response, StreamingResponse

        if not asked.stream:
            return Response(orjson.dumps(completion(asked, answers)), media_type="application/json")

        async def events() -> AsyncIterator[bytes]:
            told = list(chunks(asked, answers))
            for event in told[: len(told) // 2] if fault == "reset" else told:
                yield event
            if fault == "reset":
                await asyncio.sleep(0)
                self.broken(request.scope)

        return StreamingResponse(events(), media_type="text/event-stream")

    async def _until(self, begun: float, times: float, more: float = 0) -> None:
        left = begun + self.latency * times + more - time.monotonic()
        if left > 0:
            await asyncio.sleep(left)

    async def models(self, request: "Request") -> "Response":
        """`GET /v1/models`."""
        model = {"id": MODEL, "object": "model", "created": CREATED, "owned_by": "toolweft"}
        return _json({"object": "list", "data": [model]})

    async def model(self, request: "Request") -> "Response":
        """`GET /v1/models/NAME`: any name will do."""
        name = request.path_params["name"]
        return _json({"id": name, "object": "model", "created": CREATED, "owned_by": "toolweft"})

    async def counted(self, request: "Request") -> "Response":
        """`GET /counts`: requests, completions, characters, faults, and the milliseconds of processor time that it all took."""
        return _json({**dict(sorted(self.counts.items())), "cpu_milliseconds": round(1000 * time.process_time())})


async def _body(request: "Request") -> bytes:
    """The whole body, unless it is too large."""
    if int(request.headers.get("content-length") or 0) > LARGEST:
        raise RefusedError(f"the request is larger than {LARGEST:,} bytes: send less", 413)
    found = bytearray()
    async for piece in request.stream():
        found += piece
        if len(found) > LARGEST:
            raise RefusedError(f"the request is larger than {LARGEST:,} bytes: send less", 413)
    return bytes(found)


def _later(asked: ChatRequest) -> dict[str, str]:
    """When to come again: soon, for nobody learns anything by waiting."""
    milliseconds = Random(asked.digest).randrange(20, 200)
    return {"retry-after-ms": str(milliseconds), "retry-after": f"{milliseconds / 1000:.3f}"}


def _json(content: Any, status: int = 200, headers: dict[str, str] | None = None) -> "Response":
    from starlette.responses import Response

    return Response(orjson.dumps(content), status, headers, "application/json")


def _error(refused: RefusedError, headers: dict[str, str] | None = None) -> "Response":
    return _json(refused.body, refused.status, headers)


def app(pages: Pages) -> "Starlette":
    """The pages as an ASGI application."""
    from starlette.applications import Starlette
    from starlette.exceptions import HTTPException
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, RefusedError)
        return _error(error)

    async def unknown(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        known = "POST /v1/chat/completions, GET /v1/models"
        message = f"{request.method} {request.url.path[:100]}: {error.detail}; known: {known}"
        return _error(RefusedError(message, error.status_code, code="unknown_url"), dict(error.headers or {}))

    async def failed(request: Request, error: Exception) -> Response:
        return _error(RefusedError(f"mock-llm has a fault of its own: {type(error).__name__}: {error}", 500))

    return Starlette(
        routes=[
            Route("/v1/chat/completions", pages.complete, methods=["POST"]),
            Route("/v1/models", pages.models),
            Route("/v1/models/{name:path}", pages.model),
            Route("/counts", pages.counted),
        ],
        exception_handlers={RefusedError: refused, HTTPException: unknown, Exception: failed},
    )
