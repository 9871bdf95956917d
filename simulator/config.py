"""Everything that `toolweft generate` can be told, as one YAML file or as options, validated once."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, Discriminator, Field, Tag, ValidationError, field_validator, model_validator

from roles.notation import written
from roles.prices import Price
from tool_graphs.errors import SimulationError, did_you_mean
from tool_graphs.sampling.wishes import Wishes


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _range(value: Any) -> Any:
    """`3`, `"1-4"` or `[1, 4]` as (least, most)."""
    if isinstance(value, str):
        parts = value.split("-")
        if not 1 <= len(parts) <= 2 or not all(part.strip().isdigit() for part in parts):
            raise ValueError(f"{value!r} is no number of turns; expected one such as 3, or a range such as 1-4")
        value = [int(part) for part in parts]
    if isinstance(value, int):
        value = [value]
    return [value[0], value[0]] if isinstance(value, list) and len(value) == 1 else value


def _model(value: Any) -> Any:
    return {"model": value} if isinstance(value, str) else value


class Seated(BaseModel, frozen=True, extra="allow"):
    """Who takes a seat, with settings: a chat model and what its constructor is given, such as `temperature`."""

    model: str | None = None
    """PROVIDER:MODEL or module:attribute; by default the model of all seats."""
    best_of: Annotated[int, Field(ge=1, le=64)] = 1
    """Of so many requests of the user the best is taken."""
    votes: Annotated[int, Field(ge=1, le=64)] = 1
    """How many verdicts of the judge are counted."""
    planning: Literal["fill", "choose"] = "fill"
    """Whether the planner's model fills a skeleton that is sampled, or picks the tools itself."""
    prompt: str | None = None
    """A file that replaces the seat's instructions; beside the YAML file, or where the run starts."""

    @property
    def settings(self) -> dict[str, Any]:
        """What the model's constructor is given."""
        return dict(self.model_extra or {})


Named = Annotated[
    Annotated[str, Tag("name")] | Annotated[Seated, Tag("settings")],
    Discriminator(lambda value: "name" if isinstance(value, str) else "settings"),
]
"""Who takes a seat: a name, or a chat model with settings; told apart first, so that a mistake is told once."""


class Config(BaseModel, frozen=True, extra="forbid"):
    """What to simulate, and where to put it."""

    catalog: Annotated[tuple[str, ...], BeforeValidator(_listed)] = ()
    """Files of tools, or names of bundled catalogs; in a YAML file, paths are relative to that file."""
    count: Annotated[int, Field(ge=1)] = 100
    """How many accepted conversations."""
    seed: int | str = 7
    strategy: Annotated[str, BeforeValidator(written)] = "upstream"
    """A name or module:attribute, with parameters after a colon; in YAML also `{ratio: 0.33}`."""
    turns: Annotated[tuple[int, int], BeforeValidator(_range)] = (1, 3)
    plan: Wishes = Wishes()
    """What plans should be like: calls, shapes, goals, namespaces, must_use, coverage, distractors."""
    target: str | None = None
    """FILE:NAME of distributions that the run is to follow."""
    implicit_share: Annotated[float, Field(ge=0, lt=1)] | None = None
    """The share of all calls that no request names."""
    workers: Annotated[int, Field(ge=1)] = 1
    threads: Annotated[int, Field(ge=1)] | None = None
    """Conversations at once in each process; by default 1, and 32 where a chat model has a seat."""
    out: str | None = None
    """The run's folder; by default runs/<catalog>-<seed>."""
    model: Annotated[Seated | None, BeforeValidator(_model)] = None
    """The chat model of all seats but scenario and embedder: PROVIDER:MODEL or module:attribute; in YAML also with settings."""
    roles: dict[str, Named] = {}
    """Seat -> name, PROVIDER:MODEL or module:attribute; in YAML also a chat model with settings."""
    prompts: dict[str, str] = {}
    """Seat -> a file that replaces the instructions of its chat model; in a YAML file, paths are relative to that file."""
    prices: dict[str, Price] = {}
    """Model -> what a million of its tokens cost: `{input: 0.4, output: 1.6}`."""
    max_tokens: Annotated[int, Field(ge=1)] | None = None
    """Tokens, in and out, after which the run ends."""
    max_cost: Annotated[float, Field(gt=0)] | None = None
    """Money after which the run ends, by the prices."""
    request_rate: Annotated[float, Field(gt=0)] | None = None
    """Requests to chat models a second, at most."""
    answers: Annotated[tuple[str, ...], BeforeValidator(_listed)] = ()
    """Folders of runs whose answers need not be asked for again."""
    replay_only: bool = False
    """Whether nothing is asked that was not answered before."""
    routes: dict[str, str | None] = {}
    """Seat -> seat or module:attribute, on top of the default routes; null takes a seat out."""
    verify: bool = True
    """Whether requests are verified; without, whatever the user says is acted on."""
    judge: bool = True
    """Whether finished conversations are judged."""
    telemetry: bool = True
    """Whether times, prompts and answers are kept beside the traces."""
    max_steps: Annotated[int, Field(ge=1)] = 400
    max_attempts: Annotated[int, Field(ge=1)] | None = None
    strict: bool = False
    """Whether a tool that cannot be used ends it all instead of being skipped."""
    overwrite: bool = False
    resume: bool = False

    @model_validator(mode="before")
    @classmethod
    def _known(cls, value: Any) -> Any:
        for key in value if isinstance(value, Mapping) else ():
            if key not in cls.model_fields:
                raise ValueError(f"there is no setting {key!r}; {did_you_mean(str(key), cls.model_fields)}")
        return value

    @field_validator("turns")
    @classmethod
    def _growing(cls, turns: tuple[int, int]) -> tuple[int, int]:
        if not 1 <= turns[0] <= turns[1]:
            raise ValueError(f"expected at least 1 turn, and the lower number first, got {turns[0]}-{turns[1]}")
        return turns

    @property
    def folder(self) -> Path:
        """Where the run goes."""
        if self.out is not None:
            return Path(self.out)
        named = "-".join(re.sub(r"[^\w.-]+", "-", Path(source).stem).strip("-") for source in self.catalog)
        return Path("runs") / f"{named[:80]}-{self.seed}"


def read_config(path: Path | None, options: Mapping[str, Any]) -> Config:
    """The file's settings, overridden by the options that are not None; raises SimulationError that names the place."""
    settings = {} if path is None else _file(path)
    for key, value in options.items():
        if value is not None:
            both = key in ("roles", "routes", "plan", "prompts") and isinstance(settings.get(key), dict)
            settings[key] = {**settings[key], **value} if both else value
    try:
        return Config.model_validate(settings)
    except ValidationError as error:
        problems = "; ".join(_problem(item["loc"], item["msg"]) for item in error.errors())
        raise SimulationError(f"{path or 'options'}: {problems}") from error


def _problem(place: tuple[int | str, ...], message: str) -> str:
    named = ".".join(map(str, place))
    return f"{named + ': ' if named else ''}{message.removeprefix('Value error, ')}"


def _file(path: Path) -> dict[str, Any]:
    try:
        settings = yaml.safe_load(path.read_bytes())
    except OSError as error:
        raise SimulationError(f"{path}: cannot be read: {error.strerror}") from error
    except (yaml.YAMLError, ValueError) as error:
        raise SimulationError(f"{path}: no YAML: {' '.join(str(error).split())}") from error
    if settings is None:
        return {}
    if not isinstance(settings, dict):
        raise SimulationError(f"{path}: expected settings such as `catalog: travel`, got a {type(settings).__name__}")
    if "catalog" in settings:
        sources = _listed(settings["catalog"])
        settings["catalog"] = [_beside(path, source) for source in sources] if isinstance(sources, list) else sources
    for seated in (settings.get("model"), *_values(settings.get("roles"))):
        if isinstance(seated, dict) and "prompt" in seated:
            seated["prompt"] = _beside(path, seated["prompt"])
    if isinstance(settings.get("prompts"), dict):
        settings["prompts"] = {seat: _beside(path, prompt) for seat, prompt in settings["prompts"].items()}
    if isinstance(settings.get("target"), str):
        file, colon, name = settings["target"].rpartition(":")
        settings["target"] = f"{_beside(path, file)}{colon}{name}"
    return settings


def _values(mapping: Any) -> list[Any]:
    return list(mapping.values()) if isinstance(mapping, dict) else []


def _beside(path: Path, source: Any) -> Any:
    beside = path.parent / source if isinstance(source, str) else None
    return str(beside) if beside is not None and beside.exists() else source
