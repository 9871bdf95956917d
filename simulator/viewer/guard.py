"""Who may ask: only this machine's own browser, and only the page that came from here."""

import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

NAMES = ("127.0.0.1", "localhost")
TOKEN = b"x-toolweft-token"


class Guard:
    """Refuses foreign hosts and origins, and changes without the page's token; sets the headers of every answer.

    A name that an attacker's server rebinds to 127.0.0.1 still stands in `Host`, so that it is refused.
    """

    def __init__(self, inner: Application, port: int, token: str, policy: str) -> None:
        self.inner = inner
        self.hosts = frozenset(f"{name}:{port}".encode() if port != 80 else name.encode() for name in NAMES)
        self.token = token.encode()
        self.headers = [
            (b"content-security-policy", f"{policy}; frame-ancestors 'none'".encode()),
            (b"x-content-type-options", b"nosniff"),
            (b"referrer-policy", b"no-referrer"),
            (b"cross-origin-opener-policy", b"same-origin"),
            (b"cross-origin-resource-policy", b"same-origin"),
            (b"cache-control", b"no-store"),
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.inner(scope, receive, send)
            return
        refusal = self.refusal(scope["method"], scope["headers"])
        if refusal:
            await self._refuse(refusal, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *self.headers]
            await send(message)

        await self.inner(scope, receive, sending)

    def refusal(self, method: str, headers: list[tuple[bytes, bytes]]) -> str:
        """Why a request is refused; empty where it is not."""
        told: dict[bytes, list[bytes]] = {}
        for name, value in headers:
            told.setdefault(name.lower(), []).append(value)
        hosts = told.get(b"host", [])
        if len(hosts) != 1 or hosts[0].lower() not in self.hosts:
            return "this page answers at 127.0.0.1 only, not to another host's name"
        origins = {b"http://" + host for host in self.hosts}
        if any(origin.lower() not in origins for origin in told.get(b"origin", [])):
            return "this page answers to itself only, not to another origin"
        followed = told.get(b"sec-fetch-mode") == [b"navigate"] and method == "GET"  # a link, whose page learns nothing
        if not followed and any(site not in (b"same-origin", b"none") for site in told.get(b"sec-fetch-site", [])):
            return "this page answers to itself only, not to another site"
        if method in ("GET", "HEAD"):
            return ""
        if not told.get(b"origin"):
            return "a change has to say its origin"
        tokens = told.get(TOKEN, [b""])
        return "" if secrets.compare_digest(tokens[0], self.token) else "a change needs the page's token"

    async def _refuse(self, why: str, send: Send) -> None:
        headers = [*self.headers, (b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
        await send({"type": "http.response.start", "status": 403, "headers": headers})
        await send({"type": "http.response.body", "body": why.encode()})
