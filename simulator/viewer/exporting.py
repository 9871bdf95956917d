"""The page as one file that needs no server: conversations packed in parts, each unpacked when it is looked at."""

import base64
import zlib
from pathlib import Path
from typing import Any

import orjson

from simulator.viewer.library import Library, Volume
from simulator.viewer.page import page
from simulator.viewer.row import FIELDS, told
from simulator.viewer.sharing import Texts
from simulator.viewer.shown import shown
from simulator.viewer.tools import told_tools

PART = 200
"""Conversations that are packed together."""


def exported(library: Library) -> str:
    """One self-contained document with all conversations of these runs."""
    return page({"runs": [_volume(volume) for volume in library.volumes]}, served=False)


def write(library: Library, out: Path) -> int:
    """Writes the document; how many conversations it holds."""
    text = exported(library)
    out.write_text(text, encoding="utf-8")
    return sum(len(volume.index.rows) for volume in library.volumes)


def _volume(volume: Volume) -> dict[str, Any]:
    volume.grow()
    rows = volume.index.rows
    index = {"fields": FIELDS, "rows": [told(row) for row in rows], "status": volume.status}
    names = dict.fromkeys(name for row in rows for name in row.tool)
    tools = {"tools": told_tools(volume.graph, names), "notes": [volume.note] if volume.note else []}
    return {
        "name": volume.name,
        "path": str(volume.path),
        "size": PART,
        "index": _packed(orjson.dumps(index)),
        "tools": _packed(orjson.dumps(tools)),
        "funnel": _packed(orjson.dumps(volume.funnel())),
        "parts": [_part(volume, range(start, min(start + PART, len(rows)))) for start in range(0, len(rows), PART)],
    }


def _part(volume: Volume, positions: range) -> str:
    """Some conversations packed: a line with the texts that their prompts share, then a line for each."""
    texts = Texts()
    lines = []
    for position in positions:
        beside = volume.beside.line(volume.row(position).id)
        conversation = shown(volume.index.line(position), volume.graph, texts.packed(beside) if beside else None)
        lines.append(conversation.replace(b"\n", b" "))  # between values only: within texts JSON escapes it
    return _packed(b"\n".join((texts.listed(), *lines)))


def _packed(content: bytes) -> str:
    return base64.b64encode(zlib.compress(content, 9)).decode()
