"""Chat models in the seats: what they answer is held to the rules of the offline roles, and nothing that they say is believed."""

import json
import re
from random import Random
from typing import Any

import pytest
from langchain_core.messages import AIMessage

from roles.base import (
    Asked,
    Briefed,
    Called,
    Conversation,
    Judged,
    Opened,
    Persona,
    Planned,
    Replied,
    Result,
    Returned,
)
from roles.cast import chat_cast, offline_cast
from roles.chatting.equality import alike, differing
from roles.chatting.prompt import REPAIR_LINE, SEAT_LINE
from roles.proof.row import failures_of
from roles.strategies.goal_only import goal_only
from simulator.ablation import without
from simulator.dataset import rows
from simulator.routes import after_verifier
from simulator.simulation import Simulation
from simulator.trace import parse
from tests.roles.catalog import GRAPH
from tests.roles.scripted import Oracle, Scripted
from tool_graphs.catalog import graph_of, read_catalog
from tool_graphs.plan import Call, Plan, Reference
from tool_graphs.tool import Tool

TRAVEL = graph_of(read_catalog("travel"))
ORACLE = Oracle(TRAVEL)
USUAL = ["planner", "user", "verifier", "assistant", "executor", "judge"]


def scripted(answering: Any) -> Scripted:
    """A model that answers by the function, and keeps what it was asked."""
    return Scripted(answering=answering, asked=[])


def saying(*answers: Any) -> Scripted:
    """A model that gives these answers, one after another; the last one again and again."""
    left = list(answers)
    return scripted(lambda seat, blocks, messages: left.pop(0) if len(left) > 1 else left[0])


def spoken(model: Scripted) -> list[list[str]]:
    """The messages of each question, as texts."""
    return [[str(message.content) for message in messages] for _, messages, _ in model.asked]


# whole conversations


def test_a_model_in_every_seat_gives_conversations_that_are_accepted_and_proved() -> None:
    """All but scenario and embedder; each accepted one is proved from its row alone."""
    model = scripted(ORACLE)
    traces = list(Simulation(TRAVEL, cast=chat_cast(TRAVEL, model), turns=(1, 2)).run(count=4, max_attempts=10))
    assert sum(trace.accepted for trace in traces) == 4
    assert {seat for seat, _, _ in model.asked} == set(USUAL)
    assert proved(traces, TRAVEL) == [[]] * 4


def proved(traces: list[Any], graph: Any) -> list[list[str]]:
    """What `verify` finds wrong with each accepted conversation, from its row alone."""
    dropped: list[str] = []
    accepted = [trace for trace in traces if trace.accepted]
    found = [
        [failure.text for failure in failures_of(row)] for row in rows(accepted, graph, lambda trace, why: dropped.append(why))
    ]
    assert not dropped
    return found


@pytest.mark.parametrize("seat", ["scenario", *USUAL])
def test_a_model_takes_one_seat_and_the_rest_is_played_offline(seat: str) -> None:
    """Mixed casts work, whoever is the model; each prompt's first line names its seat."""
    model = scripted(ORACLE)
    traces = list(Simulation(TRAVEL, cast=chat_cast(TRAVEL, {seat: model}), turns=1).run(count=2, max_attempts=6))
    assert sum(trace.accepted for trace in traces) == 2
    assert {texts[0].split("\n")[0] for texts in spoken(model)} == {f"{SEAT_LINE}{seat}"}


def test_the_same_answers_give_the_same_bytes() -> None:
    """What roles add is decided by conversation, dice and answers; traces read back as they were written."""
    lines = []
    for _ in range(2):
        simulation = Simulation(TRAVEL, cast=chat_cast(TRAVEL, scripted(ORACLE)), turns=1)
        lines.append([attempt.line for attempt in simulation.attempts(2, max_attempts=4)])
    assert lines[0] == lines[1]
    assert [parse(line).line() for line in lines[0]] == lines[0]


# answers that cannot be used


@pytest.mark.parametrize("seat", ["scenario", *(seat for seat in USUAL if seat != "assistant")])
def test_a_bad_answer_goes_back_once_with_what_is_wrong(seat: str) -> None:
    """The model sees its own answer and the reason; a good one then counts, fenced or with words around it."""
    first = {"left": True}

    def answering(seat, blocks, messages):
        if first.pop("left", False):
            return "I would rather not."
        return f"Here you are:\n```json\n{json.dumps(ORACLE(seat, blocks, messages))}\n```\nBye."

    model = scripted(answering)
    trace = Simulation(TRAVEL, cast=chat_cast(TRAVEL, {seat: model}), turns=1).one(0)
    assert trace.accepted and not [step for step in trace.conversation.all(Judged) if not step.ok]
    repair = spoken(model)[1]
    assert "I would rather not." in repair[-2] and repair[-1].split("\n")[0] == REPAIR_LINE
    assert "could not be used" in repair[-1] and repair[:2] == spoken(model)[0]


@pytest.mark.parametrize(("seat", "times"), [("scenario", 1), ("planner", 3), ("user", 3), ("judge", 2)])
def test_a_model_that_gives_no_usable_answer_is_a_rejection_with_its_reason(seat: str, times: int) -> None:
    """Planner, user and judge try again as routes allow; nothing raises."""
    model = saying("no")
    trace = Simulation(TRAVEL, cast=chat_cast(TRAVEL, {seat: model}), turns=1).one(0)
    assert (trace.status, trace.seat) == ("rejected", seat)
    assert f"the {seat}'s model gave no usable answer" in trace.reasons[0]
    assert len(model.asked) == 2 * times


def test_a_verifier_without_usable_answer_sends_the_request_back() -> None:
    """As any refusal of its: a second one for the same reason asks for another plan, and the third plan is the last."""
    trace = Simulation(TRAVEL, cast=chat_cast(TRAVEL, {"verifier": saying("no")}), turns=1).one(0)
    assert (trace.status, trace.seat) == ("rejected", "verifier")
    assert len(trace.conversation.all(Asked)) == 6 and "no usable answer" in trace.reasons[0]


def test_a_refusal_after_which_a_seat_went_on_is_no_verdict() -> None:
    """Without verifier and judge, a planner that needed two tries spoils nothing."""
    left = {"bad": 2}

    def answering(seat, blocks, messages):
        left["bad"] -= 1
        return "no" if left["bad"] >= 0 else ORACLE(seat, blocks, messages)

    routes = without("verifier", "judge")
    trace = Simulation(TRAVEL, chat_cast_without(routes, answering), routes, turns=1).one(0)
    assert trace.accepted and [step.again for step in trace.conversation.all(Judged)] == [True]


def chat_cast_without(routes: Any, answering: Any) -> Any:
    """A chat planner among the seats that are left."""
    return {seat: role for seat, role in chat_cast(TRAVEL, {"planner": scripted(answering)}).items() if seat in routes}


# a turn on a small graph

OPENED = Opened(persona=Persona(name="Mei"), date="2026-05-12", tools=tuple(GRAPH.tools), turns=1)
FIND = Call(id="call_1", tool="find_customer", arguments={"email": "mei@example.com"})
LIST = Call(id="call_2", tool="list_orders", references={"customer_id": Reference(call="call_1", path="customer_id")})
CANCEL = Call(
    id="call_3",
    tool="cancel_order",
    arguments={"reason": "no longer needed"},
    references={"order_id": Reference(call="call_2", path="orders[0].order_id")},
)
CHAIN = Plan(calls=(FIND, LIST, CANCEL))
TEXT = "I'm mei@example.com. Please cancel my latest order, it is no longer needed."


def briefed(plan: Plan = CHAIN) -> Conversation:
    """A scene with a plan, and the brief that hides everything but its goals."""
    return Conversation(steps=(OPENED, Planned(plan=plan), Briefed(brief=goal_only(plan, Random(0)))))


def asked(text: str = TEXT) -> Conversation:
    """The same with a request."""
    return briefed().then(Asked(text=text))


# the user


def test_the_users_values_are_found_and_never_believed() -> None:
    """Mentions are our own search's; a value that is not there has none, and the verifier says so."""
    model = saying(
        {"text": "Cancel the order of mei@example.com, please.", "mentions": [{"call": "call_3", "argument": "reason"}]}
    )
    cast = chat_cast(GRAPH, {"user": model, "verifier": saying({"calls": []})}, goal_only)
    step = cast["user"](briefed(), Random(1))
    assert isinstance(step, Asked)
    assert {step.text[slice(*mention.span)] for mention in step.mentions} == {"mei@example.com"}
    verdict = cast["verifier"](briefed().then(step), Random(1))
    assert isinstance(verdict, Judged) and "does not say reason, 'no longer needed'" in verdict.reasons[0]


def test_a_refused_request_goes_back_to_the_user_with_the_reasons() -> None:
    """The next prompt has the text and what was wrong with it."""
    model = saying({"text": TEXT})
    conversation = asked("Cancel it.").then(Judged(ok=False, reasons=("it says nothing",)))
    chat_cast(GRAPH, {"user": model}, goal_only)["user"](conversation, Random(1))
    assert '"refused"' in spoken(model)[0][1] and "it says nothing" in spoken(model)[0][1]
    assert "sent back" in spoken(model)[0][0]


def test_of_several_requests_the_one_with_the_fewest_faults_is_taken() -> None:
    """By the verifier's rules, whatever the order."""
    texts = ["Please cancel_order for mei@example.com.", TEXT, "Cancel it."]
    for order in ([0, 1, 2], [2, 0, 1], [1, 2, 0]):
        model = saying(*({"text": texts[place]} for place in order))
        step = chat_cast(GRAPH, {"user": model}, goal_only, best_of=3)["user"](briefed(), Random(1))
        assert isinstance(step, Asked) and step.text == TEXT and len(model.asked) == 3


# the verifier


def recovered(**changes: Any) -> dict[str, Any]:
    """The calls that the request leads to, with some of their properties changed: `call_3={"asked": ""}`."""
    calls: dict[str, dict[str, Any]] = {
        "call_1": {"tool": "find_customer", "arguments": {"email": "mei@example.com"}},
        "call_2": {"tool": "list_orders", "references": {"customer_id": {"call": "call_1", "path": "customer_id"}}},
        "call_3": {
            "tool": "cancel_order",
            "arguments": {"reason": "no longer needed"},
            "references": {"order_id": {"call": "call_2", "path": "orders[0].order_id"}},
            "asked": "cancel my latest order",
        },
    }
    for id, change in changes.items():
        calls[id] = {**calls.get(id, {}), **change}
    return {"calls": [{"id": id, **call} for id, call in calls.items() if call["tool"]]}


def verdict(answer: Any, text: str = TEXT) -> Judged:
    """What a verifier says whose model answers so."""
    step = chat_cast(GRAPH, {"verifier": saying(answer)}, goal_only)["verifier"](with_mentions(text), Random(1))
    assert isinstance(step, Judged)
    return step


def with_mentions(text: str) -> Conversation:
    """A request as a chat user makes it."""
    step = chat_cast(GRAPH, {"user": saying({"text": text})}, goal_only)["user"](briefed(), Random(1))
    return briefed().then(step)


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"call_3": {"arguments": {"reason": "No longer needed"}}},
        {"call_2": {"references": {"customer_id": {"call": "call_1", "path": "id"}}}},
        {"call_3": {"asked": "CANCEL my  latest order,"}},
    ],
)
def test_calls_that_say_the_same_are_the_plan(change: dict[str, Any]) -> None:
    """Another spelling or another name of the field is no difference; the words that ask are kept with the verdict."""
    step = verdict(recovered(**change))
    assert step.ok and [TEXT[slice(*wish.span)] for wish in step.wishes] == ["cancel my latest order"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"call_3": {"asked": ""}}, "does not ask for cancel_order"),
        ({"call_2": {"asked": "my latest order"}}, "asks for list_orders, which is to stay unsaid"),
        ({"call_3": {"arguments": {"reason": "ordered by mistake"}}}, "reads as 'ordered by mistake'"),
        ({"call_3": {"arguments": {}}}, "reason is 'no longer needed', but the request does not say so"),
        ({"call_4": {"tool": "get_forecast", "arguments": {"city": "Oslo"}}}, "also leads to get_forecast"),
        ({"call_4": {"tool": "get_forecast", "arguments": {"city": "Oslo"}, "asked": "Please"}}, "also asks for get_forecast"),
        (
            {"call_2": {"arguments": {"customer_id": "C-9"}, "references": {}}},
            "comes from an earlier result, but the request reads as",
        ),
        ({"call_2": {"references": {}}}, "nothing in the request leads to it"),
        ({"call_3": {"references": {"order_id": {"call": "call_2", "path": "orders[1].order_id"}}}}, "leads to orders\\[1\\]"),
        ({"call_3": {"references": {"order_id": {"call": "call_1", "path": "customer_id"}}}}, "comes from list_orders, but"),
    ],
)
def test_calls_that_say_otherwise_are_told(change: dict[str, Any], reason: str) -> None:
    """Each difference between what the request leads to and the plan."""
    step = verdict(recovered(**change))
    assert not step.ok
    assert any(re.search(reason, each) for each in step.reasons), step.reasons


def test_a_plan_that_no_request_leads_to_goes_back_to_the_planner() -> None:
    """Where the model takes a value from another call than the plan, or does without one, rewriting the request is no use."""
    assert not verdict(recovered(call_3={"asked": ""})).replan
    without_a_call = recovered(call_2={"arguments": {"customer_id": "C-9"}, "references": {}}, call_1={"tool": ""})
    for answer in (recovered(call_3={"references": {"order_id": {"call": "call_1", "path": "customer_id"}}}), without_a_call):
        step = verdict(answer)
        assert not step.ok and step.replan
        assert after_verifier(with_mentions(TEXT).then(step)) == "planner"
    assert after_verifier(with_mentions(TEXT).then(Judged(ok=False))) == "user"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"call_1": {"tool": "find_anyone"}}, "there is no tool 'find_anyone'"),
        ({"call_2": {"references": {"customer_id": {"call": "call_8", "path": "x"}}}}, "'call_8', which is no call before it"),
        ({"call_3": {"asked": "cancel the order"}}, "does not hold the words 'cancel the order'"),
    ],
)
def test_what_is_no_answer_to_the_request_is_sent_back(change: dict[str, Any], reason: str) -> None:
    """Unknown tools, references to nothing and words that were not said cost the model a second try."""
    step = verdict(recovered(**change))
    assert not step.ok and "no usable answer" in step.reasons[0] and reason in step.reasons[0]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Please cancel_order, it is no longer needed. mei@example.com", "names 'cancel_order'"),
        ("Please cancel my order. It is no longer needed.", "does not say email"),
        (f"{TEXT} And what is the weather forecast for Oslo?", "also asks for get_forecast"),
    ],
)
def test_rules_that_need_no_model_come_first(text: str, reason: str) -> None:
    """What they refuse, the model is not asked about."""
    model = saying(recovered())
    step = chat_cast(GRAPH, {"verifier": model}, goal_only)["verifier"](with_mentions(text), Random(1))
    assert isinstance(step, Judged) and not step.ok and reason in "; ".join(step.reasons) and not model.asked


FREE = "mei@example.com here. That last thing I bought? Make it go away, no longer needed."


def test_words_that_only_a_model_understands_are_kept_as_judged() -> None:
    """A request that no search recognises is accepted on the verifier's word, and the row says whose word it is."""
    answers = {"user": {"text": FREE}, "verifier": recovered(call_3={"asked": "Make it go away"})}
    cast = {**chat_cast(GRAPH, {seat: saying(answer) for seat, answer in answers.items()}, goal_only)}
    cast |= {"scenario": lambda conversation, rng: OPENED, "planner": lambda conversation, rng: Planned(plan=CHAIN)}
    trace = Simulation(GRAPH, cast=cast, strategy="goal-only", turns=1).one(0)
    assert trace.accepted, trace.reasons
    row = next(iter(rows([trace], GRAPH, lambda trace, why: pytest.fail(why))))
    told = row["metadata"]["turns"][0]["calls"][-1]
    assert told["asked"]["kind"] == "judged" and told["asked"]["judge"] == "Scripted"
    assert FREE[slice(*told["asked"]["span"])] == "Make it go away" and failures_of(row) == []
    told["asked"] = {**told["asked"], "span": [70, 4000]}
    assert {failure.rule for failure in failures_of(row)} == {"not-asked", "wrong-asked"}
    told["asked"] = None
    assert {failure.rule for failure in failures_of(row)} == {"not-asked"}


# the assistant


def calling(*calls: tuple[str, dict[str, Any]]) -> AIMessage:
    """A message with these calls, under ids of the model's own."""
    made = [
        {"name": name, "args": arguments, "id": f"mine_{at}", "type": "tool_call"} for at, (name, arguments) in enumerate(calls)
    ]
    return AIMessage("", tool_calls=made)


FOUND = calling(("find_customer", {"email": "mei@example.com"}))


def acting(*answers: Any, conversation: Conversation | None = None) -> tuple[Any, Scripted]:
    """What an assistant does whose model answers so, and the model."""
    model = saying(*answers)
    step = chat_cast(GRAPH, {"assistant": model}, goal_only)["assistant"](conversation or asked(), Random(1))
    return step, model


def test_a_live_assistant_calls_bound_tools_under_the_plans_ids() -> None:
    """It sees the request and all tools on offer, in OpenAI's form; values that are spelt otherwise stand as planned."""
    step, model = acting(calling(("find_customer", {"email": "MEI@example.com"})))
    assert step == Called(calls=(FIND,))
    _, messages, options = model.asked[0]
    assert [tool["function"]["name"] for tool in options["tools"]] == list(OPENED.tools)
    assert [message.type for message in messages] == ["system", "human"] and messages[1].content == TEXT


def test_a_call_that_cannot_be_made_is_answered_as_by_a_tool_once() -> None:
    """An unknown tool or invalid arguments: the model reads the error and may mend it; else it is asked anew, thrice in all."""
    wrong = calling(("find_customer", {"mail": "x"}), ("find_anyone", {}))
    step, model = acting(wrong, FOUND)
    assert step == Called(calls=(FIND,))
    errors = [str(message.content) for message in model.asked[1][1][-2:]]
    assert "'mail' is no parameter of find_customer" in errors[0] and "there is no tool 'find_anyone'" in errors[1]
    step, model = acting(wrong)
    assert isinstance(step, Judged) and "there is no tool 'find_anyone'" in "; ".join(step.reasons)
    assert len(model.asked) == 6


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (calling(("find_customer", {"email": "ada@example.com"})), "has another value for email"),
        (calling(("get_forecast", {"city": "Oslo"})), "get_forecast with {'city': 'Oslo'} is not needed"),
        (calling(("cancel_order", {"order_id": "#W1", "reason": "no longer needed"})), "comes before call_2, which it needs"),
        (AIMessage("Which order do you mean?"), "replies without having called find_customer: 'Which order do you mean?'"),
    ],
)
def test_what_leads_astray_is_drawn_again_and_then_refused(answer: AIMessage, reason: str) -> None:
    """The model is not told why, for that would tell of the plan; a better answer counts."""
    step, model = acting(answer, FOUND)
    assert step == Called(calls=(FIND,)) and len({str(messages) for _, messages, _ in model.asked}) == 1
    step, model = acting(answer)
    assert isinstance(step, Judged) and not step.ok and reason in step.reasons[0] and len(model.asked) == 3
    simulation = Simulation(TRAVEL, chat_cast(TRAVEL, {"assistant": saying(AIMessage("Sorry?"))}), turns=2)
    trace = simulation.one(0)
    assert (trace.status, trace.seat) == ("rejected", "assistant")


def test_several_calls_at_once_and_one_that_has_to_wait() -> None:
    """What is ready is carried out; what the plan feeds with a result is asked for again."""
    plan = Plan(calls=(FIND, LIST, Call(id="call_3", tool="get_forecast", arguments={"city": "Oslo"})))
    conversation = briefed(plan).then(Asked(text="Mine and the weather, please."))
    answer = calling(
        ("get_forecast", {"city": "Oslo"}),
        ("list_orders", {"customer_id": "C-1"}),
        ("find_customer", {"email": "mei@example.com"}),
    )
    step, _ = acting(answer, conversation=conversation)
    assert [call.id for call in step.calls] == ["call_3", "call_1"]


def test_the_conversation_so_far_is_given_as_chat_messages() -> None:
    """Calls and results with their ids; a reply once all is done, without a name of a tool."""
    conversation = asked()
    for call, value in (
        (FIND, {"customer_id": "C-1"}),
        (LIST, {"orders": [{"order_id": "#W1", "status": "sent"}]}),
        (CANCEL, {"order_id": "#W1", "status": "cancelled"}),
    ):
        made = call.resolved(conversation.results())
        conversation = conversation.then(Called(calls=(made,))).then(Returned(results=(Result(call=call.id, value=value),)))
    step, model = acting(AIMessage("I called cancel_order."), AIMessage("It is cancelled."), conversation=conversation)
    assert step == Replied(text="It is cancelled.")
    kinds = [message.type for message in model.asked[0][1]]
    assert kinds == ["system", "human", "ai", "tool", "ai", "tool", "ai", "tool"]
    assert model.asked[0][1][6].tool_calls[0]["args"] == {"reason": "no longer needed", "order_id": "#W1"}


# the executor


def results(*answers: Any) -> tuple[Returned, Scripted]:
    """What an executor gives for the second call of the chain whose model answers so, and the model."""
    conversation = (
        asked().then(Called(calls=(FIND,))).then(Returned(results=(Result(call="call_1", value={"customer_id": "C-1"}),)))
    )
    conversation = conversation.then(Called(calls=(LIST.resolved({"call_1": {"customer_id": "C-1"}}),)))
    model = saying(*answers)
    step = chat_cast(GRAPH, {"executor": model}, goal_only)["executor"](conversation, Random(1))
    assert isinstance(step, Returned)
    return step, model


def listed(value: Any) -> dict[str, Any]:
    """An answer with this result of the second call."""
    return {"results": [{"call": "call_2", "value": value}]}


GOOD = {"orders": [{"order_id": "#W77", "status": "sent"}]}


def test_a_result_that_holds_is_the_models() -> None:
    """Valid by schema and in line with what was said; after a repair, too."""
    assert results(listed(GOOD))[0] == Returned(results=(Result(call="call_2", value=GOOD),))
    step, model = results(listed({"orders": [{"order_id": 7}]}), listed(GOOD))
    assert step.results[0].value == GOOD and "is not of type" in spoken(model)[1][-1]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("no", "JSON"),
        ({"results": []}, "there is no result for call call_2"),
        (listed({"orders": "none"}), "result of call_2: "),
        (listed({"orders": []}), ""),
        (listed({**GOOD, "customer_id": "C-2"}), "was asked about customer_id 'C-1', but its result is about 'C-2'"),
        (listed({"orders": [{"order_id": "", "status": "sent"}]}), "a value that is needed later is not there"),
        (listed({"orders": [{"order_id": "C-1", "status": "sent"}]}), "was told before, so that nothing needs it"),
    ],
)
def test_a_result_that_does_not_hold_is_the_offline_one_with_a_mark(answer: Any, reason: str) -> None:
    """Nothing is silent: the result says why it is not the model's, and what the plan needs is told to no model."""
    step, model = results(answer)
    assert step.results[0].fallback and reason in step.results[0].fallback
    assert GRAPH.tool("list_orders").result_errors(step.results[0].value) == []
    assert not any("needed later" in text for texts in spoken(model) for text in texts)


# the judge


def judged(*votes: Any, votes_wanted: int = 1, spoilt: bool = False) -> tuple[Judged, Scripted]:
    """What a judge says of a good conversation whose model votes so, and the model."""
    offline = offline_cast(GRAPH, goal_only)
    conversation = briefed()
    conversation = conversation.then(offline["user"](conversation, Random(3)))
    while not conversation.all(Replied):
        conversation = conversation.then(offline["assistant"](conversation, Random(1)))
        if isinstance(conversation.steps[-1], Called):
            conversation = conversation.then(offline["executor"](conversation, Random(1)))
    if spoilt:
        conversation = Conversation(steps=(*conversation.steps[:-1], Replied(text="cancel_order did it.")))
    model = saying(*votes)
    step = chat_cast(GRAPH, {"judge": model}, goal_only, votes=votes_wanted)["judge"](conversation, Random(1))
    assert isinstance(step, Judged)
    return step, model


YES, NO = {"reasons": [], "ok": True}, {"reasons": ["The reply is untrue."], "ok": False}


def test_the_majority_of_votes_decides() -> None:
    """A tie is a no; votes that cannot be used do not count."""
    assert judged(YES)[0].ok
    assert judged(NO)[0] == Judged(ok=False, reasons=("The reply is untrue.",))
    assert judged(YES, NO, YES, votes_wanted=3)[0].ok
    assert not judged(YES, NO, votes_wanted=2)[0].ok
    assert judged("?", YES, "?", votes_wanted=3)[0].ok


def test_the_certificate_stays() -> None:
    """What it refuses, the model is not asked about."""
    step, model = judged(YES, spoilt=True)
    assert not step.ok and "the reply names 'cancel_order'" in step.reasons[0] and not model.asked


# the planner


def planning(*answers: Any, mode: Any = "fill", seed: int = 1) -> tuple[Any, Scripted]:
    """What a planner gives whose model answers so, and the model."""
    model = saying(*answers)
    cast = chat_cast(GRAPH, {"planner": model}, goal_only, planning=mode)
    return cast["planner"](Conversation(steps=(OPENED,)), Random(seed)), model


def chosen(**changes: Any) -> dict[str, Any]:
    """A plan of the model's own, with some properties of its second call changed."""
    second = {"id": "b", "tool": "list_orders", "references": {"customer_id": {"call": "a", "path": "customer_id"}}, **changes}
    first = {"id": "a", "tool": "find_customer", "arguments": {"email": "mei@example.com"}}
    return {"scenario": "Mei wonders what\nshe ordered.", "calls": [first, second]}


def test_the_planner_fills_the_sampled_skeleton() -> None:
    """Tools and references are those that the offline planner samples with the same dice; literals are the model's."""
    for seed in range(12):
        draft = offline_cast(GRAPH, goal_only)["planner"](Conversation(steps=(OPENED,)), Random(seed))
        assert isinstance(draft, Planned)
        given = {"find_customer": {"email": "ada@example.org"}, "get_forecast": {"city": "Oslo"}}
        given |= {"cancel_order": {"reason": "ordered by mistake"}, "list_orders": {"customer_id": "C-4711"}}
        calls = []
        for call in draft.plan.calls:
            arguments = {name: value for name, value in given[call.tool].items() if name not in call.references}
            arguments |= {"order_id": "#W4711"} if call.tool == "cancel_order" and not call.references else {}
            calls.append({"id": call.id, "arguments": arguments})
        step, _ = planning({"scenario": "Something\ncame up.", "calls": calls}, seed=seed)
        assert isinstance(step, Planned) and step.scenario == "Something came up."
        assert [(call.tool, call.references) for call in step.plan.calls] == [(c.tool, c.references) for c in draft.plan.calls]
        assert [call.arguments for call in step.plan.calls] == [call["arguments"] for call in calls]


def test_the_planner_picks_the_tools_itself() -> None:
    """Ids are ours; the model's plan is held to the links and to what plans are offline."""
    step, model = planning(chosen(), mode="choose")
    assert isinstance(step, Planned) and [call.id for call in step.plan.calls] == ["call_1", "call_2"]
    assert step.plan.calls[1].references == {"customer_id": Reference(call="call_1", path="customer_id")}
    assert step.scenario == "Mei wonders what she ordered." and '"links"' in spoken(model)[0][1]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"tool": "list_everything"}, "there is no tool 'list_everything'"),
        ({"tool": "find_customer"}, "called twice"),
        ({"references": {"customer_id": {"call": "a", "path": "name"}}}, "which does not feed it"),
        ({"references": {"customer_id": {"call": "c", "path": "customer_id"}}}, "no call of this turn"),
        ({"references": {"customer": {"call": "a", "path": "customer_id"}}}, "customer is no argument"),
        ({"references": {}}, '"customer_id" is a required property'),
        ({"arguments": {"customer_id": "C-1"}}, "is taken from a result; do not write it"),
        ({"references": {}, "arguments": {"customer_id": ""}}, "is empty"),
        ({"references": {}, "arguments": {"customer_id": 12.5}}, "is not of type"),
        ({"references": {}, "arguments": {"customer_id": "a\nb" * 200}}, "is too long for a request"),
    ],
)
def test_a_plan_that_nobody_could_ask_for_goes_back_and_is_refused(change: dict[str, Any], reason: str) -> None:
    """By the same rules as offline plans; the model is told once, and a good plan then counts."""
    step, model = planning(chosen(**change), mode="choose")
    assert isinstance(step, Judged) and step.again and reason in step.reasons[0] and len(model.asked) == 2
    assert isinstance(planning(chosen(**change), chosen(), mode="choose")[0], Planned)


# equality


@pytest.mark.parametrize(
    ("given", "wanted", "same"),
    [
        (2, 2.0, True),
        ("2", 2, True),
        ("oslo ", "Oslo", True),
        ("12 June 2026", "2026-06-12", True),
        (True, 1, False),
        ("true", True, True),
        (None, "Oslo", False),
        ("Oslo", "Bergen", False),
        ("", "Oslo", False),
        (["a"], "a", False),
        ("C-10", "C-1", False),
    ],
)
def test_values_may_be_spelt_otherwise(given: Any, wanted: Any, same: bool) -> None:
    """As people and models spell them, and no further."""
    assert alike(given, wanted, None, "2026-05-12") is same


def test_a_default_may_be_given_or_not() -> None:
    """And an empty optional argument says nothing."""
    properties = {"city": {"type": "string"}, "units": {"type": "string", "default": "metric"}, "note": {"type": "string"}}
    tool = Tool(name="t", parameters={"type": "object", "properties": properties, "required": ["city"]})
    assert list(differing(tool, {"city": "Oslo", "units": "metric", "note": ""}, {"city": "Oslo"})) == []
    assert list(differing(tool, {"city": "Oslo"}, {"city": "Oslo", "units": "metric"})) == []
    assert list(differing(tool, {"city": "Oslo", "units": "imperial"}, {"city": "Oslo"})) == ["units"]
    assert list(differing(tool, {}, {"city": "Oslo", "note": "x"})) == ["city", "note"]
