"""What a body or an answer is made of: the media type that says most."""

import re
from typing import Any

from tool_graphs.errors import CatalogError
from tool_graphs.sources.openapi.parts import Part

_JSON = re.compile(r"^(application|text)/([\w.!#$&^-]+\+)?json\b|^\*/\*|^application/\*", re.IGNORECASE)
_FORM = re.compile(r"^(application/x-www-form-urlencoded|multipart/)", re.IGNORECASE)


def json_media(holder: Part) -> Part | None:
    """The media type object of the JSON that is sent or received; None where there is none."""
    return _first(holder, _JSON)


def body_media(body: Part) -> Part | None:
    """The media type object of a body: JSON, else a form, else whatever is listed first."""
    return _first(body, _JSON) or _first(body, _FORM) or next((media for _, media in body.child("content").items()), None)


def _first(holder: Part, form: re.Pattern[str]) -> Part | None:
    listed = [(kind, media) for kind, media in holder.child("content").items() if form.match(kind[:200])]
    exact = [media for kind, media in listed if kind.lower().startswith("application/json")]
    return next(iter(exact or [media for _, media in listed]), None)


def example(holder: Part) -> Any:
    """The first example that a parameter or media type shows; None where there is none, or it cannot be had."""
    if isinstance(holder.raw, dict) and "example" in holder.raw:
        return holder.raw["example"]
    for _, listed in holder.child("examples").items():
        try:
            found = listed.resolved().raw
        except CatalogError:
            continue
        if isinstance(found, dict) and "value" in found:
            return found["value"]
    return None


def success(responses: Part) -> Part | None:
    """The media type object of the lowest success response that holds JSON; `default` where no success is listed.

    Raises CatalogError for a reference that leads nowhere.
    """
    codes = [code for code, _ in responses.items()]
    fine = sorted((code for code in codes if re.fullmatch(r"2(\d\d|XX)", code, re.IGNORECASE)), key=str.upper)
    for code in fine or [code for code in codes if code == "default"]:
        media = json_media(responses.at(code))
        if media is not None and media.raw is not None:
            return media
    return None
