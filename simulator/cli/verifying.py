"""`toolweft verify`."""

import sys
from collections import Counter
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.text import Text

from roles.proof.failure import RULES
from simulator.cli.printing import MOST, print_json
from simulator.verifying import Checked, verified
from tool_graphs.errors import RunError


def verifying(path: Path, workers: int, as_json: bool) -> int:
    """Proves every conversation and tells what fails; the exit code: 1 if anything does, 2 if a line cannot be read."""
    console = Console(highlight=False)
    failing: list[Checked] = []
    unreadable: list[Checked] = []
    proved = judged = 0
    for checked in verified(path, workers):
        if checked.unreadable:
            unreadable.append(checked)
        elif checked.failures:
            failing.append(checked)
            if not as_json and len(failing) <= MOST:
                _told(console, checked)
        else:
            proved += 1
            judged += checked.judged
    for checked in unreadable[:MOST]:
        print(f"Error: {path}, line {checked.line}: {checked.unreadable}", file=sys.stderr)
    if not (proved or failing or unreadable):
        raise RunError(f"{path}: holds no conversation to prove")
    rules = Counter(failure.rule for checked in failing for failure in checked.failures)
    (_json if as_json else partial(_summary, console))(proved, failing, rules, len(unreadable), judged)
    return 2 if unreadable else int(bool(failing))


def _json(proved: int, failing: list[Checked], rules: Counter[str], unreadable: int, judged: int) -> None:
    failures = [
        {"line": checked.line, "id": checked.id, **failure.model_dump()} for checked in failing for failure in checked.failures
    ]
    counts = {"proved": proved, "judged_calls": judged, "failed": len(failing), "unreadable": unreadable}
    print_json({**counts, "rules": dict(rules), "failures": failures})


def _told(console: Console, checked: Checked) -> None:
    console.print(Text(f"{checked.id or f'line {checked.line}'}", "bold"))
    for failure in checked.failures:
        place = f"turn {failure.turn}, " if failure.turn else ""
        console.print(Text(f"  {failure.rule}: {place}{failure.text}"), soft_wrap=True)


def _summary(console: Console, proved: int, failing: list[Checked], rules: Counter[str], unreadable: int, judged: int) -> None:
    if len(failing) > MOST:
        console.print(Text(f"and {len(failing) - MOST:,} more", "dim"))
    lost = f", {unreadable:,} lines could not be read" if unreadable else ""
    console.print(Text(f"{proved:,} of {proved + len(failing):,} conversations proved{lost}"), soft_wrap=True)
    if judged:
        told = f"  {judged:,} of their explicit calls rest on a chat model's word: no search finds the words that ask for them"
        console.print(Text(told), soft_wrap=True)
    for rule, count in rules.most_common():
        console.print(Text(f"  {count:,} {rule}: it does not hold that {RULES[rule]}"), soft_wrap=True)
