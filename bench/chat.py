"""A chat model in every seat, against the mock server over HTTP: python bench/chat.py [CATALOG] [--conversations N]

The server runs in a process of its own and takes 200 ms for each answer, as a small model does; the answers were made
beforehand. Ideal is a machine that needs no time of its own: all slots wait for answers all the time. At 64 slots that leaves
one core 3.1 ms for each request, at 128 slots 1.6 ms, for the client and for all that is ours. "Client alone" is our OpenAI
client with nothing around it, in as many threads that take turns as a run's do, and "as it comes" langchain-openai's. Our own
processor time ("own ms", for a conversation) is that of the same conversations once more, with all answers kept, so that no
client is asked; "client ms" is what is left of the run's for each request.
Where TOOLWEFT_DATA names the folder with reference_figures.json, the figures stand beside those of the reference implementation.
"""

import argparse
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any

import orjson
from rich.console import Console
from rich.table import Table

from roles.cast import chat_cast
from roles.chat import Answers, Chat, Terms, chat_model
from simulator.mock_llm import MockLLM
from simulator.recording import record
from simulator.run import Run
from simulator.simulation import Simulation
from simulator.slots import Slots
from simulator.verifying import verified
from tool_graphs.catalog import graph_of, read_catalog
from tool_graphs.graph import ToolGraph

LATENCY = 0.2
FAULTS = "malformed=0.08,wrong-tool=0.04,429=0.03,500=0.02,slow=0.02,reset=0.01"
"""Of all answers, a fifth."""
IDEAL = {64: 0.95, 128: 0.90}
AGAIN = 100
"""Conversations that are played again for our own processor time."""
OWN = 30.0
"""Milliseconds of our own processor time for a conversation."""
PER_SECOND = 20.0
ACCEPTED = 0.95
MORE_REQUESTS = 1.6


def simulation(graph: ToolGraph, server: MockLLM, answers: Answers | None = None) -> Simulation:
    """The conversations that are played: a model in all seats but scenario and embedder."""
    model = chat_model("openai:mock", base_url=server.url, api_key="none")
    chat = Chat(model, Terms(answers=answers or Answers()))
    return Simulation(graph, chat_cast(graph, chat), seed="bench")


@dataclass(frozen=True)
class Throughput:
    """So many conversations at once."""

    slots: int
    attempts: int
    accepted: int
    seconds: float
    cpu: float
    own: float
    """Milliseconds of processor time for a conversation without the client's."""
    counts: dict[str, int]
    alone: float
    """What share the client reaches with nothing around it."""
    bare: float
    """What share langchain-openai's own client reaches, as it comes."""

    @property
    def share(self) -> float:
        """Of the time that all slots had, how much they waited for answers."""
        return self.counts["requests"] * LATENCY / (self.slots * self.seconds)

    @property
    def fed(self) -> float:
        """The same without the start and the end of the run, when there are fewer conversations than slots."""
        return self.counts["fed requests"] * LATENCY / (self.slots * self.counts["fed milliseconds"] / 1000)

    @property
    def client(self) -> float:
        """Milliseconds of processor time that the client takes for a request."""
        return (1000 * self.cpu - self.own * self.attempts) / self.counts["requests"]


def throughputs_of(graph: ToolGraph, catalog: str, slots: list[int], each: int) -> list[Throughput]:
    """Plays `each` conversations for each slot.

    The server has made all answers before and remembers them, for it stands for one on another machine, and takes no
    processor from those that are measured.
    """
    with MockLLM(catalog, latency=LATENCY, process=True) as server:
        for _ in _attempts(simulation(graph, server), each * max(slots), max(slots)):
            pass
        return [throughput(graph, server, number, each * number) for number in slots]


def throughput(graph: ToolGraph, server: MockLLM, slots: int, conversations: int) -> Throughput:
    """Plays them at once, then some once more with the answers kept."""
    with tempfile.TemporaryDirectory() as folder:
        played = simulation(graph, server, Answers(folder))
        before = server.counts()
        with _sampled(server) as samples:
            begun, cpu = time.perf_counter(), time.process_time()
            accepted = [attempt.status == "accepted" for attempt in _attempts(played, conversations, slots)]
            seconds, cpu = time.perf_counter() - begun, time.process_time() - cpu
        counts = {key: value - before.get(key, 0) for key, value in server.counts().items()}
        counts |= _when_fed(samples, begun, seconds)
        some = min(AGAIN, conversations)
        again = time.process_time()
        for _ in _attempts(played, some, 1):
            pass
        own = 1000 * (time.process_time() - again) / some
    alone, bare = (client_alone(slots, name) for name in ("roles.chat.openai", "langchain_openai"))
    return Throughput(slots, len(accepted), sum(accepted), seconds, cpu, own, counts, alone, bare)


def client_alone(slots: int, module: str, requests: int = 25) -> float:
    """What share of the time that all slots have a client waits for answers, once each has had its first."""
    with MockLLM(latency=LATENCY, process=True) as server:
        model = import_module(module).ChatOpenAI(model="mock", base_url=server.url, api_key="none", max_retries=0)
        asked = [("system", "s" * 1500), ("user", "u" * 6000)]

        def ask(times: int) -> None:
            for _ in range(times):
                model.invoke(asked)

        def all_ask(times: int) -> float:
            begun = time.perf_counter()
            for done in [threads.give(times) for _ in range(slots)]:
                done.result()
            return time.perf_counter() - begun

        with Slots(ask, slots, bool(getattr(model, "elsewhere", False))) as threads:
            all_ask(1)
            return requests * LATENCY / all_ask(requests)


def _attempts(played: Simulation, conversations: int, threads: int) -> Iterator[Any]:
    return played.attempts(conversations + 1, threads=threads, max_attempts=conversations)


@contextmanager
def _sampled(server: MockLLM) -> Iterator[list[tuple[float, int]]]:
    """(time, requests) twice a second."""
    samples: list[tuple[float, int]] = []
    over = threading.Event()

    def sample() -> None:
        while not over.wait(0.5):
            samples.append((time.perf_counter(), server.counts().get("requests", 0)))

    thread = threading.Thread(target=sample)
    thread.start()
    try:
        yield samples
    finally:
        over.set()
        thread.join()


def _when_fed(samples: list[tuple[float, int]], begun: float, seconds: float) -> dict[str, int]:
    """Requests and milliseconds between a fifth and three fifths of the run."""
    within = [(at, requests) for at, requests in samples if 0.2 < (at - begun) / seconds < 0.6] or samples
    (first, fewer), (last, more) = within[0], within[-1]
    return {"fed requests": more - fewer, "fed milliseconds": max(1, round(1000 * (last - first)))}


@dataclass(frozen=True)
class Robust:
    """A run whose server misbehaves."""

    name: str
    attempts: int
    accepted: int
    refused: int
    requests: int
    sessions: int


def robust(graph: ToolGraph, catalog: str, name: str, conversations: int, faults: str = "", kill: bool = False) -> Robust:
    """Runs into a folder, and proves what is there."""
    with MockLLM(catalog, faults=faults, process=True) as server, tempfile.TemporaryDirectory() as folder:
        requests: list[int] = []

        def killed(accepted: int, attempts: int) -> None:
            if kill and attempts == conversations // 2 and not requests:
                requests.append(server.counts()["requests"])
                server.stop()
                threading.Timer(1.0, server.start).start()

        sessions = _recorded(graph, server, Path(folder), conversations, killed)
        requests.append(server.counts()["requests"])
        run = Run.open(Path(folder) / "run")
        refused = sum(bool(one.failures) for one in verified(run.path))
        counts = run.manifest["counts"]
        return Robust(name, counts["attempts"], counts["accepted"], refused, sum(requests), sessions)


def _recorded(graph: ToolGraph, server: MockLLM, folder: Path, attempts: int, told: Callable[[int, int], None]) -> int:
    """How many sessions the run took: one that the server ends is gone on with."""
    from tool_graphs.errors import BudgetError

    for session in count(1):
        played = simulation(graph, server, Answers(folder / "answers"))
        try:
            record(
                played,
                attempts + 1,
                folder / "run",
                threads=32,
                max_attempts=attempts,
                whole=True,
                resume=session > 1,
                progress=told,
            )
        except BudgetError:
            time.sleep(1)
            continue
        return session
    raise AssertionError


def reference() -> dict[str, Any]:
    """The reference implementation's figures, where they are at hand."""
    data = os.environ.get("TOOLWEFT_DATA")
    path = Path(data) / "reference_figures.json" if data else None
    return orjson.loads(path.read_bytes())["nested, n=8, 200 ms"] if path and path.exists() else {}


def shown(value: float, good: bool, form: str = ".1f") -> str:
    """A figure, green where it meets its target."""
    return f"[{'green' if good else 'red'}]{value:{form}}[/]"


def throughputs(measured: list[Throughput]) -> Table:
    """One row for each number of slots."""
    theirs = reference()
    table = Table(
        title=f"A chat model in six seats, {LATENCY * 1000:.0f} ms a request (targets: {IDEAL}, {OWN:.0f} ms of our own)"
    )
    for column in (
        "at once", "accepted", "a second", "of the ideal", "whole run", "client alone", "as it comes", "own ms", "client ms",
        "requests", "completions", "characters",
    ):  # fmt: skip
        table.add_column(column, justify="right")
    for one in measured:
        per = {key: one.counts[key] / one.accepted for key in ("requests", "completions", "prompt_characters")}
        rate = one.accepted / one.seconds
        table.add_row(
            str(one.slots),
            f"{one.accepted / one.attempts:.0%}",
            shown(rate, rate >= PER_SECOND),
            shown(one.fed, one.fed >= IDEAL.get(one.slots, 0.9), ".0%"),
            f"{one.share:.0%}",
            f"{one.alone:.0%}",
            f"{one.bare:.0%}",
            shown(one.own, one.own <= OWN),
            f"{one.client:.1f}",
            f"{per['requests']:.1f}",
            shown(per["completions"], per["completions"] <= theirs.get("completions_per_accepted", 0) / 8),
            shown(
                per["prompt_characters"], per["prompt_characters"] <= theirs.get("prompt_characters_per_accepted", 0) / 4, ",.0f"
            ),
        )
    if theirs:
        low, high = theirs["conversations_per_second"]
        table.add_section()
        table.add_row(
            "reference", "89%", f"{low}-{high}", "", "", "", "", f"{1000 * theirs['cpu_seconds_per_accepted']:.0f}", "",
            str(theirs["requests_per_accepted"]), str(theirs["completions_per_accepted"]),
            f"{theirs['prompt_characters_per_accepted']:,}",
        )  # fmt: skip
    return table


def robustness(runs: list[Robust]) -> Table:
    """One row for each kind of trouble."""
    table = Table(
        title=f"Faults: {FAULTS} (targets: {ACCEPTED:.0%} accepted, none refused, at most {MORE_REQUESTS} times the requests)"
    )
    for column in ("server", "accepted", "refused by verify", "requests", "times", "sessions"):
        table.add_column(column, justify="right")
    for run in runs:
        share, times = run.accepted / run.attempts, run.requests / runs[0].requests
        table.add_row(
            run.name, shown(share, share >= ACCEPTED, ".0%"), shown(run.refused, not run.refused, "d"), f"{run.requests:,}",
            shown(times, times <= MORE_REQUESTS, ".2f"), str(run.sessions),
        )  # fmt: skip
    return table


def main() -> None:
    """Prints both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("catalog", nargs="?", default=default_catalog())
    parser.add_argument("--conversations", type=int, default=3, help="for each slot; the server remembers 2,800 in all")
    parser.add_argument("--faulty", type=int, default=80, help="conversations with a server that misbehaves")
    parser.add_argument("--slots", type=int, nargs="*", default=list(IDEAL))
    options = parser.parse_args()
    graph = graph_of(read_catalog(options.catalog))
    console = Console(width=130)
    if options.slots:
        console.print(throughputs(throughputs_of(graph, options.catalog, options.slots, options.conversations)))
    if options.faulty:
        runs = [robust(graph, options.catalog, "faultless", options.faulty)]
        runs.append(robust(graph, options.catalog, "a fifth of the answers faulty", options.faulty, FAULTS))
        runs.append(robust(graph, options.catalog, "faulty, killed and restarted", options.faulty, FAULTS, kill=True))
        console.print(robustness(runs))


def default_catalog() -> str:
    """The tools that the reference was measured on, where they are at hand."""
    data = os.environ.get("TOOLWEFT_DATA")
    path = Path(data) / "catalogs" / "retail_airline.yaml" if data else None
    return str(path) if path and path.exists() else "travel"


if __name__ == "__main__":
    main()
