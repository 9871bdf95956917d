"""Reading a file of JSON, JSON Lines or YAML that may be broken or hostile."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

import orjson
import yaml

from tool_graphs.errors import CatalogError

DEEPEST = 200
"""How many levels of lists and objects a file may nest."""
SUFFIXES = (".json", ".jsonl", ".ndjson", ".yaml", ".yml")
"""How files of tools are named."""
LARGEST = 64_000_000
"""How many bytes a file may have."""
LONGEST_YAML = 1_500_000
"""How many values a YAML file may hold, which takes some ten seconds; JSON is read forty times faster."""
WIDEST_MERGE = 10_000
"""How many keys YAML's merge key `<<` may bring into one object."""


@dataclass(frozen=True, slots=True)
class Document:
    """What a file holds; for JSON Lines a list of what its lines hold."""

    path: str
    content: Any
    lines: tuple[int, ...] = ()
    """For JSON Lines, the line number of each item."""
    remote: bool = False
    """Whether what it refers to may be read from other files and hosts."""
    structured: bool = False
    """Whether a listing that only declares a text as its result is given an inferred one."""

    def item(self, position: int) -> str:
        """Where the item of a top-level list stands, as a person looks for it."""
        return f"line {self.lines[position]}" if self.lines else f"[{position}]"


def read_document(path: Path) -> Document:
    """Reads by extension, else by the look of it; raises CatalogError for what is no JSON, JSON Lines or YAML."""
    return parse_document(path, _bytes(path))


def parse_document(path: PurePath, data: bytes) -> Document:
    """As `read_document`, of what a file or an answer held."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    if not data.strip():
        raise CatalogError(f"{path}: the file is empty; expected tools as JSON, JSON Lines or YAML")
    suffix = path.suffix.lower()
    if suffix in (".jsonl", ".ndjson"):
        return _json_lines(path, data)
    if suffix in (".yaml", ".yml") or (suffix != ".json" and data.lstrip()[:1] not in (b"{", b"[")):
        return Document(str(path), _yaml(path, data))
    try:
        return Document(str(path), _json(str(path), data))
    except CatalogError as error:
        if b"\n{" not in data:
            raise
        try:
            return _json_lines(path, data)
        except CatalogError:
            raise error from None


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise CatalogError(f"{path}: cannot be read ({reason}); expected a file of tools as JSON, JSON Lines or YAML") from error
    if len(data) > LARGEST:
        raise CatalogError(f"{path}: larger than {LARGEST:,} bytes; split it into several catalogs")
    return data


def _json_lines(path: PurePath, data: bytes) -> Document:
    numbered = [(number, line) for number, line in enumerate(data.splitlines(), 1) if line.strip()]
    items = tuple(_json(f"{path}: line {number}", line) for number, line in numbered)
    return Document(str(path), list(items), tuple(number for number, _ in numbered))


def _json(place: str, data: bytes) -> Any:
    try:
        content = orjson.loads(data)
        json.loads(data, object_pairs_hook=_once)
    except orjson.JSONDecodeError as error:
        raise CatalogError(f"{place}: not JSON: {error}") from error
    except RecursionError:
        raise CatalogError(f"{place}: lists and objects nest too deeply; expected at most {DEEPEST} levels") from None
    except ValueError as error:
        raise CatalogError(f"{place}: {error}") from None
    return content


class _TwiceError(ValueError):
    def __init__(self, key: str) -> None:
        super().__init__(f"the key {key[:80]!r} stands twice in one object; rename or remove one")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        for key, value in pairs:
            if isinstance(value, dict | list) and value is not found[key]:
                raise _TwiceError(key)
    return found


def _yaml(path: PurePath, data: bytes) -> Any:
    try:
        # The loader recurses in C: without this look at the nesting, a deep file ends the process.
        unfit = _unfit(data)
        content = None if unfit else yaml.load(data, _Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f": line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or str(error).splitlines()[0]
        raise CatalogError(f"{path}{where}: not YAML: {problem}") from error
    except ValueError as error:
        raise CatalogError(f"{path}: {error}") from None
    if unfit:
        raise CatalogError(f"{path}: {unfit}")
    if isinstance(content, dict | list):
        return content
    raise CatalogError(f"{path}: expected tools as JSON, JSON Lines or YAML, got {str(content)[:60]!r}")


def _unfit(data: bytes) -> str:
    """What makes YAML too deep or too long to load; empty if nothing does."""
    depth = 0
    for count, event in enumerate(yaml.parse(data, _Loader)):
        if count > LONGEST_YAML:
            return f"more than {LONGEST_YAML:,} values; split it, or use JSON, which reads faster"
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                line = event.start_mark.line + 1 if event.start_mark else 1
                return f"line {line}: lists and objects nest too deeply; expected at most {DEEPEST} levels"
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return ""


class _Loader(yaml.CSafeLoader):
    """YAML as its version 1.2 reads it: `no` and `2024-05-20` are text, `10:30` is not 630; every key is text."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - filled below, as PyYAML does it

    def flatten_mapping(self, node: yaml.MappingNode) -> None:
        super().flatten_mapping(node)
        if len(node.value) > WIDEST_MERGE:
            raise yaml.constructor.ConstructorError(None, None, "too many keys merged into one object", node.start_mark)

    def construct_mapping(self, node: yaml.Node, deep: bool = False) -> dict[Any, Any]:
        if not isinstance(node, yaml.MappingNode):
            raise yaml.constructor.ConstructorError(None, None, "expected an object", node.start_mark)
        own = len(node.value)
        self.flatten_mapping(node)
        merged = len(node.value) > own
        pairs = [(self._key(key), self.construct_object(value, deep=True)) for key, value in node.value]
        try:
            return dict(pairs) if merged else _once(pairs)
        except _TwiceError as error:
            raise yaml.constructor.ConstructorError(None, None, str(error), node.start_mark) from None

    def _key(self, node: yaml.Node) -> str:
        if not isinstance(node, yaml.ScalarNode):
            raise yaml.constructor.ConstructorError(None, None, "a key must be text", node.start_mark)
        return str(node.value)


def _resolvers() -> Iterator[tuple[str, str, str]]:
    yield "bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF"
    yield "int", r"^[-+]?(?:0|[1-9][0-9]*)$", "-+0123456789"
    yield "float", r"^[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))(?:[eE][-+]?[0-9]+)?$", "-+.0123456789"
    yield "merge", r"^<<$", "<"


for _tag, _form, _first in _resolvers():
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_form), list(_first))
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:~|null|Null|NULL|)$"), ["~", "n", "N", ""])
