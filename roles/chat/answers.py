"""The answers of models, kept in a run's folder so that none is asked for twice: whole lines of JSON, found by their key."""

import os
import threading
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

import orjson
from loguru import logger

from tool_graphs.errors import BudgetError

LARGEST_FILE = 256 << 20
"""Bytes after which the next file begins."""
NAMES = "answers-*.jsonl"


class Answers:
    """Answers by key, kept in the files `answers-00000.jsonl` of a folder; `also` are folders that are read only.

    Threads may share one, and processes may write into one folder: each line is written at once, to the end of the file.
    The first answer of a key stands. Without a folder the latest 4,096 are kept in memory.
    """

    def __init__(self, folder: str | Path | None = None, also: Iterable[str | Path] = ()) -> None:
        self.folder = None if folder is None else Path(folder)
        self.also = tuple(map(Path, also))
        self._places: dict[bytes, tuple[int, int]] | None = None
        self._files: list[Path] = []
        self._looked: list[int] = []
        """For each file, up to where its lines have a place."""
        self._held: dict[bytes, dict[str, Any]] = {}
        self._written: set[bytes] = set()
        """The keys of this session's lines, which get a place once one is wanted that is not at hand."""
        self._lock = threading.RLock()
        self._open: _Open | None = None
        self._read: dict[int, BinaryIO] = {}
        self._reader = 0

    def __getstate__(self) -> dict[str, Any]:
        return {"folder": self.folder, "also": self.also}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(state["folder"], state["also"])  # type: ignore[misc]

    def find(self, key: str) -> dict[str, Any] | None:
        """What was kept under a key, as it was given; None where nothing was."""
        wanted = bytes.fromhex(key)
        with self._lock:
            held = self._held.get(wanted)
            if held is not None:
                return held
            place = self._index().get(wanted)
            if place is None and wanted in self._written:
                self._look()
                place = self._index().get(wanted)
            line = b"" if place is None else self._line(*place)
        return orjson.loads(line) if line else None

    def _line(self, number: int, offset: int) -> bytes:
        """A line of a file; the files stay open, each process its own, for those that are forked share where they read."""
        if self._reader != os.getpid():
            self._read, self._reader = {}, os.getpid()
        file = self._read.get(number)
        if file is None:
            file = self._read[number] = self._files[number].open("rb")
        file.seek(offset)
        return file.readline()

    def keep(self, key: str, content: Mapping[str, Any]) -> dict[str, Any]:
        """Keeps the content, a JSON object, under a key, and gives what stands there now."""
        kept, known = {"key": key, **content}, bytes.fromhex(key)
        line = orjson.dumps(kept, option=orjson.OPT_APPEND_NEWLINE)
        with self._lock:
            before = self.find(key)
            if before is not None:
                return before
            self._held[known] = kept
            if len(self._held) > RECENT:
                self._held.pop(next(iter(self._held)))
        if self.folder is not None:  # without the lock, for while one thread writes, another has the interpreter
            try:
                self._write(line)
            except BudgetError:
                self._held.pop(known, None)
                raise
            self._written.add(known)
        return kept

    def spent(self) -> Iterator[tuple[str, int, int]]:
        """(model, input tokens, output tokens) of each answer in the folder itself."""
        for path in self._own_files():
            for _, _, content in _lines(path):
                tokens = content.get("tokens") or {}
                yield str(content.get("model", "")), int(tokens.get("input", 0)), int(tokens.get("output", 0))

    def _own_files(self) -> list[Path]:
        return [] if self.folder is None else sorted(self.folder.glob(NAMES))

    def _index(self) -> dict[bytes, tuple[int, int]]:
        if self._places is None:
            self._places = {}
            self._look()
        return self._places

    def _look(self) -> None:
        """Gives the lines a place that came since the last look."""
        places = self._index()
        for path in (*self._own_files(), *(path for folder in self.also for path in sorted(folder.glob(NAMES)))):
            if path not in self._files:
                self._files.append(path)
                self._looked.append(0)
            number = self._files.index(path)
            for offset, end, content in _lines(path, self._looked[number]):
                places.setdefault(bytes.fromhex(content["key"]), (number, offset))
                self._looked[number] = end

    def _write(self, line: bytes) -> None:
        assert self.folder is not None
        try:
            with self._lock:
                if self._open is None or self._open.process != os.getpid() or self._open.size > LARGEST_FILE:
                    self._open = _Open(self.folder)
            self._open.write(line)
        except OSError as error:
            raise BudgetError(
                f"{self.folder}: an answer cannot be kept: {error.strerror}; make room and go on with --resume"
            ) from error


RECENT = 4096
"""How many answers of this session are at hand without reading; what is asked once more is asked soon after."""


class _Open:
    """The file that this process writes to, at its end; another process may do so, too."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        files = sorted(folder.glob(NAMES))
        number = int(files[-1].stem.rpartition("-")[2]) if files else 0
        if files and files[-1].stat().st_size > LARGEST_FILE:
            number += 1
        self.process = os.getpid()
        self.path = folder / f"answers-{number:05d}.jsonl"
        self.file: BinaryIO = self.path.open("ab", buffering=0)
        self.size = self.file.tell()
        """How much is in it, without what other processes have written since."""
        self.cut = bool(self.size) and not _whole(self.path)

    def write(self, line: bytes) -> None:
        """One line, at once; what was cut before it is closed by a line's end."""
        whole = b"\n" + line if self.cut else line
        written = 0
        try:
            written = self.file.write(whole)
        finally:
            self.cut = written != len(whole)
        self.size += written
        if self.cut:
            raise OSError(28, "only a part of it was written")


def _whole(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read() == b"\n"


def _lines(path: Path, start: int = 0) -> Iterator[tuple[int, int, dict[str, Any]]]:
    """(offset, end, content) of each line from there on that can be read; the others are told of."""
    offset, broken = start, 0
    with path.open("rb") as file:
        file.seek(start)
        for line in file:
            content = _content(line)
            if content is not None:
                yield offset, offset + len(line), content
            broken += content is None and bool(line.strip())
            offset += len(line)
    if broken:
        logger.warning("{}: {} answers cannot be read; they are asked for again", path, broken)


def _content(line: bytes) -> dict[str, Any] | None:
    try:
        content = orjson.loads(line)
        bytes.fromhex(content["key"])
    except (ValueError, KeyError, TypeError):
        return None
    return content if isinstance(content, dict) and isinstance(content.get("answers"), list) else None
