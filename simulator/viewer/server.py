"""What the page asks its server for; everything is read from the runs' folders when it is asked."""

import secrets
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import orjson
from pydantic_core import to_json

from simulator.viewer.clipping import clipped
from simulator.viewer.forking import Forker, forked
from simulator.viewer.guard import Application, Guard
from simulator.viewer.library import Library, Volume
from simulator.viewer.page import page, policy
from simulator.viewer.row import FIELDS, told
from tool_graphs.errors import ToolweftError

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

ROWS = 2_000
"""Rows of the index that one answer holds."""
LARGEST_FORM = 100_000
"""Bytes of a request for a fork."""


def application(library: Library, port: int, forker: Forker | None = None) -> Application:
    """The server of these runs' page as an ASGI application, for 127.0.0.1 and that port; forks where it has a `forker`."""
    from starlette.applications import Starlette
    from starlette.routing import Route

    token = secrets.token_urlsafe(32)
    answers: dict[str, Callable[[Library, dict[str, str]], bytes]] = {
        "runs": _runs,
        "index": _index,
        "conversation": _conversation,
        "tools": _tools,
        "where": _where,
        "funnel": _funnel,
        "diff": _diff,
    }

    def first(_: "Request") -> "Response":
        return _answer(
            page({"served": True, "token": token, "forks": forker is not None}, served=True).encode(), "text/html; charset=utf-8"
        )

    routes = [Route("/", first, methods=["GET"])]
    routes += [Route(f"/api/{name}", _asked(answer, library), methods=["GET"]) for name, answer in answers.items()]
    if forker is not None:
        routes.append(Route("/api/fork", _forking(forker, library), methods=["POST"]))
    return Guard(Starlette(routes=routes), port, token, policy(served=True))


def _asked(answer: Callable[[Library, dict[str, str]], bytes], library: Library) -> Callable[["Request"], "Response"]:
    def endpoint(request: "Request") -> "Response":
        try:
            return _answer(answer(library, dict(request.query_params)))
        except (ToolweftError, LookupError, ValueError, OSError) as error:
            return _answer(orjson.dumps({"error": str(error)}), status=400)

    return endpoint


def _forking(forker: Forker, library: Library) -> Callable[["Request"], Awaitable["Response"]]:
    from starlette.concurrency import run_in_threadpool

    async def endpoint(request: "Request") -> "Response":
        content = b""
        async for part in request.stream():
            content += part
            if len(content) > LARGEST_FORM:
                return _answer(orjson.dumps({"error": f"a fork's form has at most {LARGEST_FORM:,} bytes"}), status=413)
        try:
            return _answer(await run_in_threadpool(lambda: orjson.dumps(forked(orjson.loads(content), library, forker))))
        except (ToolweftError, LookupError, ValueError, TypeError, OSError) as error:
            return _answer(orjson.dumps({"error": str(error)}), status=400)

    return endpoint


def _answer(content: bytes, kind: str = "application/json", status: int = 200) -> "Response":
    from starlette.responses import Response

    return Response(content, status, media_type=kind)


def _volume(library: Library, asked: dict[str, str], name: str = "run") -> Volume:
    number = int(asked.get(name, "0"))
    if not 0 <= number < len(library.volumes):
        raise LookupError(f"there is no run number {number}")
    return library.volumes[number]


def _runs(library: Library, _: dict[str, str]) -> bytes:
    return orjson.dumps([{"name": volume.name, "path": str(volume.path)} for volume in library.volumes])


def _index(library: Library, asked: dict[str, str]) -> bytes:
    """Rows from a place on; `done` where there is nothing more to read now."""
    volume = _volume(library, asked)
    start = int(asked.get("from", "0"))
    done = len(volume.index.rows) > start + ROWS or volume.grow(max(0, start + ROWS - len(volume.index.rows)))
    rows = volume.index.rows[start : start + ROWS]
    answer: dict[str, Any] = {
        "version": volume.index.version,
        "fields": FIELDS,
        "rows": [told(row) for row in rows],
        "status": volume.status,
        "done": done and start + len(rows) >= len(volume.index.rows),
    }
    return orjson.dumps(answer)


def _conversation(library: Library, asked: dict[str, str]) -> bytes:
    return _volume(library, asked).shown(int(asked.get("at", "-1")))


def _tools(library: Library, asked: dict[str, str]) -> bytes:
    volume = _volume(library, asked)
    return orjson.dumps({"tools": volume.tools(), "notes": [volume.note] if volume.note else []})


def _where(library: Library, asked: dict[str, str]) -> bytes:
    """The positions of the rows that meet a condition, as `toolweft list --where` says it."""
    return orjson.dumps({"positions": _volume(library, asked).meeting(asked.get("where", ""))})


def _funnel(library: Library, asked: dict[str, str]) -> bytes:
    return orjson.dumps(_volume(library, asked).funnel())


def _diff(library: Library, asked: dict[str, str]) -> bytes:
    """What sets two conversations apart, as `toolweft diff` tells it."""
    from simulator.travel.diff import diff  # brings LangGraph, which who only looks does not wait for

    before = _volume(library, asked).trace(int(asked["at"]))
    after = _volume(library, asked, "other").trace(int(asked["to"]))
    told = diff(before, after).described()
    return bytes(to_json(clipped({name: told[name] for name in ("same", "first", "seats", "calls", "texts", "outcome")})))
