"""A transcript as the measures of benchmarks read it: turns, and the calls that follow them."""

from simulator.audit.transcript import Transcript
from simulator.measures.flows import Told, told
from simulator.measures.naming import Naming
from simulator.measures.talk import Exchange, Issued


def exchanged(transcript: Transcript) -> tuple[list[Exchange], dict[str, Told]]:
    """The turns, and what is known of each call by its id; calls before the user speaks belong to no turn."""
    turns = _turns(transcript)
    offered = {name: tool.description for name, tool in transcript.tools.items()}
    naming = Naming({**{call.name: "" for turn in turns for call in turn.calls}, **offered})
    ids = [call.id for turn in turns for call in turn.calls]
    return turns, dict(zip(ids, told(turns, naming), strict=True))


def _turns(transcript: Transcript) -> list[Exchange]:
    turns: list[Exchange] = []
    issued: dict[str, Issued] = {}
    results = 0
    speaking = False
    for event in transcript.events:
        if event.part == "user" and speaking:
            turns[-1].text += "\n" + event.text
        elif event.part == "user":
            turns.append(Exchange(event.text))
        elif event.part == "call":
            issued[event.id] = Issued(event.tool, event.value, results, event.id)
            if turns:
                turns[-1].calls.append(issued[event.id])
        elif event.part == "result" and event.id in issued:
            issued[event.id].result, issued[event.id].returned = event.value, results
            results += 1
        speaking = event.part == "user"
    return turns
