"""The telemetry beside the traces of a run, found by a trace's id without reading it all again each time."""

import threading
from collections.abc import Callable
from pathlib import Path

import orjson

from simulator.run import id_of
from simulator.viewer.index import Place


class Beside:
    """Where the telemetry of each trace stands; reads on where a trace is not found yet."""

    def __init__(self, shards: Callable[[], list[Path]]) -> None:
        self.shards = shards
        self.places: dict[str, Place] = {}
        self._read: dict[Path, int] = {}
        self._lock = threading.Lock()

    def line(self, id: str) -> bytes | None:
        """The line of JSON of that trace; None where there is none."""
        with self._lock:
            if id not in self.places:
                for shard in self.shards():
                    self._continue(shard)
            place = self.places.get(id)
        if place is None:
            return None
        with place.shard.open("rb") as file:
            file.seek(place.offset)
            line = file.read(place.length)
        try:
            told = orjson.loads(line)
        except orjson.JSONDecodeError:
            return None
        return line if isinstance(told, dict) and isinstance(told.get("steps"), list) else None

    def _continue(self, shard: Path) -> None:
        offset = self._read.get(shard, 0)
        if shard.stat().st_size < offset:  # replaced by another run
            self.places, offset = {}, 0
        with shard.open("rb") as file:
            file.seek(offset)
            while (line := file.readline()).endswith(b"\n"):
                id = id_of(line)
                if id is not None and id not in self.places:
                    self.places[id] = Place(shard, offset, len(line))
                offset += len(line)
        self._read[shard] = offset
