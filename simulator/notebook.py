"""Paragraphs as plain text, and as HTML for notebooks, in which everything from a trace is text."""

import html
import textwrap
from collections.abc import Iterable

from simulator.reading import LABEL, WIDTH, Line, printable

_STYLES = {
    "bold": "font-weight:600",
    "dim": "opacity:.65",
    "red": "color:#c0392b",
    "green": "color:#1e8449",
    "cyan": "color:#2277aa",
    "magenta": "color:#a0409f",
    "yellow": "color:#9a6b00",
}


def as_plain(lines: Iterable[Line], width: int = WIDTH) -> str:
    """The paragraphs as text, wrapped."""
    written = []
    for line in lines:
        label = f"  {printable(line.label):<{LABEL}}" if line.label else ""
        indent = " " * len(label)
        for number, paragraph in enumerate(printable(line.text).split("\n")):
            wrapped = textwrap.wrap(paragraph, width, initial_indent=indent, subsequent_indent=indent + "  ") or [""]
            written += [label + wrapped[0][len(label) :] if number == 0 else wrapped[0], *wrapped[1:]]
    return "\n".join(line.rstrip() for line in written) + "\n"


def as_html(lines: Iterable[Line]) -> str:
    """The paragraphs as a table without a script; works on light and dark grounds."""
    cell = "text-align:left;vertical-align:top;padding:1px 8px;white-space:pre-wrap"
    rows = []
    for line in lines:
        style = _STYLES.get(line.style, "")
        label = html.escape(printable(line.label))
        text = html.escape(printable(line.text))
        implicit = ";border-left:3px dashed #a0409f" if line.style == "magenta" else ""
        if label.strip():
            rows.append(f'<tr><td style="{cell};opacity:.65">{label}</td><td style="{cell};{style}{implicit}">{text}</td></tr>')
        else:
            rows.append(f'<tr><td colspan="2" style="{cell};{style}">{text}</td></tr>')
    return f'<table style="font-size:90%;background:none">{"".join(rows)}</table>'
