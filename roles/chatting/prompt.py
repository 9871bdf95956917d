"""What a role asks a chat model: instructions, and data that no instruction can hide in."""

import json
import re
from dataclasses import dataclass
from typing import Any

import orjson

SEAT_LINE = "toolweft seat: "
"""How the first line of each prompt begins; the seat's name follows."""
REPAIR_LINE = "toolweft repair:"
"""The first line of a message that sends a bad answer back."""
_BLOCK = re.compile(r'<data name="([a-z_]+)">\n(.*?)\n</data>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Prompt:
    """One question to a model: instructions as the system's message, data as the human's."""

    seat: str
    system: str
    """The instructions; the first line names the seat."""
    blocks: tuple[tuple[str, Any], ...] = ()
    """Name -> JSON value, in this order."""

    @property
    def text(self) -> str:
        """The data blocks, as the human's message."""
        return "\n".join(block(name, value) for name, value in self.blocks)


def block(name: str, value: Any) -> str:
    """A data block: compact JSON on one line, without a `<` that could close it."""
    return f'<data name="{name}">\n{_written(value).replace("<", chr(92) + "u003c")}\n</data>'


_AS_TEXT = orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_SUBCLASS
_slowly = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str, check_circular=False).encode


def _written(value: Any) -> str:
    """JSON on one line; what steps hold was JSON before, so that no circle has to be looked for."""
    try:
        return orjson.dumps(value, default=str, option=_AS_TEXT).decode()
    except TypeError:  # large integers, half characters
        return _slowly(value)


def read_blocks(text: str) -> dict[str, Any]:
    """The data blocks of a message, by name."""
    return {name: json.loads(written) for name, written in _BLOCK.findall(text)}
