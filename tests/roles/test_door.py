"""The door to chat models: retries, budgets, kept answers, secrets; spoken to over real HTTP by the real openai client."""

import json
import pickle
import socket
import threading
import time
from pathlib import Path
from random import Random
from typing import Any

import pytest
from pydantic import BaseModel

from roles.chat import Answers, BadAnswer, Budget, Chat, Pace, Price, Terms, chat_model
from roles.chatting.prompt import Prompt
from roles.redaction import redacted
from tests.roles.chat_server import Answer, Server, completion, serving
from tool_graphs.errors import BudgetError, ChatError, PluginError, SimulationError

pytest.importorskip("langchain_openai")
KEY = "sk-marked-0123456789abcdefgh"
PROMPT = Prompt("user", "toolweft seat: user\nBe brief.", (("scene", {"date": "2026-05-01"}),))


class Said(BaseModel, frozen=True):
    """What somebody says."""

    text: str


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)


def chat(server: Server, terms: Terms | None = None, **settings: Any) -> Chat:
    return Chat(chat_model("openai:test", base_url=server.url, **settings), terms or Terms(wait=0.01), "openai:test")


def good(at: int, body: dict[str, Any]) -> Answer:
    return Answer(json.dumps({"text": f"answer {at}"}))


def test_an_answer_has_its_form_and_the_server_is_told_it() -> None:
    """The schema goes with the request; the answer comes back as what was asked for."""
    with serving(good) as server:
        (answer,) = chat(server).ask(PROMPT, Said, Random(1))
    assert answer == Said(text="answer 0")
    assert server.asked[0]["response_format"]["json_schema"]["name"] == "Said"
    assert [message["role"] for message in server.asked[0]["messages"]] == ["system", "user"]


def test_several_candidates_are_one_request() -> None:
    """`n` goes to the server, which is asked once."""
    with serving(good) as server:
        answers = chat(server).ask(PROMPT, Said, Random(1), n=5)
    assert (len(answers), len(server.asked), server.asked[0]["n"]) == (5, 1, 5)


def test_a_server_that_gives_one_candidate_is_asked_on() -> None:
    """Some servers ignore `n`; each further request has dice of its own."""
    with serving(lambda at, body: Answer(body=one_choice(at, body))) as server:
        answers = chat(server).ask(PROMPT, Said, Random(1), n=3)
    assert answers == (Said(text="answer 0"), Said(text="answer 1"), Said(text="answer 2"))
    assert len({body["seed"] for body in server.asked}) == 3


def one_choice(at: int, body: dict[str, Any]) -> dict[str, Any]:
    return completion(good(at, body), {**body, "n": 1})


@pytest.mark.parametrize(
    "hurdle",
    [
        Answer(status=429, headers={"Retry-After": "0"}),
        Answer(status=429, headers={"Retry-After-Ms": "20"}),
        Answer(status=500),
        Answer(status=503, body={"error": {"message": "overloaded"}}),
        Answer(reset=True),
        Answer(body={"error": "no"}),
        Answer(body={"choices": []}),
        Answer(body="a page of HTML"),
    ],
    ids=["429", "429 with milliseconds", "500", "503", "reset", "error in a 200", "no choices", "no completion"],
)
def test_what_passes_is_tried_again(hurdle: Answer) -> None:
    """A request that fails for a passing reason is made again, and nothing of that shows."""
    with serving(lambda at, body: hurdle if at < 2 else good(at, body)) as server:
        (answer,) = chat(server).ask(PROMPT, Said, Random(1))
    assert (answer, len(server.asked)) == (Said(text="answer 2"), 3)


def test_retry_after_is_honoured() -> None:
    """The next request comes no sooner than the server asks."""
    times: list[float] = []

    def script(at: int, body: dict[str, Any]) -> Answer:
        times.append(time.monotonic())
        return Answer(status=429, headers={"Retry-After": "1"}) if at == 0 else good(at, body)

    with serving(script) as server:
        chat(server).ask(PROMPT, Said, Random(1))
    assert times[1] - times[0] >= 1


def test_a_server_that_is_away_is_waited_for() -> None:
    """Nobody listens at first; the request is made until somebody does."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    asked = chat_model("openai:test", base_url=f"http://127.0.0.1:{port}/v1")
    answers: list[Any] = []
    thread = threading.Thread(target=lambda: answers.extend(Chat(asked).ask(PROMPT, Said, Random(1))))
    thread.start()
    time.sleep(0.6)
    with serving(good, port) as server:
        thread.join(20)
    assert (answers, len(server.asked)) == ([Said(text="answer 0")], 1)


def test_a_server_that_stays_away_ends_the_run() -> None:
    """Every other conversation would fail, too; the message says what to do."""
    with serving(good) as server:
        pass
    with pytest.raises(BudgetError, match=r"cannot be reached, after 2 tries.*--resume"):
        chat(server, Terms(tries=2, wait=0.01)).ask(PROMPT, Said, Random(1))


def test_a_server_that_keeps_failing_costs_one_conversation() -> None:
    """It answers, if only with errors: another request may go well."""
    with serving(lambda at, body: Answer(status=500)) as server, pytest.raises(ChatError) as raised:
        chat(server, Terms(tries=3, wait=0.01)).ask(PROMPT, Said, Random(1))
    assert not isinstance(raised.value, BudgetError)
    assert len(server.asked) == 3


@pytest.mark.parametrize("status", [401, 403, 404])
def test_what_no_request_would_pass_ends_the_run_at_once(status: int) -> None:
    """A refused key or an unknown model is not tried again."""
    refusal = Answer(status=status, body={"error": {"message": f"Incorrect API key provided: {KEY}"}})
    with serving(lambda at, body: refusal) as server, pytest.raises(BudgetError, match="no request will be answered") as raised:
        chat(server).ask(PROMPT, Said, Random(1))
    assert len(server.asked) == 1
    assert KEY not in str(raised.value)
    assert KEY[:8] not in str(raised.value)


def test_a_long_wait_ends_the_run() -> None:
    """A server that asks to come back in an hour is not waited for."""
    busy = Answer(status=429, headers={"Retry-After": "3600"})
    with serving(lambda at, body: busy) as server, pytest.raises(BudgetError, match="3600 seconds"):
        chat(server).ask(PROMPT, Said, Random(1))


def test_a_bad_answer_goes_back_once_with_the_reason() -> None:
    """What is wrong with it is said in words; the second answer counts."""
    with serving(lambda at, body: Answer("{}") if at == 0 else good(at, body)) as server:
        assert chat(server).ask(PROMPT, Said, Random(1)) == (Said(text="answer 1"),)
    assert "text: Field required" in server.asked[1]["messages"][-1]["content"]


def test_an_answer_that_is_cut_off_is_a_bad_answer() -> None:
    """The client raises for it; here it is an answer like any other, and its reason says what happened."""
    with serving(lambda at, body: Answer('{"text": "I wo', finish="length")) as server:
        (answer,) = chat(server).ask(PROMPT, Said, Random(1))
    assert isinstance(answer, BadAnswer)
    assert "cut off" in answer.reason


def test_a_server_without_schemas_is_told_the_form_by_a_tool() -> None:
    """The refusal costs one request; the next are made in the way that works."""

    def script(at: int, body: dict[str, Any]) -> Answer:
        if "response_format" in body:
            return Answer(status=400, body={"error": {"message": "response_format is not supported"}})
        return Answer(calls=[{"name": "Said", "args": {"text": "by tool"}}])

    with serving(script) as server:
        one = chat(server)
        assert one.ask(PROMPT, Said, Random(1)) == one.ask(PROMPT, Said, Random(2)) == (Said(text="by tool"),)
    assert ["response_format" in body for body in server.asked] == [True, False, False]


def test_an_answer_is_asked_for_once(tmp_path: Path) -> None:
    """The same model, prompt and dice find the answer that was kept, in another session, too; other dice ask."""
    with serving(good) as server:
        first = chat(server, Terms(Answers(tmp_path))).ask(PROMPT, Said, Random(1))
        assert chat(server, Terms(Answers(tmp_path))).ask(PROMPT, Said, Random(1)) == first
        assert chat(server, Terms(Answers(tmp_path))).ask(PROMPT, Said, Random(2)) == (Said(text="answer 1"),)
        assert chat(server, Terms(Answers(tmp_path)), temperature=0.9).ask(PROMPT, Said, Random(1)) == (Said(text="answer 2"),)
    assert len(server.asked) == 3


def test_the_address_of_a_server_is_no_part_of_the_key(tmp_path: Path) -> None:
    """A server that was started again elsewhere is not asked again."""
    with serving(good) as server:
        chat(server, Terms(Answers(tmp_path))).ask(PROMPT, Said, Random(1))
    with serving(good) as elsewhere:
        chat(elsewhere, Terms(Answers(tmp_path))).ask(PROMPT, Said, Random(1))
        assert not elsewhere.asked


def test_replaying_only_never_asks(tmp_path: Path) -> None:
    """What was kept is there; what was not is told with the seat."""
    with serving(good) as server:
        chat(server, Terms(Answers(tmp_path))).ask(PROMPT, Said, Random(1))
        replayed = chat(server, Terms(Answers(also=[tmp_path]), replay_only=True))
        assert replayed.ask(PROMPT, Said, Random(1)) == (Said(text="answer 0"),)
        with pytest.raises(ChatError, match="to this user prompt was kept"):
            replayed.ask(PROMPT, Said, Random(2))
    assert len(server.asked) == 1


def test_calls_come_back_as_they_were_kept(tmp_path: Path) -> None:
    """A live assistant's message has the same ids and arguments when it is found again."""
    tool = {"type": "function", "function": {"name": "look", "description": "Looks.", "parameters": {"type": "object"}}}
    with serving(lambda at, body: Answer(calls=[{"name": "look", "args": {"at": at}}])) as server:
        said = [chat(server, Terms(Answers(tmp_path))).speak([], [tool], Random(1)) for _ in range(2)]
    assert said[0] == said[1]
    assert said[0].tool_calls[0]["args"] == {"at": 0}


def test_answers_survive_a_cut_line(tmp_path: Path) -> None:
    """A kill in the middle of a line costs that answer; what is written next stands on a line of its own."""
    answers = Answers(tmp_path)
    answers.keep("00" * 16, {"answers": [{"content": "whole"}]})
    (file,) = tmp_path.glob("answers-*.jsonl")
    file.write_bytes(file.read_bytes() + b'{"key":"11111111111111111111111111111111","answ')
    again = Answers(tmp_path)
    again.keep("22" * 16, {"answers": [{"content": "next"}]})
    last = Answers(tmp_path)
    assert last.find("11" * 16) is None
    assert [last.find(key * 16)["answers"][0]["content"] for key in ("00", "22")] == ["whole", "next"]  # type: ignore[index]


def test_threads_and_pickles_share_a_folder(tmp_path: Path) -> None:
    """Many writers at once leave whole lines; a copy in another process reads them."""
    answers = Answers(tmp_path)
    keys = [f"{number:032x}" for number in range(400)]
    threads = [
        threading.Thread(target=lambda part: [answers.keep(key, {"answers": [{"content": key * 50}]}) for key in part], args=(p,))
        for p in (keys[:200], keys[100:300], keys[200:])
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    copy = pickle.loads(pickle.dumps(answers))
    assert all(copy.find(key)["answers"][0]["content"] == key * 50 for key in keys)
    assert sum(1 for _ in copy.spent()) == 400


def test_no_answer_of_a_long_session_is_forgotten(tmp_path: Path) -> None:
    """What is no longer at hand is read from the file, behind what another session has written there."""
    answers, other = Answers(tmp_path), Answers(tmp_path)
    keys = [f"{number:032x}" for number in range(5000)]
    for key in keys[:2500]:
        answers.keep(key, {"answers": [{"content": key}]})
    other.keep("ff" * 16, {"answers": [{"content": "other"}]})
    for key in keys[2500:]:
        answers.keep(key, {"answers": [{"content": key}]})
    assert [answers.find(key) for key in keys] == [{"key": key, "answers": [{"content": key}]} for key in keys]


def test_a_budget_ends_the_run(tmp_path: Path) -> None:
    """By tokens or by money; what was spent before counts, and what is kept costs nothing."""
    terms = Terms(Answers(tmp_path), Budget(max_tokens=200))
    with serving(good) as server:
        one = chat(server, terms)
        one.ask(PROMPT, Said, Random(1))
        one.ask(PROMPT, Said, Random(1))
        one.ask(PROMPT, Said, Random(2))
        with pytest.raises(BudgetError, match=r"200 tokens is used up .220 were spent.*--max-tokens"):
            one.ask(PROMPT, Said, Random(3))
        again = Terms(Answers(tmp_path), Budget(max_cost=1e-4, prices=PRICES, begun=Answers(tmp_path).spent()))
        with pytest.raises(BudgetError, match="--max-cost"):
            chat(server, again).ask(PROMPT, Said, Random(3))
    assert len(server.asked) == 2


PRICES = {"test": Price(input=1, output=10)}


def test_a_cost_that_nobody_can_know_is_refused() -> None:
    """A limit in money needs the price of each model."""
    Budget(max_cost=1, prices=PRICES).refuse_unpriced(["openai:test"])
    with pytest.raises(SimulationError, match="no price of 'openai:other'"):
        Budget(max_cost=1, prices=PRICES).refuse_unpriced(["openai:other"])


def test_requests_keep_a_pace() -> None:
    """So many a second, whoever asks."""
    with serving(good) as server:
        one = chat(server, Terms(pace=Pace(20)))
        began = time.monotonic()
        for number in range(6):
            one.ask(PROMPT, Said, Random(number))
    assert time.monotonic() - began >= 0.2


def test_names_that_lead_to_no_model_say_why(monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing key, a missing package, a module that holds none, a setting that does not exist: one sentence each, no key."""
    with pytest.raises(PluginError, match="needs langchain and the provider's package"):
        chat_model("groq:llama")
    with pytest.raises(PluginError, match=r"leads to function.*BaseChatModel|cannot be made"):
        chat_model("json:dumps", api_key=KEY)
    with pytest.raises(PluginError, match="temperature") as raised:
        chat_model("openai:x", temperature=KEY)
    assert KEY not in str(raised.value)
    with pytest.raises(PluginError, match="has no setting 'temprature'; did you mean 'temperature'"):
        chat_model("openai:x", temprature=1)
    with pytest.raises(PluginError, match="of providers, did you mean 'openai'"):
        chat_model("opnai:x")
    monkeypatch.delenv("OPENAI_API_KEY")
    with pytest.raises(PluginError, match="no key; set OPENAI_API_KEY"):
        chat_model("openai:x")
    assert chat_model("openai:x", base_url="http://127.0.0.1:1/v1") is not None


@pytest.mark.parametrize(
    "text",
    [
        f"Incorrect API key: {KEY}",
        "Authorization: Bearer abcdef.ghijkl-mnop failed",
        "cannot reach https://someone:hidden-word@example.com/v1",
        "GET https://example.com/v1?api_key=hidden-word&model=x",
        '{"api_key": "hidden-word", "x-api-key": "hidden-word"}',
        "password=hidden-word; and more",
        "the key gsk_hidden-word-1234 was refused",
    ],
)
def test_secrets_are_taken_out_of_texts(text: str) -> None:
    """Keys of the environment, and what looks like one."""
    clean = redacted(text)
    assert "***" in clean
    assert not any(secret in clean for secret in (KEY, "abcdef.ghijkl-mnop", "hidden-word"))


def test_ordinary_texts_stay_as_they_are() -> None:
    """A task, a token count and an address are no secrets."""
    text = "task-management: 12 tokens at https://example.com/v1?page=2, key 'name' is missing; sk and pk"
    assert redacted(text) == text
