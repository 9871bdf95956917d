"""The `toolweft` command. What is slow to import is imported by the command that needs it."""

import os
import sys
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from tool_graphs.errors import SimulationError, ToolweftError

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Simulates multi-turn tool-calling conversations in which some calls stay implicit, offline, on your tools.",
)

Catalogs = Annotated[list[str] | None, typer.Argument(metavar="CATALOG", help="Files of tools, or names of bundled catalogs.")]
Folder = Annotated[Path, typer.Argument(metavar="RUN", help="A run's folder, or a file of traces.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]
NoOpen = Annotated[bool, typer.Option("--no-open", help="Open no browser.")]
Port = Annotated[int, typer.Option(min=0, max=65535, help="The page's port; 0 takes any free one.")]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Work links out anew; keep nothing.")]
Strict = Annotated[bool | None, typer.Option("--strict", help="Refuse tools that cannot be used instead of skipping them.")]


def main() -> None:
    """Runs the command: exit code 2 for a user's mistake, 1 for a run that fell short, 130 for Ctrl-C."""
    _log("WARNING")
    try:
        app()
    except ToolweftError as error:
        _end(2, f"Error: {error}")
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # so that closing stdout does not raise again
        _end(1)
    except KeyboardInterrupt:
        _end(130, "Interrupted.")
    except OSError as error:
        _end(1, f"Error: {error}")


def _end(code: int, message: str = "") -> None:
    if message:
        from roles.redaction import redacted

        print(redacted(message).encode("utf-8", "backslashreplace").decode(), file=sys.stderr)
    sys.exit(code)


def _log(level: str) -> None:
    from loguru import logger

    from roles.redaction import redacted

    logger.remove()

    def write(message: str) -> None:
        sys.stderr.write(redacted(message))

    coloured = sys.stderr.isatty()
    logger.add(write, level=level, format="<level>{level}</level> {message}", backtrace=False, diagnose=False, colorize=coloured)


@app.command()
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
        _log("TRACE")
    options: dict[str, Any] = {
        "catalog": catalog or None,
        "count": count,
        "seed": int(seed) if seed is not None and seed.lstrip("-").isdigit() else seed,
        "strategy": strategy,
        "turns": turns,
        "workers": workers,
        "threads": threads,
        "out": out,
        "roles": _pairs("--role", role),
        "routes": _pairs("--route", route),
        "model": model,
        "prompts": _pairs("--prompt", prompt, "FILE"),
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


_SUCH_AS = {"NAME": "mymodule:MyUser", "FILE": "my_user.txt"}


def _pairs(option: str, given: list[str] | None, what: str = "NAME") -> dict[str, str] | None:
    pairs = {}
    for pair in given or ():
        seat, equals, name = pair.partition("=")
        if not (seat and equals and name):
            raise SimulationError(f"{option} {pair!r}: expected SEAT={what}, such as {option} user={_SUCH_AS[what]}")
        pairs[seat] = name
    return pairs or None


@app.command()
def show(
    run: Folder,
    id: Annotated[
        str | None,
        typer.Argument(metavar="ID", help="A conversation's id; by default the first accepted one with an implicit call."),
    ] = None,
    listed: Annotated[bool, typer.Option("--list", help="List all attempts, a line each.")] = False,
    drafts: Annotated[bool, typer.Option("--drafts", help="Show also the requests that were sent back.")] = False,
    step: Annotated[int | None, typer.Option(min=0, help="All that the seat of this step, from 0, saw and gave.")] = None,
    json: Json = False,
) -> None:
    """Shows a conversation: implicit calls, where each value came from, verdicts."""
    from simulator.cli.looking import showing

    showing(run, id, listed, drafts, step, json)


@app.command("list")
def list_traces(
    run: Folder,
    where: Annotated[
        str | None, typer.Option(metavar="CONDITION", help="Such as 'status=rejected and reason~leak and tool=cancel_order'.")
    ] = None,
    json: Json = False,
) -> None:
    """Lists the attempts of a run, a line each, or those that a condition holds for."""
    from simulator.cli.listing import listing_traces

    listing_traces(run, where, json)


@app.command()
def view(
    runs: Annotated[list[Path], typer.Argument(metavar="RUN...", help="Folders of runs, folders of such, or files of traces.")],
    port: Port = 0,
    no_open: NoOpen = False,
    out: Annotated[Path | None, typer.Option(help="Write one self-contained file instead, to send to someone.")] = None,
) -> None:
    """Opens a page on runs: conversations with the grounds of each call, plan, steps, differences, the funnel."""
    from simulator.cli.viewing import viewing

    viewing(runs, port, not no_open, out)


@app.command()
def graph(
    catalog: Catalogs = None,
    format: Annotated[Literal["json", "mermaid", "graphml", "html"], typer.Option(help="What to write.")] = "json",
    out: Annotated[Path | None, typer.Option(help="A file (default standard output).")] = None,
    strict: Strict = None,
    no_cache: NoCache = False,
    json: Annotated[bool, typer.Option("--json", help="With 'explain': print JSON for scripts.")] = False,
) -> None:
    """Writes the tool graph: tools, and links that say which of them feed which.

    `toolweft graph CATALOG... explain A B` prints what speaks for and against links from tool A to tool B.
    """
    from simulator.cli.generating import drawing, explaining

    given = catalog or []
    if "explain" in given:
        place = given.index("explain")
        if len(given) < place + 3:
            raise SimulationError("explain: expected the names of two tools: toolweft graph CATALOG explain A B")
        source, target, *more = given[place + 1 :]
        explaining([*given[:place], *more], source, target, json, bool(strict))
    else:
        drawing(given, format, out, bool(strict), not no_cache)


@app.command()
def stats(
    run: Folder,
    against: Annotated[
        str | None,
        typer.Option(metavar="FILE:NAME", help="Compare with a target's distributions; RUN may be a file of exported rows."),
    ] = None,
    json: Json = False,
) -> None:
    """Counts: accepted, rejected by reason and seat, calls, implicit calls, depth, tools; or compares with a target."""
    if against is not None:
        from simulator.cli.comparing import comparing

        comparing(run, against, json)
        return
    from simulator.cli.looking import counting

    counting(run, json)


@app.command()
def funnel(run: Folder, json: Json = False) -> None:
    """Counts what each seat let through, rejected and sent back, and what an accepted conversation cost."""
    from simulator.cli.funnelling import funnelling

    funnelling(run, json)


@app.command()
def selftest(
    run: Folder,
    per_defect: Annotated[int, typer.Option(help="How many conversations to break in each way.", min=0)] = 100,
    seed: Annotated[str, typer.Option(help="Same seed, same places.")] = "7",
    show_missed: Annotated[bool, typer.Option("--show-missed", help="List what nobody noticed.")] = False,
    json: Json = False,
) -> None:
    """Breaks accepted conversations in known ways and counts who notices: verifier, certificate, judge, verify."""
    from simulator.cli.selftesting import selftesting

    selftesting(run, per_defect, seed, show_missed, json)


@app.command()
def export(
    run: Folder,
    out: Annotated[str, typer.Option(help="A file; - for standard output.")],
    format: Annotated[
        str, typer.Option(help="openai (arguments as JSON strings), trl (as objects), or dpo (a family's pairs).")
    ] = "openai",
    json: Json = False,
) -> None:
    """Writes the accepted conversations as a dataset, one JSON object a line."""
    from simulator.cli.exporting import exporting

    exporting(run, format, out, json)


Id = Annotated[str, typer.Argument(metavar="ID", help="A conversation's id.")]


@app.command()
def replay(
    run: Folder,
    id: Id,
    other_versions: Annotated[bool, typer.Option("--other-versions", help="Also with other versions than the run's.")] = False,
    json: Json = False,
) -> None:
    """Plays a conversation again and says whether it is the same to the byte; exit code 1 where it is not."""
    from simulator.cli.traveling import replaying

    sys.exit(replaying(run, id, other_versions, json))


@app.command()
def fork(
    run: Folder,
    id: Id,
    at: Annotated[int, typer.Option(help="The step from which on it is played anew, from 0.", min=0)],
    role: Annotated[
        list[str] | None, typer.Option(metavar="SEAT=NAME", help="Who takes a seat from there on: a name or module:attribute.")
    ] = None,
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="A setting of the YAML file: strategy=goal-only.")
    ] = None,
    seed: Annotated[str | None, typer.Option(help="Other dice from there on.")] = None,
    out: Annotated[Path | None, typer.Option(help="The fork's folder (default RUN-fork-ID-STEP).")] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the run in that folder.")] = False,
    json: Json = False,
) -> None:
    """Goes on from a step of a conversation with something changed, into a run's folder of its own."""
    from simulator.cli.traveling import forking

    forking(run, id, at, _pairs("--role", role) or {}, settings or [], seed, out, overwrite=overwrite, as_json=json)


@app.command()
def diff(
    traces: Annotated[list[str], typer.Argument(metavar="A B", help="Two traces: RUN ID, RUN:ID or files.")],
    json: Json = False,
) -> None:
    """Compares two conversations by meaning: where they part, which calls, values and verdicts changed."""
    from simulator.cli.traveling import comparing_traces

    comparing_traces(traces, json)


@app.command()
def bisect(
    run: Folder,
    id: Id,
    check: Annotated[str, typer.Option(metavar="MODULE:FUNCTION", help="Told the first steps; true where they are wrong.")],
    binary: Annotated[
        bool, typer.Option("--binary", help="Try few steps, taking for granted that what is wrong stays wrong.")
    ] = False,
    json: Json = False,
) -> None:
    """Finds the first step after which a check says that a conversation is wrong; exit code 1 where there is none."""
    from simulator.cli.traveling import bisecting

    sys.exit(bisecting(run, id, check, binary, json))


@app.command()
def family(
    run: Folder,
    members: Annotated[
        str, typer.Option(metavar="NAMES", help="Behaviours and embedding strategies, with commas between them.")
    ] = "explicit,upstream,logical-jump,missing-parameter,missing-tool,wrong-premise,parallel,profile",
    out: Annotated[Path | None, typer.Option(help="The family's folder (default RUN-family).")] = None,
    count: Annotated[int | None, typer.Option("-n", "--count", help="How many plans at most (default all).")] = None,
    seed: Annotated[str | None, typer.Option(help="Same seed, same siblings (default 7).")] = None,
    workers: Annotated[int, typer.Option(help="Processes; any number gives the same (default 1).")] = 1,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the run in that folder.")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the run in that folder.")] = False,
    json: Json = False,
) -> None:
    """Turns each accepted plan of a run into siblings with the same goal."""
    from simulator.cli.relating import relating

    relating(run, members, out, count, seed or "7", workers, overwrite, resume, json)


@app.command()
def verify(
    path: Annotated[Path, typer.Argument(metavar="RUN_OR_FILE", help="A run's folder, or a dataset that was exported.")],
    workers: Annotated[int, typer.Option(help="Processes; any number tells the same.")] = 1,
    json: Json = False,
) -> None:
    """Proves every conversation again, from its messages and tools; exit code 1 if anything fails."""
    from simulator.cli.verifying import verifying

    sys.exit(verifying(path, workers, json))


@app.command()
def audit(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Conversations with tool calls: JSON Lines or a JSON list.")],
    tools: Annotated[Path | None, typer.Option(metavar="FILE", help="Tools on offer, where the rows do not hold them.")] = None,
    against: Annotated[str | None, typer.Option(metavar="FILE:NAME", help="A target, whose shares are printed beside.")] = None,
    out: Annotated[str | None, typer.Option(help="A line of JSON for each row; - for standard output.")] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes.")] = 1,
    json: Json = False,
) -> None:
    """Says of a dataset that others made where the arguments come from and which calls are needed."""
    from simulator.cli.auditing import auditing

    auditing(file, tools, against, out, workers, json)


@app.command("mock-llm")
def mock_llm(
    catalog: Annotated[
        list[str] | None, typer.Argument(metavar="CATALOG", help="Catalogs of tools that it will be asked about, if known.")
    ] = None,
    port: Annotated[int, typer.Option(help="0 for any that is free.")] = 0,
    latency: Annotated[str, typer.Option(help="How long an answer takes, such as 200ms.")] = "0ms",
    faults: Annotated[
        str, typer.Option(metavar="KIND=SHARE", help="malformed, wrong-tool, 429, 500, slow, reset; with commas between.")
    ] = "",
    seed: Annotated[str, typer.Option(help="Same seed and request, same answer.")] = "7",
) -> None:
    """Serves a stand-in for a chat model, OpenAI-compatible, on this machine; prints its base URL first."""
    from simulator.cli.mocking import mocking

    mocking(catalog or [], port, latency, faults, seed)


catalogs = typer.Typer(no_args_is_help=True, help="Converts and checks sources of tools.")
app.add_typer(catalogs, name="catalog")

Sources = Annotated[
    list[str] | None, typer.Argument(metavar="SOURCE...", help="Files, bundled catalogs, or source:address as in openapi:FILE.")
]
Remote = Annotated[
    bool, typer.Option("--allow-remote-refs", help="Let references of an OpenAPI description lead to other files and hosts.")
]


@catalogs.command()
def convert(
    source: Sources = None,
    out: Annotated[str, typer.Option(help="A file; - for standard output.")] = "-",
    strict: Strict = None,
    allow_remote_refs: Remote = False,
    structure_texts: Annotated[
        bool, typer.Option("--structure-texts", help="Infer what an MCP server's listings hold that only declare a text.")
    ] = False,
) -> None:
    """Writes the tools of any source as one catalog."""
    from simulator.cli.cataloging import converting

    converting(source or [], out, bool(strict), allow_remote_refs, structure_texts)


@catalogs.command()
def enrich(
    source: Sources = None,
    model: Annotated[str, typer.Option(help="A chat model: openai:gpt-4.1-mini, or module:attribute.")] = "",
    out: Annotated[str, typer.Option(help="A file; - for standard output.")] = "-",
    budget: Annotated[int | None, typer.Option(help="Questions at most about results; one or two a tool.")] = None,
    links: Annotated[
        int, typer.Option("--links", min=0, help="Questions at most about unsure links, ten in each (default none).")
    ] = 0,
    strict: Strict = None,
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Ask about links anew; keep no answers.")] = False,
) -> None:
    """Has a chat model write missing result schemas and judge unsure links, once; they become part of the catalog."""
    from simulator.cli.enriching import enriching

    enriching(source or [], model, out, budget, bool(strict), links, not no_cache)


@catalogs.command("check")
def check_catalog(
    source: Sources = None,
    against: Annotated[
        list[str] | None,
        typer.Option(metavar="SOURCE", help="Another catalog, such as a benchmark's, whose tools are looked for."),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="End with exit code 1 if anything is found.")] = False,
    whole: Annotated[bool, typer.Option("--all", help="List all findings.")] = False,
    allow_remote_refs: Remote = False,
    json: Json = False,
) -> None:
    """Says what is missing or weak in a catalog, and which of its tools another catalog has."""
    from simulator.cli.cataloging import checking

    sys.exit(checking(source or [], against or [], strict, whole, json, allow_remote_refs))


@app.command()
def plugins(json: Json = False) -> None:
    """Lists roles and strategies that can be asked for by name."""
    from simulator.cli.looking import listing

    listing(json)


@app.command()
def doctor(json: Json = False) -> None:
    """Says whether this installation is sound; exit code 1 if not."""
    from simulator.cli.looking import examining

    sys.exit(examining(json))
