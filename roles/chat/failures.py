"""What a failed request to a chat model means: to ask again, to give this conversation up, or to end the run."""

import datetime
import email.utils
import math
import re
from collections.abc import Mapping
from typing import Any, Literal

from roles.redaction import redacted

Meaning = Literal["again", "gone", "closed", "wrong"]
"""`again`: it may go well in a moment; `gone`: so it may, but nobody is there; `closed`: none of our requests will be answered
(key, model, quota); `wrong`: this request will not."""

_CLOSED = frozenset((401, 402, 403, 404))
_AGAIN = frozenset((408, 409, 425, 429))
_GONE = re.compile(r"Timeout|Connect|Protocol|ReadError|WriteError|NetworkError|Unavailable", re.I)
_GARBLED = ("langchain_", "openai", "json", "httpx", "pydantic")
"""Modules that raise plain ValueErrors and KeyErrors where a server's answer is none."""


def meaning(error: BaseException) -> Meaning:
    """What this error means; `wrong` where nobody can tell."""
    status = status_of(error)
    if status is not None and status < 600:
        if "insufficient_quota" in (str(getattr(error, "code", "")), str(getattr(error, "type", ""))):
            return "closed"
        if status in _AGAIN or status >= 500:
            return "again"
        return "closed" if status in _CLOSED else "wrong"
    if isinstance(error, (OSError, EOFError)) or any(_GONE.search(kind.__name__) for kind in type(error).__mro__[:-2]):
        return "gone"
    if getattr(error, "is_retryable", False) is True or _garbled(error):
        return "again"
    return "wrong"


def status_of(error: BaseException) -> int | None:
    """The HTTP status that an error of any client library carries."""
    for holder in (error, getattr(error, "response", None)):
        for name in ("status_code", "status", "http_status"):
            status = getattr(holder, name, None)
            if type(status) is int and 100 <= status < 600:
                return status
    return None


def wait_asked(error: BaseException) -> float:
    """The seconds that the server asks to wait (`Retry-After`, also as a date; `retry-after-ms`); 0 where it does not."""
    headers: Any = getattr(getattr(error, "response", None), "headers", None)
    if not isinstance(headers, Mapping):
        return 0.0
    for name, unit in (("retry-after-ms", 1000.0), ("retry-after", 1.0)):
        said = headers.get(name)
        if said:
            seconds = _seconds(str(said)) / unit
            if seconds > 0 and math.isfinite(seconds):
                return seconds
    return 0.0


def _seconds(said: str) -> float:
    try:
        return float(said)
    except ValueError:
        pass
    try:
        then = email.utils.parsedate_to_datetime(said)
    except ValueError:
        return 0.0
    now = datetime.datetime.now(datetime.UTC)
    return (then - (now if then.tzinfo else now.replace(tzinfo=None))).total_seconds()


def _garbled(error: BaseException) -> bool:
    """Whether a client library choked on what the server sent."""
    if not isinstance(error, (ValueError, KeyError, TypeError, IndexError, AttributeError)) or error.__traceback__ is None:
        return False
    place = error.__traceback__
    while place.tb_next is not None:
        place = place.tb_next
    module = str(place.tb_frame.f_globals.get("__name__", ""))
    return module.startswith(_GARBLED)


def told(error: BaseException, *secrets: str) -> str:
    """The error in words, without secrets: type, status and message."""
    try:
        message = " ".join(str(error).split())
    except Exception:
        message = "(its message cannot be read)"
    status = status_of(error)
    kind = type(error).__name__ + (f" (HTTP {status})" if status is not None and str(status) not in message else "")
    return redacted(f"{kind}: {message[:1000]}", *secrets)
