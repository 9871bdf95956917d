"""What our own roles' requests are answered with: by the offline roles, from nothing but the prompt."""

import datetime
import hashlib
from collections.abc import Callable, Mapping
from random import Random
from typing import Any

from roles.base import (
    Asked,
    Brief,
    Briefed,
    Called,
    Conversation,
    Judged,
    Planned,
    Slot,
    Step,
    Unsaid,
)
from roles.language.spoken import find, speak
from roles.values.pools import people
from simulator.mock_llm.mending import OF_MANY
from simulator.mock_llm.recovering import recovered
from simulator.mock_llm.stages import Stage
from simulator.mock_llm.telling import Blocks, told
from tool_graphs import path as paths
from tool_graphs.plan import Call, Plan, Reference
from tool_graphs.tool import Field, Tool, function_name
from tool_graphs.words import words

TRIES = 8
"""How often a value is made anew that nobody could recognise in a request."""
_STYLES = ("plain", "polite", "terse", "chatty")
_MATTERS = (
    "has a free evening and wants to get this off the list", "promised a colleague to see to it", "is planning the week ahead",
    "only noticed it on the way home", "likes things settled early", "is doing this for a friend",
)  # fmt: skip


def scenario(blocks: Blocks, stage: Stage, rng: Random) -> Any:
    """A person."""
    first, last, _ = people()
    name = f"{rng.choice(first)} {rng.choice(last)}"
    return {"name": name, "style": rng.choice(_STYLES), "about": f"{name.split()[0]} {rng.choice(_MATTERS)}."}


def planner(blocks: Blocks, stage: Stage, rng: Random) -> Any:
    """The literals of a skeleton's calls; what two calls name alike is the same."""
    if "calls" not in blocks:
        return _chosen(blocks, stage, rng)
    today = datetime.date.fromisoformat(blocks["scene"]["date"])
    said: dict[str, Any] = {}
    calls = []
    for call in blocks["calls"]:
        tool = stage.graph.tool(stage.name(call["tool"]))
        asked = [*call["write"], *(path for path in call["may"] if rng.random() < 0.6)]
        calls.append({"id": call["id"], "arguments": _literals(tool, asked, said, stage, rng, today)})
    return {"scenario": f"Somebody who {rng.choice(_MATTERS)}.", "calls": calls}


def _literals(
    tool: Tool, asked: list[str], said: dict[str, Any], stage: Stage, rng: Random, today: datetime.date
) -> dict[str, Any]:
    arguments: dict[str, Any] = {}
    for path in asked:
        input = tool.input(path)
        if input is None:
            continue
        shared = f"{input.name.lower()} {input.schema.get('type')}" if set(words(input.name)) - OF_MANY else path + tool.name
        if shared not in said or "enum" in input.schema:
            said[shared] = _sayable(tool, input, arguments, stage, rng, today)
        paths.put(arguments, paths.first_item(path), said[shared])
        for at in range(1, _least(tool, path)):
            item = paths.text((input.keys[0], at))
            paths.put(arguments, item, _sayable(tool, input, arguments, stage, rng, today))
    return arguments


def _least(tool: Tool, path: str) -> int:
    """How many items a parameter that is a list of plain values has at the least."""
    keys = paths.parse(path)
    listed = len(keys) == 2 and keys[1] is None
    return int(tool.properties[str(keys[0])].get("minItems") or 1) if listed else 1


def _sayable(tool: Tool, input: Field, arguments: Mapping[str, Any], stage: Stage, rng: Random, today: datetime.date) -> Any:
    value = None
    for _ in range(TRIES):
        value = stage.values.literal(tool, input, rng, today, dict(paths.leaves(arguments)))
        if find(speak(value, input, Random(0)), value, input, today.isoformat()):
            break
    return value


def _chosen(blocks: Blocks, stage: Stage, rng: Random) -> Any:
    """Two calls along a link, or one call where there is no link."""
    today = datetime.date.fromisoformat(blocks["scene"]["date"])
    first = sum("call" in one for one in blocks.get("heard", ())) + 1
    link = rng.choice(blocks["links"]) if blocks.get("links") else None
    names = [link["source"], link["target"]] if link else [rng.choice(blocks["tools"])["name"]]
    said: dict[str, Any] = {}
    calls: list[dict[str, Any]] = []
    for at, name in enumerate(names):
        tool = stage.graph.tool(stage.name(name))
        fed = link["param"] if link and at else ""
        needed = [input.path for input in tool.inputs if input.required and input.path != fed]
        path = paths.first_item(link["field"]) if link else ""
        references = {paths.first_item(fed): {"call": f"call_{first}", "path": path}} if fed else {}
        literals = _literals(tool, needed, said, stage, rng, today)
        calls.append({"id": f"call_{first + at}", "tool": name, "arguments": literals, "references": references})
    return {"scenario": f"Somebody who {rng.choice(_MATTERS)}.", "calls": calls}


def user(blocks: Blocks, stage: Stage, rng: Random) -> Any:
    """The request."""
    plan = Plan(calls=tuple(_call(call, stage) for call in blocks["calls"]))
    brief = Brief(
        strategy="",
        explicit=tuple(call["id"] for call in blocks["calls"] if call["asked"]),
        implicit=tuple(call["id"] for call in blocks["calls"] if not call["asked"]),
        slots=tuple(Slot.model_validate(slot) for slot in blocks["say"]),
        unsaid=tuple(Unsaid.model_validate(one) for one in blocks.get("unsaid", ())),
    )
    steps: list[Step] = [Planned(plan=plan), Briefed(brief=brief)]
    for refused in blocks.get("refused", ()):
        steps += [Asked(text=refused["text"]), Judged(ok=False, reasons=tuple(refused["reasons"]))]
    heard = told(blocks, stage, "")
    earlier = {reference["call"]: reference["tool"] for call in blocks["calls"] for reference in call["references"].values()}
    issued = tuple(
        Call(id=id, tool=stage.name(tool))
        for id, tool in earlier.items()
        if id not in plan.by_id and stage.name(tool) in stage.graph.tools
    )
    before = heard.steps if not issued else (*heard.steps, Called(calls=issued))
    text = stage.user(Conversation(steps=(*before, *steps)), rng).text
    chosen = [one["choose"] for call in blocks["calls"] for one in call["references"].values() if one.get("choose")]
    return {"text": " ".join([text, *(f"I mean the {rng.choice(choice)}." for choice in chosen)])}


def _call(call: Mapping[str, Any], stage: Stage) -> Call:
    references = {argument: Reference(call=one["call"], path=one["path"]) for argument, one in call["references"].items()}
    after = tuple(call.get("after", ()))
    return Call(id=call["id"], tool=stage.name(call["tool"]), arguments=call["arguments"], references=references, after=after)


def verifier(blocks: Blocks, stage: Stage, rng: Random) -> Any:
    """The calls that the request leads to."""
    heard = told(blocks, stage, "").then(Asked(text=blocks["request"]))
    found = recovered(heard, stage, rng, best=True)
    return {
        "calls": [
            {
                "id": call.id,
                "tool": function_name(call.tool),
                "arguments": call.arguments,
                "references": {argument: one.model_dump() for argument, one in call.references.items()},
                "asked": found.asked.get(call.id, ""),
            }
            for call in found.calls
        ]
    }


def executor(blocks: Blocks, stage: Stage, rng: Random) -> Any:
    """The results; one thing has the same attributes in all requests of a conversation, which its first words tell."""
    first = next((str(one["user"]) for one in blocks.get("heard", ()) if "user" in one), "")
    heard = told(blocks, stage, hashlib.sha256(first.encode("utf-8", "replace")).hexdigest()[:16])
    calls = tuple(Call(id=one["id"], tool=stage.name(one["tool"]), arguments=one["arguments"]) for one in blocks["calls"])
    returned = stage.executor(heard.then(Called(calls=calls)), rng)
    return {"results": [{"call": result.call, "value": result.value} for result in returned.results]}


def judge(blocks: Blocks, stage: Stage, rng: Random) -> Any:
    """Nothing to say against it."""
    return {"reasons": [], "ok": True}


SEATS: Mapping[str, Callable[[Blocks, Stage, Random], Any]] = {
    "scenario": scenario, "planner": planner, "user": user, "verifier": verifier, "executor": executor, "judge": judge,
}  # fmt: skip
"""Seat -> what it answers; the assistant, who chats, is with `strangers`."""
