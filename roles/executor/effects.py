"""What a call does to the status of its thing: after cancel_order the order is cancelled."""

import re
from functools import lru_cache
from typing import Any

from rapidfuzz import fuzz, process

from roles.executor.node import Node
from roles.values.words import words
from tool_graphs.words import listed

_PARTICIPLES = {
    "cancel": "cancelled", "return": "return requested", "exchange": "exchange requested", "ship": "shipped", "pay": "paid",
    "close": "closed", "complete": "completed", "activate": "active", "enable": "enabled", "disable": "disabled",
    "deactivate": "inactive",
    "suspend": "suspended", "resume": "active", "approve": "approved", "reject": "rejected", "confirm": "confirmed",
    "lock": "locked",
    "unlock": "unlocked", "refund": "refunded", "archive": "archived", "publish": "published", "merge": "merged",
    "start": "started",
    "stop": "stopped", "pause": "paused", "finish": "finished", "resolve": "resolved", "reopen": "open", "block": "blocked",
    "freeze": "frozen", "delete": "deleted", "remove": "removed", "revoke": "revoked", "submit": "submitted",
    "book": "confirmed",
    "reserve": "confirmed", "schedule": "scheduled", "place": "placed", "send": "sent", "open": "open", "create": "created",
    "register": "registered", "subscribe": "active", "unsubscribe": "unsubscribed", "deliver": "delivered",
    "verify": "verified",
}  # fmt: skip
_PASSING = frozenset(
    ("create", "open", "send", "start", "register", "submit", "verify", "pay", "book", "reserve", "schedule", "place")
)
_SUCCESS = ("success", "succeeded", "successful", "ok", "completed", "complete", "done", "active", "confirmed")
_SAYS_SUCCESS = re.compile(r"\b(success\w*|fail\w*|result of|outcome|whether)\b", re.I)


@lru_cache(maxsize=8192)
def status_after(tool_name: str) -> str:
    """The status that a call of this tool leaves its thing in; empty for tools that change none."""
    for word in words(tool_name)[:3]:
        if word in _PARTICIPLES:
            return _PARTICIPLES[word]
    return ""


def status_left(action: str, tool_name: str) -> str:
    """The status in which a call leaves its thing; empty where it only looks something up."""
    return status_after(tool_name) if action in ("update", "delete", "create", "send", "other") else ""


@lru_cache(maxsize=8192)
def fitting_status(wanted: str, choices: tuple[Any, ...]) -> Any:
    """The choice nearest to the wanted status; the status itself where all is allowed; None where none is near."""
    if not choices:
        return wanted
    texts = [choice for choice in choices if isinstance(choice, str)]
    for word in (wanted, wanted.split()[0]):
        close = process.extractOne(word, texts, scorer=fuzz.WRatio, score_cutoff=78)
        if close is not None:
            return close[0]
    return None


def successful(choices: tuple[Any, ...]) -> Any:
    """How a result says that the call worked."""
    if not choices:
        return "success"
    return next((choice for word in _SUCCESS for choice in choices if str(choice).lower() == word), choices[0])


_TELLING = listed("status result success outcome message state")


def says_success(name: str, description: str) -> bool:
    """Whether a text field of a result tells of success or failure and not of a thing's status."""
    return name.lower() in _TELLING and bool(_SAYS_SUCCESS.search(description))


_ERROR = re.compile(r"^(error|errors|error (code|message|detail)|warning|failure reason)s?$")
_PAGED = re.compile(r"^(total page|page count|number of page)s?$")
_NEXT = re.compile(
    r"^(has (more|next)( page)?|is truncated|more available|next page|next|next cursor|cursor|previous|next page token|"
    r"next url)$"
)
_CONFIRMING = frozenset(("result", "message", "confirmation", "confirmation message", "detail", "msg"))
_TRUE = listed("success ok succeeded successful acknowledged result")
_DONE = {"update": "updated", "delete": "removed", "create": "created", "send": "sent"}


def outcome(child: Node, action: str, thing: str, status: str) -> tuple[Any] | None:
    """Success and status of a result, in a tuple; None for what says nothing of that kind."""
    if child.kind != "leaf":
        return None
    name, text = child.attribute, child.type in ("string", "")
    if child.type == "boolean":
        return (True,) if name in _TRUE or name == status else (False,) if _NEXT.search(name) else None
    if says_success(child.name, child.description):
        return (successful(child.choices),) if text else None
    if name in ("status", "state") and status and text:
        found = child.choices[0] if len(child.choices) == 1 else fitting_status(status, child.choices)
        return (found,) if found is not None else None
    if name in _CONFIRMING and text and not child.choices and action in _DONE:
        return (f"{thing or 'request'} {status or _DONE[action]}".capitalize(),)
    if _ERROR.search(name):
        return ("",) if text and not child.choices else None
    return (1,) if child.type in ("integer", "number") and _PAGED.search(name) else None


def paged(child: Node) -> bool:
    """Whether a leaf is the page that was asked for."""
    return child.attribute == "page" and child.type in ("integer", "number")
