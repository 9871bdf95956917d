"""The page: one HTML document that holds its scripts and its style, and may run or fetch nothing else."""

import base64
import hashlib
import json
import re
from functools import lru_cache
from importlib.resources import files
from typing import Any

LIBRARIES = ("vendor/preact.min.js", "vendor/preact-hooks.min.js")
SCRIPTS = (
    "text.js",
    "paths.js",
    "story.js",
    "links.js",
    "source.js",
    "store.js",
    "values.js",
    "calls.js",
    "chat.js",
    "plan.js",
    "steps.js",
    "state.js",
    "details.js",
    "filters.js",
    "list.js",
    "funnel.js",
    "compare.js",
    "fork.js",
    "help.js",
    "keys.js",
    "view.js",
)
"""The page's own scripts, in the order in which they need one another; one script in the page."""
STYLES = ("base.css", "frame.css", "talk.css", "plan.css", "side.css", "views.css")

_UNSAFE = {ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"}
_PLACE = re.compile(r"\{\{(\w+)\}\}")


def page(data: dict[str, Any], served: bool) -> str:
    """The document that shows what `data` tells or, `served`, what its server answers."""
    licence = f"/*!\n{_part('vendor/preact.LICENSE.txt')}*/\n"
    library = licence + "\n".join(map(_part, LIBRARIES))
    script, style = "\n".join(map(_part, SCRIPTS)), "\n".join(map(_part, STYLES))
    parts = {
        "policy": policy(served),
        "style": style,
        "data": json.dumps(data, separators=(",", ":")).translate(_UNSAFE),
        "library": library,
        "script": script,
    }
    return _PLACE.sub(lambda place: parts[place[1]], _part("page.html"))


@lru_cache(maxsize=2)
def policy(served: bool) -> str:
    """What the document may do: its own scripts and style, and where it is served, asking its own server."""
    licence = f"/*!\n{_part('vendor/preact.LICENSE.txt')}*/\n"
    library = licence + "\n".join(map(_part, LIBRARIES))
    scripts = " ".join(_digest(code) for code in (library, "\n".join(map(_part, SCRIPTS))))
    connect = "connect-src 'self'; " if served else ""
    style = _digest("\n".join(map(_part, STYLES)))
    return f"default-src 'none'; script-src {scripts}; style-src {style}; {connect}base-uri 'none'; form-action 'none'"


@lru_cache(maxsize=64)
def _part(name: str) -> str:
    return files("simulator.viewer").joinpath("page", name).read_text(encoding="utf-8")


def _digest(code: str) -> str:
    """What the policy calls a script or style that may be used; no other one may."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"
