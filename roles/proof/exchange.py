"""Whether calls and results fit the tools and each other, and whether texts keep tools to themselves: no plan is needed."""

from collections.abc import Iterator

from roles.language.disclosure import given_away
from roles.proof.consistency import contradictions
from roles.proof.failure import Failure
from roles.proof.offered import Offered
from roles.proof.story import Story


def exchanged(story: Story, offered: Offered) -> Iterator[Failure]:
    """What is wrong with what was exchanged."""
    for turn in story.turns:
        for speaker, text in (("request", turn.text), ("reply", turn.reply or "")):
            for name in given_away(text, offered.names, offered.starts):
                yield Failure(rule="named-tool", text=f"the {speaker} names {name!r}", turn=turn.number)
        if turn.reply is None:
            yield Failure(rule="no-reply", text=f"no reply closes turn {turn.number}", turn=turn.number)
    for call in story.calls.values():
        known = offered.tools.get(call.tool)
        if known is None:
            text = f"call {call.id}: {call.tool} is not among the offered tools"
            yield Failure(rule="not-offered", text=text, turn=call.turn, call=call.id)
            continue
        for error in known.tool.argument_errors(call.arguments):
            yield Failure(rule="schema", text=f"{call}: {error}", turn=call.turn, call=call.id)
        if call.id in story.results:
            for error in known.tool.result_errors(story.results[call.id]):
                yield Failure(
                    rule="result-schema", text=f"result of {call.id} ({call.tool}): {error}", turn=call.turn, call=call.id
                )
    yield from contradictions(story, offered)
