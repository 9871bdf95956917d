"""The dial: what each strategy leaves unsaid, and that every other role understands it."""

import re
from functools import lru_cache
from random import Random

import pytest

from roles.base import Asked, Briefed, Conversation, Judged, Opened, Persona, Planned, Scene
from roles.certificate import FromDefault, FromProfile, FromResult, Said, certify
from roles.choices import choices, heard, words_for
from roles.conformance import check_strategy
from roles.language.recognition import ASKED, Recognizer
from roles.plugins import find_strategy
from roles.strategies.depth import depth
from roles.strategies.explicit import explicit
from roles.strategies.mixture import mixture
from roles.strategies.ratio import ratio
from roles.strategies.upstream import upstream
from roles.verifier import Verifier
from simulator.config import Config
from simulator.simulation import Simulation
from simulator.stats import stats
from simulator.trace import Trace
from tool_graphs.catalog import graph_of, read_catalog
from tool_graphs.errors import GraphError, PluginError
from tool_graphs.graph import ToolGraph
from tool_graphs.plan import Call, Plan, Reference

CATALOGS = {
    "ratio:0.33": "travel",
    "depth:1": "workspace",
    "logical-jump": "travel",
    "history": "travel",
    "profile": "shop",
    "precondition": "workspace",
    "defaults": "shop",
    "mixture:upstream=2,explicit=1": "shop",
}
MANY = 40


@lru_cache(maxsize=3)
def graph(name: str) -> ToolGraph:
    return graph_of(read_catalog(name))


@lru_cache(maxsize=16)
def traces(strategy: str) -> tuple[Trace, ...]:
    simulation = Simulation(graph(CATALOGS[strategy]), strategy=strategy, seed="dial")
    return tuple(simulation.one(number) for number in range(MANY))


def turns(strategy: str) -> list[Conversation]:
    return [turn for trace in traces(strategy) if trace.accepted for turn in trace.conversation.turns()]


def certified(strategy: str) -> list:
    tools = graph(CATALOGS[strategy])
    return [
        call
        for trace in traces(strategy)
        if trace.accepted
        for certificate in certify(trace.conversation, tools)
        for call in certificate.calls
    ]


@pytest.mark.parametrize("strategy", CATALOGS)
def test_most_conversations_are_accepted(strategy: str) -> None:
    """Verifier, certificate and judge understand what each strategy leaves unsaid."""
    assert sum(trace.accepted for trace in traces(strategy)) >= 0.85 * MANY
    assert not [trace.error for trace in traces(strategy) if trace.error]


@pytest.mark.parametrize("strategy", CATALOGS)
def test_no_value_of_a_hidden_call_stands_in_the_clause_of_a_goal(strategy: str) -> None:
    """What hidden calls need is said in sentences of its own."""
    recognizer = Recognizer(graph(CATALOGS[strategy]))
    looked = 0
    for turn in turns(strategy):
        asked, brief, plan = turn.heard().last(Asked), turn.last(Briefed).brief, turn.last(Planned).plan
        found = recognizer.recognize(asked.text, [call.tool for call in plan.calls if call.id in brief.explicit])
        for mention in asked.mentions:
            if mention.call in brief.implicit:
                looked += 1
                inside = [each for each in found if each.score >= ASKED and each.span[0] <= mention.span[0] < each.span[1]]
                assert not inside, asked.text
    assert looked > 10 or strategy in ("history", "profile")


def test_ratio_meets_its_share_over_a_run() -> None:
    """A third of all calls, within five points."""
    assert stats(traces("ratio:0.33"))["implicit_share"] == pytest.approx(0.33, abs=0.05)


def test_ratio_makes_up_for_turns_that_had_nothing_to_hide() -> None:
    """After four calls that were all asked for, a plan of three hides as much as it can."""
    chain = _chain(3)
    late = [len(ratio(0.3)(chain, Random(seed), Scene(calls=4, hidden=0)).implicit) for seed in range(20)]
    assert set(late) == {2}


def test_depth_asks_for_what_lies_further_back() -> None:
    """Of a chain of four, the one before the goal is hidden, or the two before it."""
    assert depth(1)(_chain(4), Random(1)).implicit == ("call_3",)
    assert depth(2)(_chain(4), Random(1)).implicit == ("call_2", "call_3")
    check_strategy(depth(2))


def test_logical_jump_prefers_one_goal() -> None:
    """Most turns have one goal, of which alone the request speaks."""
    briefs = [turn.last(Briefed).brief for turn in turns("logical-jump")]
    assert sum(len(brief.explicit) == 1 and bool(brief.implicit) for brief in briefs) >= 0.7 * len(briefs)
    assert all(brief.fallback for brief in briefs if len(brief.explicit) > 1 or not brief.implicit)


def test_profile_values_are_in_no_text() -> None:
    """Each has the profile as its source, and no request says it."""
    sources = [source for call in certified("profile") for source in call.sources.values()]
    assert sum(isinstance(source, FromProfile) for source in sources) > MANY / 2
    for trace in traces("profile"):
        texts = [step.text for step in trace.conversation.heard().all(Asked)]
        for step in trace.conversation.all(Briefed) if trace.accepted else ():
            for each in step.brief.unsaid:
                assert trace.conversation.last(Opened).profile
                assert not any(str(each.value) in text for text in texts) or len(str(each.value)) < 4


def test_defaults_are_left_out_of_the_text() -> None:
    """Each has the schema's default as its source, or is said by chance."""
    unsaid = {(each.call, each.argument) for turn in turns("defaults") for each in turn.last(Briefed).brief.unsaid}
    assert len(unsaid) > 5
    sources = [source for call in certified("defaults") for source in call.sources.values()]
    assert sum(isinstance(source, FromDefault) for source in sources) > MANY / 2


def test_precondition_hides_what_has_to_come_first() -> None:
    """The document is opened though nobody asks for it and nobody needs its result."""
    hidden = 0
    for turn in turns("precondition"):
        brief, plan = turn.last(Briefed).brief, turn.last(Planned).plan
        for call in plan.calls:
            for first in call.after:
                hidden += first in brief.implicit
                assert first not in {reference.call for reference in call.references.values()}
    assert hidden > MANY / 4
    assert all(call.needed_by for call in certified("precondition") if call.implicit)


def test_a_plan_without_what_has_to_come_first_is_refused() -> None:
    """The verifier knows from the tools alone that the document has to be opened."""
    verifier = Verifier(graph("workspace"), needs=frozenset({"order links"}))
    refused = 0
    for trace in traces("precondition"):
        turn = trace.conversation.turns()[0]
        plan, brief = turn.last(Planned).plan, turn.last(Briefed).brief
        if trace.accepted and any(call.after for call in plan.calls):
            without = Plan(
                calls=tuple(
                    call.model_copy(update={"after": ()})
                    for call in plan.calls
                    if not any(call.id in other.after for other in plan.calls)
                )
            )
            kept = tuple(id for id in brief.explicit if id in without.by_id)
            steps = (
                trace.conversation.last(Opened),
                Planned(plan=without),
                Briefed(brief=brief.model_copy(update={"explicit": kept, "implicit": ()})),
                turn.heard().last(Asked),
            )
            verdict = verifier(Conversation(steps=steps), Random(1))
            refused += any("has to come first" in reason for reason in verdict.reasons)
    assert refused > 3


def test_history_points_at_earlier_turns() -> None:
    """Turns after the first take values from earlier results, and say so: "that order", "the cheapest flight"."""
    pointed = said = 0
    for turn in turns("history"):
        plan, brief = turn.last(Planned).plan, turn.last(Briefed).brief
        ids = [r.call for call in plan.calls for r in call.references.values() if r.call not in plan.by_id]
        pointed += bool(ids)
        said += bool(re.search(r"\b(?:that|those|it|the (?:\w+est|first|second|last|\w+er)) ?", turn.heard().last(Asked).text))
        assert bool(ids) != bool(brief.fallback)
    assert pointed > MANY / 2 and said > pointed / 2
    late = [source for call in certified("history") for source in call.sources.values() if isinstance(source, FromResult)]
    assert any(re.search(r"\[[1-9]", source.path) for source in late)


def test_a_choice_that_means_another_one_is_refused() -> None:
    """ "The second one" is not the cheapest, unless it is."""
    verifier = Verifier(graph("travel"))
    refused = 0
    for trace in traces("history"):
        for turn in trace.conversation.turns() if trace.accepted else ():
            asked = turn.heard().last(Asked)
            changed = re.sub(r"\bthe (cheapest|earliest|third|last|cheaper|latest)\b", "the second", asked.text)
            if changed != asked.text:
                steps = trace.conversation.steps
                before = steps[: steps.index(asked)]
                verdict = verifier(Conversation(steps=(*before, asked.model_copy(update={"text": changed}))), Random(1))
                refused += any("chooses" in reason for reason in verdict.reasons)
    assert refused > 0


def test_choices_tell_things_apart() -> None:
    """By price, by date, by place; where two cost the same, not by price."""
    flights = {"flights": [{"id": "A", "price": 90}, {"id": "B", "price": 40}, {"id": "C", "price": 70}]}
    assert words_for(flights, "flights[1].id") == ("cheapest", "second")
    assert heard("Book the cheapest one.", flights, "flights[0].id") == {"flights[1].id"}
    alike = {"flights": [{"id": "A", "price": 40}, {"id": "B", "price": 40}]}
    assert {choice.words for choice in choices(alike, "flights[0].id")} == {"first", "second", "last"}
    assert choices({"flights": [{"id": "A"}]}, "flights[0].id") == []


def test_mixture_draws_by_weight() -> None:
    """Twice as often upstream as explicit, counted by turn."""
    counted = stats(traces("mixture:upstream=2,explicit=1"))["strategies_of_turns"]
    assert set(counted) == {"upstream", "explicit"} and counted["upstream"] > counted["explicit"]
    mine = mixture({explicit: 1}, upstream=1)
    assert {mine(_chain(3), Random(seed)).strategy for seed in range(20)} == {"explicit", "upstream"}


def test_fallbacks_are_counted() -> None:
    """A first turn has no earlier one, which `stats` tells."""
    assert stats(traces("history"))["fallbacks"]["history: the first turn"] > MANY / 2


def test_strategies_with_parameters_by_name() -> None:
    """`name:argument,key=value`; in YAML also as a mapping."""
    assert find_strategy("ratio:0.5") == ratio(0.5)
    assert find_strategy("depth:links=2") == depth(2)
    assert find_strategy("roles.strategies.ratio:Ratio:0.2") == ratio(0.2)
    assert find_strategy("upstream") is upstream
    assert Config(strategy={"ratio": 0.5}).strategy == "ratio:0.5"
    assert Config(strategy={"mixture": {"upstream": 2, "ratio:0.2": 1}}).strategy == "mixture:upstream=2,ratio:0.2=1"


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("ratio:1.5", "no share of calls; expected a number from 0"),
        ("ratio:much", "no share of calls"),
        ("depth:0", "no number of links"),
        ("depth:1,2", "too many positional arguments; depth takes these parameters: links"),
        ("ratio:part=1", "takes these parameters: share"),
        ("upstream:3", "takes no parameters; write just upstream"),
        ("mixture:upstream=0", "no weight"),
        ("mixture:upstraem=1", "did you mean 'upstream'"),
        ("mixture:upstream=1,upstream=2", "given twice"),
        ("ratio:", "nothing between two commas"),
        ("ratoi:0.3", "ratoi"),
    ],
)
def test_wrong_parameters_are_told(name: str, complaint: str) -> None:
    """Value, rule and remedy in one message."""
    with pytest.raises(PluginError, match=re.escape(complaint)):
        find_strategy(name)


@pytest.mark.parametrize(
    ("catalog", "strategy", "turns", "complaint"),
    [
        ("workspace", "profile", (1, 3), "needs inputs that a profile can fill"),
        ("travel", "history", (1, 1), "ask for more, --turns"),
    ],
)
def test_the_impossible_is_refused_at_the_start(catalog: str, strategy: str, turns: tuple[int, int], complaint: str) -> None:
    """Before a conversation is begun."""
    with pytest.raises(GraphError, match=complaint):
        Simulation(graph(catalog), strategy=strategy, turns=turns)


@pytest.mark.parametrize(
    ("strategy", "complaint"), [("precondition", "needs order links"), ("defaults", "needs parameters with")]
)
def test_tools_without_order_or_defaults_are_refused(strategy: str, complaint: str) -> None:
    """One message that says what is missing and what to do."""
    bare = graph("travel").subgraph(["find_traveller", "list_bookings", "get_booking"])
    with pytest.raises(GraphError, match=complaint):
        Simulation(bare, strategy=strategy)


def test_a_value_of_the_profile_that_is_said_is_refused() -> None:
    """The brief leaves it unsaid, so the request must, too."""
    verifier = Verifier(graph("shop"), needs=frozenset({"profile"}))
    refused = 0
    for trace in traces("profile"):
        turn = trace.conversation.turns()[0]
        unsaid = [each for each in turn.last(Briefed).brief.unsaid if isinstance(each.value, str) and len(each.value) > 4]
        if trace.accepted and unsaid:
            asked = turn.heard().last(Asked)
            told = asked.model_copy(update={"text": f"{asked.text} By the way, {unsaid[0].value}."})
            steps = (trace.conversation.last(Opened), turn.last(Planned), turn.last(Briefed), told)
            verdict: Judged = verifier(Conversation(steps=steps), Random(1))
            assert not verdict.ok
            refused += 1
    assert refused > 3


def test_what_is_said_has_its_source_in_the_text() -> None:
    """A profile does not keep other values from being said."""
    assert any(isinstance(source, Said) for call in certified("profile") for source in call.sources.values())


def _chain(length: int) -> Plan:
    return Plan(
        calls=tuple(
            Call(id=f"call_{n}", tool=f"tool_{n}", references={"x": Reference(call=f"call_{n - 1}", path="y")} if n > 1 else {})
            for n in range(1, length + 1)
        )
    )


def test_what_two_calls_share_is_said_once() -> None:
    """The day of the flights is the day of the flight's status, where both are asked for."""
    verifier, tools = Verifier(graph("travel")), ("search_flights", "get_flight_status", "find_traveller")
    opened = Opened(persona=Persona(name="Ann"), date="2026-01-05", tools=tools, turns=1)
    both = "Search for flights from SEA to SYD on 21 April 2026. Then get me the current status of the first flight."
    _, found = verifier.recover(Conversation(steps=(opened, Asked(text=both))))
    assert found["get_flight_status"].literals["departure_date"].value == "2026-04-21"
    alone = "Get me the current status of flight QF482. The meeting is on 21 April 2026."
    _, found = verifier.recover(Conversation(steps=(opened, Asked(text=alone))))
    assert found["get_flight_status"].missing == ["departure_date"]
