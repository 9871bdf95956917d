"""Settings to a cast: names to roles, models and agents, each in its seat."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from roles.base import Cast, Role
from roles.plugins import find_role, find_strategy
from simulator.config import Config, Seated
from simulator.measures.target import Target
from tool_graphs.errors import SimulationError, did_you_mean
from tool_graphs.graph import ToolGraph

if TYPE_CHECKING:
    from roles.chat import Chat, Terms


@dataclass(frozen=True, slots=True)
class Casting:
    """The seats that are not left to the offline roles; the terms on which models are asked, where one is."""

    cast: dict[str, Role]
    terms: "Terms | None" = None


def cast_for(config: Config, graph: ToolGraph, target: Target | None) -> Casting:
    """Who plays, by the settings; raises PluginError or SimulationError for what cannot be had."""
    models, agents, named = _sorted(config)
    models = _prompted(models, config.prompts)
    cast: dict[str, Role] = {seat: find_role(name, graph) for seat, name in named.items()}
    if not models and not agents:
        return Casting(cast)
    offline = _offline(config, graph, target)
    terms = None
    if models:
        terms = _terms(config)
        cast = {**_chatting(graph, offline, models, terms), **cast}
    for seat, agent in agents.items():
        from roles.agent import Agent  # langchain's tools are slow to import

        cast[seat] = Agent(graph, agent, cast.get("executor", offline["executor"]))
    return Casting(cast, terms)


def _sorted(config: Config) -> tuple[dict[str, Seated], dict[str, Any], dict[str, str]]:
    """Seat -> chat model, agent, or name of a role."""
    from roles.naming import USUAL, kind_of  # here, so that settings can be read without it

    models: dict[str, Seated] = dict.fromkeys(USUAL, config.model) if config.model and config.model.model else {}
    agents: dict[str, Any] = {}
    named: dict[str, str] = {}
    for seat, given in config.roles.items():
        if isinstance(given, Seated):
            models[seat] = _with(given, config.model, seat)
            continue
        models.pop(seat, None)
        kind, found = kind_of(given, seat)
        if kind == "model":
            models[seat] = Seated(model=given)
        elif kind == "agent":
            agents[seat] = found
        else:
            named[seat] = given
    return models, agents, named


def _with(given: Seated, usual: Seated | None, seat: str) -> Seated:
    """A seat's settings; the model of all seats, with its own, where it names none."""
    if given.model:
        return given
    if usual is None or not usual.model:
        raise SimulationError(
            f"roles: {seat}: no model; expected one such as openai:gpt-4.1-mini under `model`, here or for all seats"
        )
    return Seated.model_validate({**usual.model_dump(exclude_unset=True), **given.model_dump(exclude_unset=True)})


def _prompted(models: Mapping[str, Seated], prompts: Mapping[str, str]) -> dict[str, Seated]:
    """The seats that models take, with instructions of one's own."""
    for seat in prompts:
        if seat not in models:
            known = did_you_mean(seat, models) if models else "no model has a seat: give one with --model"
            raise SimulationError(f"prompts: no chat model plays {seat!r}; {known}")
    return {seat: each.model_copy(update={"prompt": prompts.get(seat, each.prompt)}) for seat, each in models.items()}


def _offline(config: Config, graph: ToolGraph, target: Target | None) -> Cast:
    from roles.cast import offline_cast

    if target is None and config.implicit_share is None:
        return offline_cast(graph, find_strategy(config.strategy, graph), config.turns, wishes=config.plan)
    from simulator.steering.aims import aims_of
    from simulator.steering.cast import steered_cast

    return steered_cast(graph, aims_of(target, config.implicit_share, config.turns, config.plan), wishes=config.plan)


def _terms(config: Config) -> "Terms":
    from roles.chat import Answers, Budget, Pace, Terms

    answers = Answers(config.folder, config.answers)
    for folder in config.answers:
        if not Path(folder).is_dir():
            raise SimulationError(f"answers: {folder!r} is no folder of a run")
    budget = Budget(config.max_tokens, config.max_cost, config.prices, answers.spent() if config.resume else ())
    pace = Pace(config.request_rate / config.workers) if config.request_rate else None
    return Terms(answers, budget, pace, config.replay_only)


def _chatting(graph: ToolGraph, offline: Cast, models: Mapping[str, Seated], terms: "Terms") -> dict[str, Role]:
    from roles.chatting.cast import seated

    chats: dict[tuple[str, str], Chat] = {}
    cast: dict[str, Role] = {}
    for seat, given in models.items():
        chat = _chat(given, terms, chats)
        prompts = {seat: given.prompt} if given.prompt else {}
        cast[seat] = seated(graph, {seat: chat}, offline, prompts, given.best_of, given.votes, given.planning)[seat]
    terms.budget.refuse_unpriced(chat.name for chat in chats.values())
    return cast


def _chat(given: Seated, terms: "Terms", made: dict[tuple[str, str], "Chat"]) -> "Chat":
    """The model, made once for all seats that share it."""
    from roles.chat import Chat, chat_model

    name = str(given.model)
    key = name, repr(sorted(given.settings.items()))
    if key not in made:
        made[key] = Chat(chat_model(name, keyless=terms.replay_only, **given.settings), terms, name)
    return made[key]
