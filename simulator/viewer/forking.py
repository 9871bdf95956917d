"""A fork that the page asks for: a run of its own beside the one that it is from."""

import re
import threading
from pathlib import Path
from typing import Any, Protocol

from simulator.viewer.library import Library, Volume
from tool_graphs.errors import SimulationError

_ONE = threading.Lock()


class Forker(Protocol):
    """Plays a conversation of a run on from a step and writes what comes of it into a new folder, as `toolweft fork` does."""

    def __call__(  # noqa: D102
        self, path: Path, id: str, at: int, roles: dict[str, str], settings: list[str], seed: str | None, out: Path
    ) -> None: ...


def forked(wanted: Any, library: Library, forker: Forker) -> dict[str, Any]:
    """Makes the fork that a form asks for, and takes it in; says which run it is and which conversation."""
    if not isinstance(wanted, dict):
        raise SimulationError(f"a fork's form is an object, got a {type(wanted).__name__}")
    volume = library.volumes[_number(wanted, "run")]
    id = volume.row(_number(wanted, "conversation")).id
    at = _number(wanted, "at")
    roles = {str(seat): str(name) for seat, name in dict(wanted.get("roles") or {}).items()}
    settings = [str(setting) for setting in wanted.get("settings") or ()]
    seed = str(wanted["seed"]) if wanted.get("seed") not in (None, "") else None
    with _ONE:
        out = _free(volume, id, at)
        forker(volume.path, id, at, roles, settings, seed, out)
        number = library.add(out)
    return {"run": number, "name": library.volumes[number].name, "id": id, "at": at}


def _number(wanted: dict[str, Any], name: str) -> int:
    value = wanted.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise SimulationError(f"{name}: {value!r} is no number of this page; expected one from 0 on")
    return value


def _free(volume: Volume, id: str, at: int) -> Path:
    """A folder beside the run that is not there yet."""
    place = volume.path.resolve()
    name = f"{place.stem}-fork-{re.sub(r'[^A-Za-z0-9_-]+', '-', id)[:60]}-{at}"
    others = (place.with_name(name if number == 1 else f"{name}-{number}") for number in range(1, 10_000))
    return next(other for other in others if not other.exists())
