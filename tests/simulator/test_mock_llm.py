"""The stand-in for a chat model, over HTTP, by the clients that people use."""

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import openai
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage
from langchain_openai import ChatOpenAI
from pydantic import BaseModel

from roles.base import Called
from roles.cast import chat_cast
from roles.chat import Chat, Terms, chat_model
from simulator.cli import main
from simulator.mock_llm import Faults, MockLLM
from simulator.run import Run
from simulator.simulation import Simulation
from simulator.trace import parse
from tool_graphs.catalog import Catalog, graph_of, read_catalog
from tool_graphs.errors import SimulationError
from tool_graphs.tool import Tool

ASKED = [{"role": "user", "content": "What is the weather in Paris?"}]
WEATHER = {
    "name": "get_weather",
    "description": "Get the current weather in a city.",
    "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
}
MAIL = {
    "name": "send_email",
    "description": "Send an email to somebody.",
    "parameters": {"type": "object", "properties": {"to": {"type": "string"}, "body": {"type": "string"}}, "required": ["to"]},
}
TOOLS: Any = [{"type": "function", "function": tool} for tool in (MAIL, WEATHER)]


@pytest.fixture(scope="module")
def server() -> Iterator[MockLLM]:
    """One that behaves."""
    with MockLLM() as found:
        yield found


@pytest.fixture(scope="module")
def client(server: MockLLM) -> openai.OpenAI:
    return openai.OpenAI(base_url=server.url, api_key="none", max_retries=0)


def ask(client: openai.OpenAI, messages: Any = ASKED, **options: Any) -> Any:
    return client.chat.completions.create(model="mock", messages=messages, **options)


def posted(server: MockLLM, body: bytes, path: str = "/v1/chat/completions", method: str = "POST") -> tuple[int, Any, bytes]:
    """(status, headers, body), by nothing but a socket."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    try:
        connection.request(method, path, body, {"content-type": "application/json"})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


def test_a_question_is_answered(client: openai.OpenAI) -> None:
    """With usage, for which four characters are a token."""
    answer = ask(client, n=3, logprobs=True, top_logprobs=2)
    assert [choice.index for choice in answer.choices] == [0, 1, 2]
    assert answer.choices[0].finish_reason == "stop"
    assert answer.usage.prompt_tokens == -(-len(ASKED[0]["content"]) // 4) + 3
    assert answer.usage.total_tokens == answer.usage.prompt_tokens + answer.usage.completion_tokens
    told = answer.choices[0].logprobs.content
    assert "".join(token.token for token in told) == answer.choices[0].message.content
    assert all(len(token.top_logprobs) == 2 and token.logprob <= 0 for token in told)


def test_the_same_request_gets_the_same_bytes(server: MockLLM) -> None:
    """Also by another server with that seed; not with another seed in the request."""
    body = {"model": "mock", "messages": ASKED, "tools": TOOLS, "tool_choice": "required", "seed": 1}
    with MockLLM() as other:
        bytes_ = [posted(one, json.dumps(body).encode())[2] for one in (server, server, other)]
        assert bytes_[0] == bytes_[1] == bytes_[2]
        assert posted(other, json.dumps({**body, "seed": 2}).encode())[2] != bytes_[0]


def test_a_stream_says_what_the_whole_answer_says(client: openai.OpenAI) -> None:
    """In pieces, the last of which is the usage."""
    whole = ask(client)
    chunks = list(ask(client, stream=True, stream_options={"include_usage": True}))
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
    assert text == whole.choices[0].message.content
    assert chunks[-1].usage == whole.usage
    assert chunks[-2].choices[0].finish_reason == "stop"


def test_a_tool_is_called_and_its_result_told(client: openai.OpenAI) -> None:
    """With the values of the request."""
    answer = ask(client, tools=TOOLS)
    (call,) = answer.choices[0].message.tool_calls
    assert answer.choices[0].finish_reason == "tool_calls"
    assert (call.function.name, json.loads(call.function.arguments)) == ("get_weather", {"city": "Paris"})
    result = {"role": "tool", "tool_call_id": call.id, "content": '{"temperature": 21, "condition": "sunny"}'}
    reply = ask(client, [*ASKED, answer.choices[0].message, result], tools=TOOLS).choices[0].message
    assert not reply.tool_calls
    assert "21" in reply.content or "sunny" in reply.content


def test_a_streamed_call_is_whole_in_the_end(client: openai.OpenAI) -> None:
    """Its arguments come in pieces."""
    deltas = [chunk.choices[0].delta for chunk in ask(client, tools=TOOLS, stream=True) if chunk.choices]
    pieces = [call for delta in deltas for call in delta.tool_calls or ()]
    assert pieces[0].function.name == "get_weather"
    assert json.loads("".join(piece.function.arguments or "" for piece in pieces)) == {"city": "Paris"}


@pytest.mark.parametrize(
    ("choice", "called"),
    [
        ("none", []),
        ("auto", ["get_weather"]),
        ({"type": "function", "function": {"name": "send_email"}}, ["send_email"]),
    ],
)
def test_the_choice_of_tools_is_heeded(client: openai.OpenAI, choice: Any, called: list[str]) -> None:
    """None, any, or a certain one."""
    message = ask(client, tools=TOOLS, tool_choice=choice).choices[0].message
    assert [call.function.name for call in message.tool_calls or ()] == called
    for call in message.tool_calls or ():
        tool = next(tool["function"] for tool in TOOLS if tool["function"]["name"] == call.function.name)
        jsonschema_rs.validate(tool["parameters"], json.loads(call.function.arguments))


def test_what_must_be_called_is_called(client: openai.OpenAI) -> None:
    """Though nobody asked for it."""
    message = ask(client, [{"role": "user", "content": "Hm."}], tools=TOOLS, tool_choice="required").choices[0].message
    assert len(message.tool_calls) == 1


def test_calls_come_at_once_unless_one_at_a_time_is_asked_for(client: openai.OpenAI) -> None:
    """Two wishes in one request."""
    wishes = "What is the weather in Paris? Also send an email to ana@example.org."
    messages = [{"role": "user", "content": wishes}]
    both = ask(client, messages, tools=TOOLS).choices[0].message.tool_calls
    one = ask(client, messages, tools=TOOLS, parallel_tool_calls=False).choices[0].message.tool_calls
    assert sorted(call.function.name for call in both) == ["get_weather", "send_email"]
    assert len(one) == 1


SCHEMA = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "age": {"type": "integer", "minimum": 18, "maximum": 99},
        "tags": {"type": "array", "items": {"type": "string", "enum": ["a", "b"]}},
        "home": {"$ref": "#/$defs/Home"},
    },
    "required": ["name", "age", "tags", "home"],
    "additionalProperties": False,
    "$defs": {"Home": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}},
}


def test_a_form_is_met(client: openai.OpenAI) -> None:
    """A JSON Schema, or any JSON."""
    form = {"type": "json_schema", "json_schema": {"name": "person", "schema": SCHEMA, "strict": True}}
    found = [ask(client, response_format=form, seed=seed).choices[0].message.content for seed in range(5)]
    for text in found:
        jsonschema_rs.validate(SCHEMA, json.loads(text))
    assert len(set(found)) > 1
    assert isinstance(json.loads(ask(client, response_format={"type": "json_object"}).choices[0].message.content), dict)


def test_an_answer_ends_at_its_limit(client: openai.OpenAI) -> None:
    """And says so."""
    choice = ask(client, max_completion_tokens=3).choices[0]
    assert (len(choice.message.content), choice.finish_reason) == (12, "length")


def test_models_are_listed(client: openai.OpenAI) -> None:
    """One; any other name will do, too."""
    assert [model.id for model in client.models.list()] == ["mock"]
    assert client.models.retrieve("gpt-4.1").id == "gpt-4.1"


class Person(BaseModel):
    """A person."""

    name: str
    age: int


def test_langchains_client_gets_all_it_asks_for(server: MockLLM) -> None:
    """Text, streams, tools, structured output in three ways."""
    model = ChatOpenAI(model="mock", base_url=server.url, api_key="none", max_retries=0)
    said = model.invoke("Hello there")
    assert said.usage_metadata
    assert "".join(str(chunk.content) for chunk in model.stream("Hello there")) == said.content
    called = model.bind_tools(TOOLS).invoke(ASKED[0]["content"])
    assert isinstance(called, AIMessage)
    assert called.tool_calls[0]["args"] == {"city": "Paris"}
    result = ToolMessage('{"temperature": 21}', tool_call_id=called.tool_calls[0]["id"])
    assert "21" in model.bind_tools(TOOLS).invoke([HumanMessage(ASKED[0]["content"]), called, result]).text
    for method in ("json_schema", "function_calling"):
        assert isinstance(model.with_structured_output(Person, method=method).invoke("Who?"), Person)
    assert isinstance(model.with_structured_output(None, method="json_mode").invoke("Who? As JSON."), dict)


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        (b"{nonsense", 400, "no JSON"),
        (b"[]", 400, "expected a JSON object"),
        (b"[" * 100_000, 400, "no JSON"),
        (b"{}", 400, "'model' is missing"),
        (b'{"model": "m", "messages": []}', 400, "1 to 2048 messages"),
        (b'{"model": "m", "messages": [{"role": "wizard", "content": ""}]}', 400, "messages[0].role"),
        (b'{"model": "m", "messages": [{"role": "tool", "content": ""}]}', 400, "tool_call_id"),
        (b'{"model": "m", "messages": [{"role": "user", "content": ""}], "n": 0}', 400, "'n': expected a whole number"),
        (b'{"model": "m", "messages": [{"role": "user", "content": ""}], "tools": [7]}', 400, "tools[0]"),
        (b'{"model": "m", "messages": [{"role": "user", "content": ""}], "tool_choice": "required"}', 400, "no tools"),
        (b'{"model": "m", "messages": [{"role": "user", "content": ""}], "response_format": {"type": "x"}}', 400, "json_schema"),
        (b'"' + b"x" * 10_000_000 + b'"', 413, "larger than"),
    ],
)
def test_a_hostile_request_is_told_what_is_wrong(server: MockLLM, body: bytes, status: int, said: str) -> None:
    """In the form of OpenAI's errors."""
    found, _, answer = posted(server, body)
    assert found == status
    assert said in json.loads(answer)["error"]["message"]


def test_what_is_not_there_is_said_to_be_not_there(server: MockLLM) -> None:
    """Other paths, other methods."""
    assert posted(server, b"", "/v1/embeddings")[0] == 404
    status, _, body = posted(server, b"", "/v1/chat/completions", "GET")
    assert (status, "known: POST /v1/chat/completions" in json.loads(body)["error"]["message"]) == (405, True)


PLAIN = st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=20), lambda inner: st.lists(inner, max_size=3)
                     | st.dictionaries(st.text(max_size=10), inner, max_size=3), max_leaves=6)  # fmt: skip
SEATS = st.sampled_from(["planner", "user", "verifier", "assistant", "executor", "judge", "scenario", "nobody"])
BLOCKS = st.dictionaries(st.sampled_from(["scene", "tools", "calls", "heard", "say", "request"]), PLAIN, max_size=6)


@given(seat=SEATS, blocks=BLOCKS, tools=PLAIN, more=PLAIN)
@settings(max_examples=25, deadline=None)
def test_nothing_that_is_sent_breaks_it(server: MockLLM, seat: str, blocks: dict[str, Any], tools: Any, more: Any) -> None:
    """Prompts that look like ours and are not, schemas that are none."""
    data = "\n".join(f'<data name="{name}">\n{json.dumps(value)}\n</data>' for name, value in blocks.items())
    messages = [{"role": "system", "content": f"toolweft seat: {seat}\n{data}"}, {"role": "user", "content": data}]
    for extra in (
        {},
        {"tools": [{"type": "function", "function": {"name": "x", "parameters": {"properties": tools}}}]},
        {"response_format": {"type": "json_schema", "json_schema": {"schema": {"properties": tools, "x": more}}}},
        {"tools": tools, "tool_choice": more},
    ):
        status, _, body = posted(server, json.dumps({"model": "m", "messages": messages, **extra}).encode())
        assert status in (200, 400), body


FAULTY = "malformed=0.2,wrong-tool=0.2,429=0.1,500=0.1,slow=0.15,reset=0.1"


def outcomes(server: MockLLM, count: int) -> list[str]:
    """What became of so many tries of one request."""
    client = openai.OpenAI(base_url=server.url, api_key="none", max_retries=0)
    found = []
    for _ in range(count):
        begun = time.perf_counter()
        try:
            (call,) = ask(client, tools=TOOLS).choices[0].message.tool_calls or (None,)
            right = call and call.function.name == "get_weather" and call.function.arguments == '{"city":"Paris"}'
            late = time.perf_counter() - begun > 0.4
            found.append("slow" if late else "right" if right else "wrong")
        except openai.APIStatusError as error:
            found.append(str(error.status_code))
            assert error.status_code != 429 or float(error.response.headers["retry-after"]) < 1
        except openai.APIConnectionError:
            found.append("reset")
    return found


def test_faults_come_as_often_as_they_are_asked_for_and_always_the_same() -> None:
    """Each try of a request has a fate of its own, and keeps it on another server."""
    with MockLLM(faults=FAULTY) as one, MockLLM(faults=FAULTY) as same, MockLLM(faults=FAULTY, seed=8) as other:
        first = outcomes(one, 40)
        assert set(first) == {"right", "wrong", "429", "500", "reset", "slow"}
        assert 8 <= first.count("wrong") <= 24
        assert outcomes(same, 12) == first[:12]
        assert outcomes(other, 12) != first[:12]


@pytest.mark.parametrize("kind", ["429", "500", "reset"])
def test_one_kind_of_fault_can_be_had_for_sure(kind: str) -> None:
    """At a share of one, whole or streamed."""
    with MockLLM(faults=f"{kind}=1") as server:
        assert outcomes(server, 2) == [kind, kind]
        client = openai.OpenAI(base_url=server.url, api_key="none", max_retries=0)
        with pytest.raises(Exception, match=r"429|500|Connection|peer|incomplete|reset|Server disconnected|Errno") as raised:
            list(ask(client, stream=True))
        assert not isinstance(raised.value, AssertionError)
        assert server.counts()[f"fault {kind}"] == 3


@pytest.mark.parametrize(
    ("faults", "said"),
    [("mishap=1", "did you mean|known: 429"), ("429=2", "from 0 to 1"), ("429=0.6,500=0.6", "at most 1"), ("429", "KIND=SHARE")],
)
def test_impossible_faults_are_refused(faults: str, said: str) -> None:
    """Before anything is served."""
    with pytest.raises(SimulationError, match=said):
        Faults.parse(faults)


def test_slow_answers_hold_up_no_others() -> None:
    """A hundred at once take hardly longer than one."""
    from concurrent.futures import ThreadPoolExecutor

    with MockLLM(latency=0.3) as server:
        body = json.dumps({"model": "mock", "messages": ASKED}).encode()
        begun = time.perf_counter()
        with ThreadPoolExecutor(50) as threads:
            statuses = list(threads.map(lambda _: posted(server, body)[0], range(50)))
        assert statuses == [200] * 50
        assert time.perf_counter() - begun < 50 * 0.3 / 5


def played(faults: str, threads: int, count: int = 3) -> tuple[list[bytes], list[str]]:
    """(lines, statuses) of attempts with a model in all seats but scenario and embedder."""
    graph = graph_of(read_catalog("shop"))
    with MockLLM("shop", faults=faults) as server:
        chat = Chat(chat_model("openai:mock", base_url=server.url, api_key="none"), Terms(wait=0.001))
        simulation = Simulation(graph, chat_cast(graph, chat))
        attempts = list(simulation.attempts(count, threads=threads, max_attempts=count))
    return [attempt.line for attempt in attempts], [attempt.status for attempt in attempts]


def test_a_model_in_every_seat_gives_the_same_for_any_number_of_threads() -> None:
    """Where a fifth of the answers is faulty."""
    faulty = "malformed=0.1,wrong-tool=0.04,429=0.03,500=0.02,reset=0.01"
    lines, statuses = played(faulty, 1)
    assert statuses.count("accepted") >= 2
    assert played(faulty, 3)[0] == lines


def test_names_of_any_characters_and_lists_of_several_are_planned_and_called() -> None:
    """As catalogs of web interfaces have them."""
    text = {"type": "string"}
    some = {"type": "array", "items": {"type": "string", "pattern": "^SKU-[0-9]{5}$"}, "minItems": 2}
    inputs = {
        "find_customer": {"filter[email]": text | {"format": "email"}},
        "archive_parts": {"customer.id": text, "skus[]": some},
        "delete_labels": {"customer.id": text, "labels": some},
    }
    tools = tuple(
        Tool(
            name=name,
            description=f"{name.replace('_', ' ').capitalize()}.",
            parameters={"type": "object", "properties": given, "required": [*given]},
            returns={"type": "object", "properties": {"customer_id" if "customer" in name else "status": text}},
        )
        for name, given in inputs.items()
    )
    graph = graph_of(Catalog(tools=tools))
    with MockLLM() as server:
        chat = Chat(chat_model("openai:mock", base_url=server.url, api_key="none"), Terms(wait=0.001))
        traces = [parse(attempt.line) for attempt in Simulation(graph, chat_cast(graph, chat)).attempts(12, max_attempts=12)]
    assert [trace.status for trace in traces].count("accepted") >= 11
    called = [call for trace in traces for step in trace.conversation.all(Called) for call in step.calls]
    assert {name for call in called for name in call.arguments} == {name for given in inputs.values() for name in given}
    assert all(len(value) >= 2 for call in called for value in call.arguments.values() if isinstance(value, list))


def test_the_command_serves_a_whole_run(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """`toolweft mock-llm` in a process of its own, `toolweft generate --model`, `toolweft verify`."""
    with MockLLM("travel", process=True) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        run = tmp_path / "run"
        command = ["generate", "travel", "-n", "3", "--model", "openai:mock", "--threads", "4", "--out", str(run)]
        monkeypatch.setattr(sys, "argv", ["toolweft", *command])
        with pytest.raises(SystemExit) as ended:
            main()
        assert ended.value.code == 0
        assert server.counts()["requests of planner"] >= 3
    assert Run.open(run).manifest["counts"]["accepted"] == 3


def test_ctrl_c_ends_the_command() -> None:
    """Its first line is the address."""
    command = [sys.executable, "-P", "-c", "from simulator.cli import main; main()", "mock-llm", "--latency", "10ms"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)
    assert process.stdout is not None
    assert process.stdout.readline().startswith(b"http://127.0.0.1:")
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=10)
    assert (process.returncode, b"Traceback" in errors) == (130, False)


@pytest.mark.parametrize("latency", ["fast", "-1s", "200"])
def test_a_latency_has_a_unit(latency: str) -> None:
    """Or it is refused."""
    from simulator.cli.mocking import mocking

    with pytest.raises(SimulationError, match="expected a time such as 200ms"):
        mocking([], 0, latency, "", "7")
