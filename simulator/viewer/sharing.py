"""Prompts packed: parts that stand in many of them are kept once, for a prompt repeats most of what the last one said."""

import re
from typing import Any

import orjson
from pydantic_core import from_json, to_json

SHORT = 40
"""Characters up to which a part stays where it is."""
_LINES = re.compile(r"(?<=\n)")
_OBJECTS = re.compile(r'(?<=\},)(?=\{")')
"""Between the objects of a list, of which many prompts hold some, in another order."""

Part = str | int


class Texts:
    """The long parts of many prompts, each once, by their numbers; a line that is a list is kept as its parts."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.kept: list[str | list[Part]] = []

    def packed(self, telemetry: bytes) -> bytes:
        """A line of telemetry in which the content of each message is `{"shared": [...]}`: numbers stand for long parts."""
        told = from_json(telemetry)
        for step in told["steps"]:
            for asked in step.get("asked") or () if isinstance(step, dict) else ():
                for name in ("messages", "answers"):
                    if isinstance(asked, dict) and isinstance(asked.get(name), list):
                        asked[name] = [self._message(message) for message in asked[name]]
        return bytes(to_json(told, inf_nan_mode="strings"))

    def _message(self, message: Any) -> Any:
        if not isinstance(message, dict) or not isinstance(message.get("content"), str):
            return message
        return {**message, "content": {"shared": [self._line(line) for line in _LINES.split(message["content"])]}}

    def _line(self, line: str) -> Part:
        if line in self.numbers:
            return self.numbers[line]
        parts = _OBJECTS.split(line)
        return self._part(line) if len(parts) == 1 else self._kept(line, [self._part(part) for part in parts])

    def _part(self, part: str) -> Part:
        if part in self.numbers:
            return self.numbers[part]
        return part if len(part) <= SHORT else self._kept(part, part)

    def _kept(self, text: str, content: str | list[Part]) -> int:
        self.kept.append(content)
        return self.numbers.setdefault(text, len(self.numbers))

    def listed(self) -> bytes:
        """All of them in order, as one line of JSON."""
        return orjson.dumps(self.kept)
