"""A target: distributions and rates that were measured on some other set of conversations."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson
from pydantic import BaseModel, ValidationError, field_validator

from simulator.measures.buckets import bounds
from tool_graphs.errors import RunError, did_you_mean


class Target(BaseModel, frozen=True):
    """What a run is compared with, or made to follow; other keys of the file are not read."""

    name: str
    dist: dict[str, dict[str, float]]
    """Distribution -> bucket -> share."""
    rate: dict[str, float] = {}

    @field_validator("rate", mode="before")
    @classmethod
    def _values(cls, rates: Any) -> Any:
        """`[value, lower, upper]` of an interval as the value."""
        if not isinstance(rates, Mapping):
            return rates
        return {name: rate[0] if isinstance(rate, list) and rate else rate for name, rate in rates.items()}

    @field_validator("dist")
    @classmethod
    def _buckets(cls, dist: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
        for name, shares in dist.items():
            for bucket, share in shares.items():
                try:
                    bounds(bucket)
                except ValueError:
                    raise ValueError(f"{name}: {bucket!r} is no bucket; expected a number, 8-9 or 15+") from None
                if share < 0:
                    raise ValueError(f"{name}: the share of {bucket!r} is {share}; expected 0 to 1")
            if sum(shares.values()) <= 0:
                raise ValueError(f"{name}: its shares add up to nothing; expected 1")
        return dist


def read_target(place: str) -> Target:
    """The target that `FILE:NAME` names, of a JSON object name -> `{"dist": ..., "rate": ...}`; raises RunError."""
    path, colon, name = place.rpartition(":")
    if not colon or not path or not name:
        raise RunError(f"{place!r} is no target; expected FILE:NAME, such as targets.json:bfcl_multi_turn")
    try:
        found = orjson.loads(Path(path).read_bytes())
    except OSError as error:
        raise RunError(f"{path}: cannot be read: {error.strerror}") from error
    except orjson.JSONDecodeError as error:
        raise RunError(f"{path}: no JSON: {error}") from error
    known = (
        [key for key, value in found.items() if isinstance(value, dict) and "dist" in value] if isinstance(found, dict) else []
    )
    if not known:
        raise RunError(f'{path}: holds no target; expected {{"NAME": {{"dist": {{"calls_per_turn": {{"1": 0.7, "2": 0.3}}}}}}}}')
    if name not in known:
        raise RunError(f"{path}: there is no target {name!r}; {did_you_mean(name, known)}")
    try:
        return Target.model_validate({**found[name], "name": name})
    except ValidationError as error:
        problem = error.errors()[0]
        where = ".".join(map(str, problem["loc"]))
        raise RunError(f"{path}: {name}: {where}: {problem['msg'].removeprefix('Value error, ')}") from error
