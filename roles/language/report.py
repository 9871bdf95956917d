"""What a result says, in a sentence or two: the assistant's reply."""

import re
from collections.abc import Sequence
from random import Random
from typing import Any

from tool_graphs import path as paths
from tool_graphs.graph import ToolGraph
from tool_graphs.plan import Call

_SPLIT = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[_\W]+")
_TELLING = (
    "status",
    "state",
    "total",
    "price",
    "amount",
    "result",
    "balance",
    "temperature",
    "name",
    "title",
    "date",
    "time",
    "count",
    "rate",
)
_LABELS = ("name", "title", "label", "subject", "number", "code", "symbol", "id")
_LONGEST = 60
_OPENERS = {
    "plain": ("", "Done. ", "Here is what I have. "),
    "polite": ("Of course. ", "Certainly. ", "Happy to help. "),
    "terse": ("", "", "Done. "),
    "chatty": ("Sure thing! ", "All right, all done. ", "Got it! "),
}


class Reporter:
    """States results in plain words; names no tool."""

    def __init__(self, graph: ToolGraph) -> None:
        self.graph = graph

    def reply(self, outcomes: Sequence[tuple[Call, Any]], style: str, rng: Random) -> str:
        """One sentence for each of the (call, result) pairs that the user asked for."""
        sentences = [sentence for call, result in outcomes if (sentence := _sentence(call, result, rng))]
        return rng.choice(_OPENERS.get(style, ("",))) + (" ".join(dict.fromkeys(sentences)) or "That is done.")


def _sentence(call: Call, result: Any, rng: Random) -> str:
    if isinstance(result, list):
        return _listing("results", result, rng)
    if not isinstance(result, dict):
        return f"The answer is {_value(result)}." if result not in (None, "") else "That is done."
    if len(result) == 1:
        inner = next(iter(result.values()))
        if isinstance(inner, dict):
            return _sentence(call, inner, rng)
    lists = [(key, value) for key, value in result.items() if isinstance(value, list) and value and isinstance(value[0], dict)]
    if lists and not any(telling in key.lower() for key in result for telling in ("status", "total_", "amount")):
        return _listing(lists[0][0], lists[0][1], rng)
    return _facts(call, result, rng)


def _listing(key: str, items: list[Any], rng: Random) -> str:
    labels = [_label(item) for item in items[:3]]
    noun = _words(key)
    if len(items) == 1:
        return f"There is one entry under {noun}: {labels[0]}."
    rest = f" and {len(items) - 3} more" if len(items) > 3 else ""
    opener = rng.choice((f"I found {len(items)} {noun}", f"There are {len(items)} {noun}", f"I see {len(items)} {noun}"))
    return f"{opener}: {', '.join(labels) if rest else _prose(labels)}{rest}."


def _label(item: Any) -> str:
    if not isinstance(item, dict):
        return _value(item)
    scalars = {key: value for key, value in item.items() if isinstance(value, str | int | float) and not isinstance(value, bool)}
    for wanted in _LABELS:
        for key, value in scalars.items():
            if _words(key).lower().split()[-1:] == [wanted]:
                return _value(value)
    return _value(next(iter(scalars.values()), "one without a name"))


def _facts(call: Call, result: dict[str, Any], rng: Random) -> str:
    echoed = {str(value) for _, value in call.literals()}
    facts = [
        (path, value)
        for path, value in paths.leaves(result)
        if path and not isinstance(value, list | dict) and value not in (None, "")
    ]
    fresh = [fact for fact in facts if str(fact[1]) not in echoed] or facts
    chosen = sorted(fresh, key=lambda fact: _telling(fact[0]))[: rng.choice((2, 2, 3))]
    if not chosen:
        return "That is done."
    said = _prose([_fact(path, value) for path, value in chosen])
    return said[0].upper() + said[1:] + "."


def _telling(path: str) -> int:
    words = _words(path).lower().split()
    found = [rank for rank, telling in enumerate(_TELLING) if telling in words]
    return (min(found) if found else len(_TELLING)) + 3 * path.count("[") + path.count(".")


def _fact(path: str, value: Any) -> str:
    keys = [key for key in paths.parse(path) if isinstance(key, str)]
    name = _words(keys[-1]) if keys else "answer"
    if len(keys) > 1 and len(name.split()) == 1:
        name = f"{_words(keys[-2])} {name}"
    if isinstance(value, bool):
        return (
            f"the answer to {name!r} is {'yes' if value else 'no'}" if " " not in name else f"{name}: {'yes' if value else 'no'}"
        )
    happened = re.fullmatch(r"(\w+ed) (?:at|on)", name)
    if happened:
        return f"it was {happened[1]} on {_value(value)}"
    return f"the {name} {'are' if name.endswith('s') and not name.endswith(('ss', 'us')) else 'is'} {_value(value)}"


def _words(key: str) -> str:
    words = [word for word in _SPLIT.split(key) if word and not word.isdigit()]
    return " ".join("ID" if word.lower() == "id" else word if word.isupper() else word.lower() for word in words) or "result"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = f"{value:g}" if isinstance(value, float) and value == int(value) and abs(value) < 1e15 else str(value)
    if re.fullmatch(r"[a-z]+(_[a-z]+)+", text):
        text = text.replace("_", " ")
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


def _prose(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
