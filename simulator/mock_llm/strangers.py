"""Answers to anybody who has tools, or a form, or just a question: the live assistant, and programs that are not ours."""

import datetime
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from roles.base import Asked, Conversation, Opened, Returned
from roles.language.recognition import ASKED
from roles.values import Values
from simulator.mock_llm.answer import Answer, ToolCall, written
from simulator.mock_llm.recovering import Found, made_now, nested, now_possible, recovered, until_the_request
from simulator.mock_llm.request import ChatRequest
from simulator.mock_llm.stages import Stage, Stages, tool_of
from simulator.mock_llm.telling import TODAY, chatted, scene_told, told_off
from tool_graphs.graph import ToolGraph
from tool_graphs.plan import Call
from tool_graphs.tool import Tool, function_name

LIKELY = ASKED / 2
"""From this score on a request may mean a tool, where it surely means none."""


def called(request: ChatRequest, scene: Mapping[str, Any] | None, stages: Stages, rng: Random) -> Answer:
    """The next calls, or the reply where all is done."""
    stage = stages.of(request.tools)
    offered = [stage.name(tool["name"]) for tool in request.tools]
    if scene is None:
        heard = chatted(request.messages, scene_told(request.messages), offered, stage)
    else:
        heard = chatted(told_off(request.messages), scene, offered, stage)
    if request.tool_choice in stage.names:
        return _as_calls([_made_up(stage, stage.name(request.tool_choice), heard, rng)], request)
    if not heard.all(Asked):
        return _forced(request, stage, heard, rng) or Answer("Hello, how can I help?")
    found = recovered(until_the_request(heard), stage, rng, made_now(heard), LIKELY if scene is None else ASKED)
    ready = [_completed(call, stage, heard, rng) for call in now_possible(found, heard)]
    if ready and request.tool_choice != "none":
        return _as_calls(ready if request.parallel else ready[:1], request)
    return _forced(request, stage, heard, rng) or Answer(_reply(found, heard, stage, rng))


def _forced(request: ChatRequest, stage: Stage, heard: Conversation, rng: Random) -> Answer | None:
    """Some call, where one is required."""
    if request.tool_choice != "required":
        return None
    name = stage.name(rng.choice(request.tools)["name"])
    return _as_calls([_made_up(stage, name, heard, rng)], request)


def _made_up(stage: Stage, name: str, heard: Conversation, rng: Random) -> Call:
    """A call with what the request says, and values of our own for the rest of what it needs."""
    call = Call(id="call_1", tool=name)
    if heard.all(Asked):
        before = until_the_request(heard)
        _, known = stage.verifier.recover(before, {name: (0, len(before.last(Asked).text))})
        said = nested({path: one.value for path, one in known[name].literals.items()})
        call = Call(id="call_1", tool=name, arguments=said)
    return _completed(call, stage, heard, rng)


def _completed(call: Call, stage: Stage, heard: Conversation, rng: Random) -> Call:
    """The call with a value for each needed argument that nothing fills."""
    tool = stage.graph.tool(call.tool)
    missing = [name for name in tool.properties if name in tool.needed and name not in call.arguments]
    if not missing:
        return call
    day = datetime.date.fromisoformat(heard.last(Opened).date)
    made = {name: stage.values.argument(tool, name, rng, day) for name in missing}
    return call.model_copy(update={"arguments": {**call.arguments, **made}})


def _as_calls(calls: Sequence[Call], request: ChatRequest) -> Answer:
    """The calls, with ids that are their own in the whole conversation."""
    return Answer(
        calls=tuple(
            ToolCall(f"call_{request.digest[:16]}{at:02d}", function_name(call.tool), written(call.arguments))
            for at, call in enumerate(calls)
        )
    )


def _reply(found: Found, heard: Conversation, stage: Stage, rng: Random) -> str:
    """What came out, in a sentence or two."""
    results, issued = heard.results(), heard.calls()
    asked = {call.tool for call in found.calls if call.id in found.asked}
    turn = heard.steps[len(until_the_request(heard).steps) :]
    now = [result.call for step in turn if isinstance(step, Returned) for result in step.results if result.call in issued]
    told = [(issued[id], results[id]) for id in now if issued[id].tool in asked] or [(issued[id], results[id]) for id in now]
    if not told:
        return "I can help with that. Could you tell me a little more about what you need?"
    return stage.reporter.reply(told, "plain", rng)


def formed(schema: Mapping[str, Any], rng: Random) -> Answer:
    """JSON that the schema allows."""
    if not schema:
        return Answer(written({"answer": "Yes."}))
    tool = tool_of({"name": "answer", "parameters": {"type": "object", "properties": {"value": schema}, "required": ["value"]}})
    if schema.get("type", "object") == "object" and "properties" in schema:
        tool = tool_of({"name": str(schema.get("title", "answer")), "parameters": schema})
        return Answer(written(_made(tool, rng)))
    return Answer(written(_made(tool, rng).get("value", {})))


def _made(tool: Tool, rng: Random) -> dict[str, Any]:
    values, day = Values(ToolGraph([tool])), datetime.date.fromisoformat(TODAY)
    return {name: values.argument(tool, name, rng, day) for name in tool.properties}


def spoken(request: ChatRequest) -> Answer:
    """A text, for those who want no more."""
    last = next((message for message in reversed(request.messages) if message["role"] == "user"), None)
    words = str((last or {}).get("content") or "").split()[:12]
    return Answer(f"You said: {' '.join(words)}. I am a stand-in for a model, and have nothing to add." if words else "Hello.")
