"""Runs for the page: a real one, and one in which everything is hostile."""

import json
from pathlib import Path

from simulator.recording import record
from simulator.run import Run
from simulator.simulation import Simulation
from simulator.trace import parse
from tool_graphs.catalog import graph_of, read_catalog

SHOP = graph_of(read_catalog("shop"))
EVIL = "<img src=x onerror=alert(1)></script><script>alert(2)</script><!--"
TEXTS = (f"{EVIL} line\u2028end\u2029 \u202egnp.exe a'b\"c`d${{e}} {{{{data}}}} &lt;b&gt;", "__proto__", "x" * 20_000)


def shop_run(place: Path, count: int = 12) -> Run:
    """Some conversations in which something stays implicit, and some that were rejected."""
    return record(Simulation(SHOP, strategy="goal-only", turns=(1, 2), seed=7), count, place)


def changed(line: bytes, **changes: object) -> bytes:
    """The line of a trace with other fields, still a line."""
    return json.dumps({**json.loads(line), **changes}).encode() + b"\n"


def hostile_run(place: Path) -> Run:
    """A run in which every text, name and id is meant to break a page; tools too."""
    run = shop_run(place, 1)
    steps = json.loads(next(run.lines()))["conversation"]["steps"]
    lines = []
    for number, text in enumerate(TEXTS):
        dirty = [_dirty(step, text) for step in steps]
        dirty.append({"kind": text, "by": text, "text": text, "data": {text: [text, {text: text}]}})
        trace = {"format": 1, "id": f"h{number}{text}", "seed": text, "strategy": text, "status": "rejected", "seat": text}
        lines.append(json.dumps({**trace, "reasons": [text], "error": None, "conversation": {"steps": dirty}}).encode() + b"\n")
    (place / "traces-00000.jsonl").write_bytes(b"".join(lines))
    catalog = json.loads((place / "catalog.json").read_text())
    for tool in catalog["tools"]:
        tool["description"] = EVIL
    (place / "catalog.json").write_text(json.dumps(catalog))
    for path in place.glob("telemetry-*"):
        path.unlink()
    assert all(parse(line).id for line in lines)
    return Run.open(place)


def _dirty(step: dict, text: str) -> dict:
    """A step in which words are replaced, and its results hold the text as key and value."""
    if "text" in step:
        return {**step, "text": text, "mentions": []} if "mentions" in step else {**step, "text": text}
    if step["kind"] == "returned":
        results = [{**result, "value": {**result["value"], text[:200]: text}} for result in step["results"]]
        return {**step, "results": results}
    return {**step, "reasons": [text]} if step["kind"] == "judged" else step
