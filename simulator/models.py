"""The chat models of a cast, as manifests name them."""

import hashlib
from collections.abc import Mapping
from typing import Any


def chat_of(role: object) -> Any:
    """The `Chat` through which a role asks a model; None where it asks none."""
    return getattr(role, "chat", None) or getattr(getattr(role, "seat", None), "chat", None)


def waits(role: object) -> bool:
    """Whether a role mostly waits for a model."""
    return chat_of(role) is not None or bool(getattr(role, "waits", False))


def waits_elsewhere(role: object) -> bool:
    """Whether a role's model surely computes outside this process; one of which nobody knows may need all its cores."""
    chat = chat_of(role)
    return chat is not None and bool(getattr(chat.model, "elsewhere", False))


def models_of(cast: Mapping[str, object]) -> dict[str, str]:
    """Seat -> model, its settings and the seat's instructions as digests: what decides the answers, and no secret."""
    found = {}
    for seat, role in cast.items():
        chat = chat_of(role)
        if chat is not None:
            template = str(getattr(getattr(role, "seat", None), "template", ""))
            rest = [f"{name}={getattr(role, name)}" for name in ("best_of", "votes", "mode") if hasattr(role, name)]
            found[seat] = " ".join((chat.described, f"prompt:{_digest(template)}", *rest))
    return found


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:8]
