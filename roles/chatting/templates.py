"""The instructions of each chat role: one text file each, rendered by Jinja2's sandbox from settings, never from data."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from roles.chatting.prompt import SEAT_LINE
from tool_graphs.errors import SimulationError, did_you_mean

SEATS = ("scenario", "planner", "user", "verifier", "assistant", "executor", "judge")
"""The seats that a chat model can take."""
FOLDER = Path(__file__).parents[1] / "prompts"


def instructions(seat: str, path: Path | None = None) -> str:
    """The text of a seat's prompt, or of the file that replaces it; raises SimulationError where it cannot be read or used."""
    place = path or FOLDER / f"{seat}.txt"
    try:
        text = place.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SimulationError(f"prompt of seat {seat!r}: {place} cannot be read: {error}") from error
    rendered(seat, text, {}, place)
    return text


def replaced(prompts: Mapping[str, str | Path]) -> dict[str, Path]:
    """Seat -> file, with the seats checked; raises SimulationError for a seat that has no prompt."""
    for seat in prompts:
        if seat not in SEATS:
            raise SimulationError(f"prompts: seat {seat!r} has no prompt; {did_you_mean(seat, SEATS)}")
    return {seat: Path(path) for seat, path in prompts.items()}


def rendered(seat: str, text: str, settings: Mapping[str, Any], place: Path | None = None) -> str:
    """A prompt's system message; its first line names the seat. Raises SimulationError for a template that cannot be used."""
    from jinja2 import TemplateError

    try:
        return _message(seat, text, tuple(sorted(settings.items())))
    except (TemplateError, TypeError, ArithmeticError) as error:
        raise SimulationError(f"prompt of seat {seat!r}{f' ({place})' if place else ''}: {error}") from error


@lru_cache(maxsize=256)
def _message(seat: str, text: str, settings: tuple[tuple[str, Any], ...]) -> str:
    body = str(_compiled(text).render(**dict(settings)))
    return f"{SEAT_LINE}{seat}\n{body.strip()}"


@lru_cache(maxsize=64)
def _compiled(text: str) -> Any:
    return _environment().from_string(text)


@lru_cache(maxsize=1)
def _environment() -> Any:
    try:
        from jinja2.sandbox import ImmutableSandboxedEnvironment
    except ImportError as error:
        raise SimulationError(
            "prompts of chat roles need Jinja2, which is not installed: pip install 'toolweft[chat]'"
        ) from error
    return ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True)
