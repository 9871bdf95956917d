"""A chat model for the tests: it answers each seat's prompt with what a function says, or with what the offline roles would."""

import json
from collections.abc import Callable
from random import Random
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult

from roles.base import (
    Asked,
    Brief,
    Briefed,
    Called,
    Conversation,
    Opened,
    Persona,
    Planned,
    Replied,
    Result,
    Returned,
    Slot,
    Unsaid,
)
from roles.cast import offline_cast
from roles.chatting.prompt import SEAT_LINE, read_blocks
from tool_graphs import path as paths
from tool_graphs.graph import ToolGraph
from tool_graphs.plan import Call, Plan, Reference

Answering = Callable[[str, dict[str, Any], list[BaseMessage]], Any]
"""(seat, data blocks, messages) -> an answer: a message, a text, or a value that is written as JSON."""


class Scripted(BaseChatModel):
    """Answers by a function; takes tools, and keeps what it was asked."""

    answering: Any
    asked: list[Any]
    seed: int | None = None

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def bind_tools(self, tools, **options):
        """With tools at hand; what is bound is kept with what is asked."""
        return self.bind(tools=tools, **options)

    def _generate(self, messages, stop=None, run_manager=None, **options) -> ChatResult:
        first, _, _ = str(messages[0].content).partition("\n")
        seat = first.removeprefix(SEAT_LINE)
        self.asked.append((seat, messages, options))
        blocks = read_blocks("\n".join(str(message.content) for message in messages[:2]))
        answer = self.answering(seat, blocks, messages)
        if not isinstance(answer, AIMessage):
            answer = AIMessage(answer if isinstance(answer, str) else json.dumps(answer))
        return ChatResult(generations=[ChatGeneration(message=answer)])


class Oracle:
    """What the offline roles would answer, from nothing but the prompts and the tool graph."""

    def __init__(self, graph: ToolGraph) -> None:
        self.graph = graph
        self.cast = offline_cast(graph)

    def __call__(self, seat: str, blocks: dict[str, Any], messages: list[BaseMessage]) -> Any:
        return getattr(self, seat)(blocks, messages)

    def scenario(self, blocks, messages):
        return {"name": "Mei Lin", "style": "plain", "about": "A buyer who wants things settled."}

    def planner(self, blocks, messages):
        values, today = self.cast["planner"].values, self._opened(blocks).date
        import datetime

        day, rng = datetime.date.fromisoformat(today), Random(len(str(blocks)))
        calls = []
        for call in blocks["calls"]:
            tool = self.graph.tool(call["tool"])
            arguments: dict[str, Any] = {}
            for path in call["write"]:
                paths.put(
                    arguments,
                    paths.first_item(path),
                    values.literal(tool, tool.input(path), rng, day, dict(paths.leaves(arguments))),
                )
            calls.append({"id": call["id"], "arguments": arguments})
        return {"scenario": "Something has come up.", "calls": calls}

    def user(self, blocks, messages):
        calls, explicit, implicit = [], [], []
        for call in blocks["calls"]:
            references = {name: Reference(call=one["call"], path=one["path"]) for name, one in call["references"].items()}
            calls.append(
                Call(
                    id=call["id"],
                    tool=call["tool"],
                    arguments=call["arguments"],
                    references=references,
                    after=tuple(call.get("after", ())),
                )
            )
            (explicit if call["asked"] else implicit).append(call["id"])
        brief = Brief(
            strategy="x",
            explicit=tuple(explicit),
            implicit=tuple(implicit),
            slots=tuple(Slot(**one) for one in blocks["say"]),
            unsaid=tuple(Unsaid(**one) for one in blocks.get("unsaid", ())),
        )
        steps = [*self._heard(blocks), Planned(plan=Plan(calls=tuple(calls))), Briefed(brief=brief)]
        return {"text": self.cast["user"](Conversation(steps=tuple(steps)), Random(len(str(blocks)))).text}

    def verifier(self, blocks, messages):
        heard = Conversation(steps=(*self._heard(blocks), Asked(text=blocks["request"])))
        return {"calls": self._recovered(heard)}

    def assistant(self, blocks, messages):
        heard = Conversation(steps=tuple(self._spoken(blocks, messages)))
        results, issued = heard.results(), heard.calls()
        before = Conversation(steps=heard.steps[: max(n for n, step in enumerate(heard.steps) if isinstance(step, Asked)) + 1])
        left = []
        known = {**results}
        now = {call.tool: id for id, call in issued.items() if id not in before.calls()}
        names = {}
        for call in self._recovered(before):
            if call["tool"] in now:
                names[call["id"]] = now[call["tool"]]
                continue
            producers = [names.get(one["call"], one["call"]) for one in call["references"].values()]
            if all(id in known for id in producers):
                made = Call(
                    id="x",
                    tool=call["tool"],
                    arguments=call["arguments"],
                    references={
                        k: Reference(call=names.get(v["call"], v["call"]), path=v["path"]) for k, v in call["references"].items()
                    },
                )
                left.append(
                    {"name": call["tool"], "args": made.resolved(known).arguments, "id": f"m{len(left)}", "type": "tool_call"}
                )
        return AIMessage("", tool_calls=left) if left else AIMessage("That is done.")

    def executor(self, blocks, messages):
        calls = tuple(Call(id=one["id"], tool=one["tool"], arguments=one["arguments"]) for one in blocks["calls"])
        conversation = Conversation(steps=(*self._heard(blocks), Called(calls=calls)))
        given = self.cast["executor"](conversation, Random(len(str(blocks))))
        return {"results": [{"call": one.call, "value": one.value} for one in given.results]}

    def judge(self, blocks, messages):
        return {"reasons": [], "ok": True}

    def _opened(self, blocks):
        scene = blocks["scene"]
        names = [tool["name"] for tool in blocks.get("tools", ())] or list(self.graph.tools)
        return Opened(
            persona=Persona(name="x", style=scene.get("style", "plain")),
            date=scene["date"],
            profile=scene.get("profile", {}),
            tools=tuple(names),
            turns=1,
        )

    def _heard(self, blocks):
        steps = [self._opened(blocks)]
        for one in blocks["heard"]:
            if "user" in one:
                steps.append(Asked(text=one["user"]))
            elif "assistant" in one:
                steps.append(Replied(text=one["assistant"]))
            elif "call" in one:
                steps.append(Called(calls=(Call(id=one["call"], tool=one["tool"], arguments=one["arguments"]),)))
            else:
                steps.append(Returned(results=(Result(call=one["result"], value=one["value"]),)))
        return steps

    def _spoken(self, blocks, messages):
        yield self._opened(blocks)
        for message in messages[1:]:
            if isinstance(message, HumanMessage):
                yield Asked(text=message.content)
            elif isinstance(message, ToolMessage):
                try:
                    value = json.loads(message.content)
                except ValueError:
                    value = message.content
                yield Returned(results=(Result(call=message.tool_call_id, value=value),))
            elif message.tool_calls:
                yield Called(
                    calls=tuple(Call(id=one["id"], tool=one["name"], arguments=one["args"]) for one in message.tool_calls)
                )
            else:
                yield Replied(text=message.content)

    def _recovered(self, heard):
        asked, recovered = self.cast["verifier"].recover(heard)
        issued = heard.calls()
        calls: dict[str, dict[str, Any]] = {}
        earlier = {call.tool: id for id, call in issued.items()}
        spans = self.cast["verifier"]._asked(heard.last(Asked).text, heard.last(Opened).tools)

        def write(name):
            if name in calls:
                return calls[name]["id"]
            found = recovered[name]
            references = {}
            for param, producers in found.producers.items():
                one = next((each for each in producers if each.tool in asked), producers[0])
                id = earlier[one.tool] if one.earlier else write(one.tool)
                references[paths.first_item(param)] = {"call": id, "path": paths.first_item(one.field)}
            arguments: dict[str, Any] = {}
            for path, said in sorted(found.literals.items()):
                paths.put(arguments, path, said.value)
            words = heard.last(Asked).text[slice(*spans[name])] if name in spans else ""
            calls[name] = {
                "id": f"call_{len(issued) + len(calls) + 1}",
                "tool": name,
                "arguments": arguments,
                "references": references,
                "asked": words,
            }
            return calls[name]["id"]

        for name in sorted(asked):
            write(name)
        return list(calls.values())
