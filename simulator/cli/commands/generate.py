"""`toolweft generate`."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from simulator.cli.commands.options import Catalogs, Json, NoCache, NoOpen, Port, Strict, pairs
from simulator.cli.log import log

commands = typer.Typer()


@commands.command()
def generate(
    catalog: Catalogs = None,
    count: Annotated[int | None, typer.Option("-n", "--count", help="How many accepted conversations (default 100).")] = None,
    seed: Annotated[str | None, typer.Option(help="Same seed, same conversations (default 7).")] = None,
    strategy: Annotated[
        str | None, typer.Option(help="explicit, upstream, goal-only, a plugin or module:attribute (default upstream).")
    ] = None,
    turns: Annotated[str | None, typer.Option(help="A number or a range (default 1-3).")] = None,
    workers: Annotated[int | None, typer.Option(help="Processes; any number gives the same (default 1).")] = None,
    threads: Annotated[
        int | None, typer.Option(help="Conversations at once in each process (default 1; 32 with a chat model).")
    ] = None,
    out: Annotated[str | None, typer.Option(help="The run's folder (default runs/CATALOG-SEED).")] = None,
    config: Annotated[Path | None, typer.Option(help="A YAML file that says all of this; options override it.")] = None,
    role: Annotated[
        list[str] | None, typer.Option(metavar="SEAT=NAME", help="Who takes a seat: a name or module:attribute.")
    ] = None,
    model: Annotated[
        str | None, typer.Option(help="A chat model for all seats: openai:gpt-4.1-mini, another provider's or module:attribute.")
    ] = None,
    prompt: Annotated[
        list[str] | None, typer.Option(metavar="SEAT=FILE", help="A file that replaces the instructions of a seat's chat model.")
    ] = None,
    max_tokens: Annotated[int | None, typer.Option(help="Tokens of chat models after which the run ends.")] = None,
    max_cost: Annotated[float | None, typer.Option(help="Money after which the run ends; needs prices, in YAML.")] = None,
    request_rate: Annotated[float | None, typer.Option(help="Requests to chat models a second, at most.")] = None,
    answers: Annotated[
        list[str] | None, typer.Option(metavar="RUN", help="Ask nothing again that this run has an answer to; can be repeated.")
    ] = None,
    replay_only: Annotated[bool | None, typer.Option("--replay-only", help="Ask nothing that was not answered before.")] = None,
    route: Annotated[
        list[str] | None, typer.Option(metavar="SEAT=SEAT", help="Who speaks after a seat: another, or module:attribute.")
    ] = None,
    calls: Annotated[str | None, typer.Option(help="Calls in a turn: a number or a range, such as 2-4.")] = None,
    goal: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="A tool or namespace that turns are for; can be repeated.")
    ] = None,
    namespace: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Plans use tools of this namespace only; can be repeated.")
    ] = None,
    must_use: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="A tool that the first turn uses; can be repeated.")
    ] = None,
    no_verify: Annotated[bool, typer.Option("--no-verify", help="Leave the verifier out, to see what it is worth.")] = False,
    no_judge: Annotated[bool, typer.Option("--no-judge", help="Leave the judge out, to see what it is worth.")] = False,
    no_distractors: Annotated[bool, typer.Option("--no-distractors", help="Offer no tools beside the linked ones.")] = False,
    target: Annotated[
        str | None,
        typer.Option(metavar="FILE:NAME", help="Follow these distributions: calls and implicit calls per turn, turns, ..."),
    ] = None,
    implicit_share: Annotated[float | None, typer.Option(help="Share of all calls that no request names, such as 0.33.")] = None,
    break_before: Annotated[
        list[str] | None,
        typer.Option(metavar="SEAT", help="Stop before this seat, step number or where module:attribute says; can be repeated."),
    ] = None,
    no_telemetry: Annotated[bool, typer.Option("--no-telemetry", help="Keep no times and prompts beside the traces.")] = False,
    max_steps: Annotated[int | None, typer.Option(help="Steps after which a conversation fails (default 400).")] = None,
    max_attempts: Annotated[
        int | None, typer.Option(help="Attempts after which the run ends (default 20 per conversation, plus 50).")
    ] = None,
    strict: Strict = None,
    overwrite: Annotated[bool | None, typer.Option("--overwrite", help="Replace the run in that folder.")] = None,
    resume: Annotated[bool | None, typer.Option("--resume", help="Go on with the run in that folder.")] = None,
    watch: Annotated[bool, typer.Option("--watch", help="Serve the page of `toolweft view` while the run grows.")] = False,
    port: Port = 0,
    no_open: NoOpen = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Tell more, with tracebacks of failing roles.")] = False,
    no_cache: NoCache = False,
    json: Json = False,
) -> None:
    """Generates conversations into a run's folder."""
    from simulator.cli.generating import generating
    from simulator.cli.viewing import Watch

    if verbose:
        log("TRACE")
    options: dict[str, Any] = {
        "catalog": catalog or None,
        "count": count,
        "seed": int(seed) if seed is not None and seed.lstrip("-").isdigit() else seed,
        "strategy": strategy,
        "turns": turns,
        "workers": workers,
        "threads": threads,
        "out": out,
        "roles": pairs("--role", role),
        "routes": pairs("--route", route),
        "model": model,
        "prompts": pairs("--prompt", prompt, "FILE"),
        "max_tokens": max_tokens,
        "max_cost": max_cost,
        "request_rate": request_rate,
        "answers": answers or None,
        "replay_only": replay_only,
        "plan": _given(
            calls=calls, goals=goal, namespaces=namespace, must_use=must_use, distractors="none" if no_distractors else None
        ),
        "verify": False if no_verify else None,
        "judge": False if no_judge else None,
        "target": target,
        "implicit_share": implicit_share,
        "telemetry": False if no_telemetry else None,
        "max_steps": max_steps,
        "max_attempts": max_attempts,
        "strict": strict,
        "overwrite": overwrite,
        "resume": resume,
    }
    watched = Watch(port, not no_open) if watch else None
    sys.exit(generating(config, options, json, not no_cache, break_before or (), watched))


def _given(**options: Any) -> dict[str, Any] | None:
    """The options that were given, if any."""
    return {name: value for name, value in options.items() if value} or None
