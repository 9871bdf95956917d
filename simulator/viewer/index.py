"""The index of a run: one row a line, read once and continued as the run grows; conversations are read from their place."""

import threading
from dataclasses import dataclass
from pathlib import Path

from simulator.listing import Row
from simulator.viewer.row import read_row


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line stands."""

    shard: Path
    offset: int
    length: int


class Index:
    """The rows of the files of one run, in order; may be asked from several threads at once."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.places: list[Place] = []
        self.version = 0
        """Rises when what was read before is no longer so: the run was replaced."""
        self._read: dict[Path, int] = {}
        self._lock = threading.Lock()

    def grow(self, shards: list[Path], most: int, finished: bool) -> bool:
        """Reads up to `most` further lines; whether all that is there is read now.

        A last line without its end is being written; where the run is `finished`, it was cut off.
        """
        with self._lock:
            if any(shard.stat().st_size < self._read.get(shard, 0) for shard in shards) or set(self._read) - set(shards):
                self._forget()
            for shard in shards:
                most = self._continue(shard, most, finished)
                if most <= 0:
                    return False
            return True

    def _forget(self) -> None:
        self.rows, self.places, self._read = [], [], {}
        self.version += 1

    def _continue(self, shard: Path, most: int, finished: bool) -> int:
        """Reads on in one file; how many lines are left to read of `most`."""
        offset = self._read.get(shard, 0)
        if shard.stat().st_size == offset:
            return most
        with shard.open("rb") as file:
            file.seek(offset)
            while most > 0 and (line := file.readline()):
                if offset == 0 and line.strip() in (b"{", b"["):  # one object over several lines
                    line += file.read()
                if not line.endswith(b"\n") and not finished:
                    break
                if line.strip():
                    self.rows.append(read_row(line, len(self.rows) + 1))
                    self.places.append(Place(shard, offset, len(line)))
                offset += len(line)
                most -= 1
        self._read[shard] = offset
        return most

    def line(self, position: int) -> bytes:
        """The line of a row, as it stands in its file."""
        place = self.places[position]
        with place.shard.open("rb") as file:
            file.seek(place.offset)
            return file.read(place.length)
