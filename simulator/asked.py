"""By which names roles, models and routes were asked for: what a manifest keeps, so that a run can be played again."""

from collections.abc import Mapping
from typing import Any

from roles.redaction import redacted, tells_of_secret
from simulator.config import Config

NAMES = {"model", "roles", "routes", "verify", "judge"}


def asked_of(config: Config) -> dict[str, Any]:
    """The settings that name who plays, in plain data; what may be a secret is left out, and looked up anew."""
    told: dict[str, Any] = _without_secrets(config.model_dump(mode="json", include=NAMES, exclude_defaults=True))
    return told


def _without_secrets(value: Any) -> Any:
    if isinstance(value, str):
        return redacted(value)
    if not isinstance(value, Mapping):
        return value
    kept = {name: held for name, held in value.items() if isinstance(held, int | float | None) or not tells_of_secret(str(name))}
    return {name: _without_secrets(held) for name, held in kept.items()}
