"""By which names roles, models and routes were asked for: what a manifest keeps, so that a run can be played again."""

from collections.abc import Mapping
from typing import Any

from simulator.config import Config

NAMES = {"model", "roles", "routes", "verify", "judge"}
_SECRET = ("key", "secret", "token", "password", "credential", "auth", "header")


def asked_of(config: Config) -> dict[str, Any]:
    """The settings that name who plays, in plain data; texts that may be secrets are left out, and looked up anew."""
    told: dict[str, Any] = _without_secrets(config.model_dump(mode="json", include=NAMES, exclude_defaults=True))
    return told


def _without_secrets(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return value
    return {name: _without_secrets(held) for name, held in value.items() if not _is_secret(str(name), held)}


def _is_secret(name: str, value: Any) -> bool:
    """`api_key: sk-...`, but not `max_tokens: 100`."""
    return any(part in name.lower() for part in _SECRET) and not isinstance(value, int | float | None)
