"""Which look-ups contradict what the request takes for granted, so that what depends on them is rightly left undone."""

from roles.behaviours.statement import stated, things
from roles.proof.offered import Offered
from roles.proof.story import Story, Turn


def contradicting(turn: Turn, story: Story, offered: Offered) -> dict[str, str]:
    """The calls of a turn that only look something up, find what the request states to be untrue, and whose reply says so.

    Each with where in its result the truth stands, as a schema path.
    """
    found: dict[str, str] = {}
    for call in turn.calls:
        known = offered.tools.get(call.tool)
        if known is None or not known.reads or call.id not in story.results:
            continue
        said = stated(turn.text, things(known.tool, call.arguments, story.results[call.id]))
        untrue = [each.path for each in said if not each.true and each.told in (turn.reply or "").lower()]
        if untrue:
            found[call.id] = untrue[0]
    return found
