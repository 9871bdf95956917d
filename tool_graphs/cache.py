"""What was worked out before, kept in a folder by the digest of what it was worked out from."""

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import orjson
from loguru import logger

MOST_FILES = 40
"""Files that are kept; the oldest go first."""


def cache_folder() -> Path:
    """`$TOOLWEFT_CACHE`, else the place that the platform has for such things."""
    if named := os.environ.get("TOOLWEFT_CACHE"):
        return Path(named)
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "toolweft"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "toolweft" / "Cache"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "toolweft"


def kept(folder: Path, name: str) -> Any:
    """What was kept under that name; None if nothing was, or nothing that can be read: then a warning says so."""
    path = folder / f"{name}.json"
    try:
        return orjson.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        unusable(path, error)
        return None


def unusable(path: Path, error: Exception) -> None:
    """Warns of a kept file that is passed over."""
    logger.warning("{}: cannot be used and is made anew: {}", path, str(error)[:200])


def keep(folder: Path, name: str, value: Any, most: int = MOST_FILES) -> None:
    """Keeps a value, whole or not at all, and the newest `most` files; a folder that cannot be written to is a warning."""
    new = None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("wb", dir=folder, prefix=f".{name}.", suffix=".new", delete=False) as file:
            new = Path(file.name)
            file.write(orjson.dumps(value))
        new.replace(folder / f"{name}.json")
        _prune(folder, most)
    except OSError as error:
        logger.warning("{}: nothing is kept there: {}", folder, error)
        if new is not None:
            new.unlink(missing_ok=True)


def _prune(folder: Path, most: int) -> None:
    files = sorted(folder.glob("*.json"), key=lambda path: (path.stat().st_mtime, path.name))
    for path in files[:-most]:
        path.unlink(missing_ok=True)
