"""A language model confirms or rejects the links that are neither sure nor unlikely: optional, budgeted, and kept."""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from loguru import logger

from tool_graphs.cache import keep, kept
from tool_graphs.graph import Link
from tool_graphs.tool import Tool

Ask = Callable[[str], str]
"""A question in, an answer out; it may raise what it likes."""

UNSURE = (0.1, 0.9)
"""Scores between which a link is asked about."""

CONFIRMED, REJECTED = 0.95, 0.02
MOST_ANSWERS = 10_000
"""Answers that are kept; they are short."""

TOGETHER = 10
"""Links in one question."""

_ANSWER = re.compile(r"^\W*(\d{1,3})\W+(yes|no)\b", re.IGNORECASE | re.MULTILINE)
_QUESTION = """For each numbered pair, say whether someone who works with these tools would take the value of that field from the
result of the first tool and pass it to that parameter of the second one, because it is the same kind of thing.
Answer with one line per pair: its number, then yes or no.

"""


def confirmed(
    tools: Sequence[Tool], links: Sequence[Link], ask: Ask, budget: int = 50, cache: Path | None = None
) -> tuple[Link, ...]:
    """The links with the unsure ones confirmed or rejected, the likeliest first, in at most `budget` questions.

    Answers are kept in the `cache` folder and cost no question again. What is not answered stays as it is; after a question that
    fails none is asked any more, and a warning says so.
    """
    by_name = {tool.name: tool for tool in tools}
    unsure = sorted(
        (link for link in links if link.kind == "data" and UNSURE[0] <= link.score <= UNSURE[1]),
        key=lambda link: (-link.score, link.source, link.target, link.param),
    )
    answers: dict[Link, bool] = {}
    for start in range(0, len(unsure), TOGETHER):
        batch = unsure[start : start + TOGETHER]
        question = _QUESTION + "\n".join(f"{number}. {_pair(link, by_name)}" for number, link in enumerate(batch, 1))
        name = f"confirmed-{hashlib.sha256(question.encode('utf-8', 'replace')).hexdigest()[:40]}"
        said = kept(cache, name) if cache else None
        if not isinstance(said, str):
            if budget <= 0:
                continue
            budget -= 1
            try:
                said = ask(question)
            except Exception as error:
                logger.warning("{} links stay unconfirmed: {}", len(unsure) - start, error)
                break
            if cache:
                keep(cache, name, said, MOST_ANSWERS)
        answers |= {batch[number - 1]: yes for number, yes in _parsed(said).items() if 0 < number <= len(batch)}
    return tuple(link if link not in answers else _judged(link, answers[link]) for link in links)


def _judged(link: Link, yes: bool) -> Link:
    return link.model_copy(update={"score": CONFIRMED if yes else REJECTED})


def _parsed(answer: str) -> Mapping[int, bool]:
    return {int(number): verdict.lower() == "yes" for number, verdict in _ANSWER.findall(answer)}


def _pair(link: Link, tools: Mapping[str, Tool]) -> str:
    source, target = tools[link.source], tools[link.target]
    param = target.input(link.param)
    about = f" ({param.description[:150]})" if param is not None and param.description else ""
    first = f"field {link.field!r} of the result of {source.name!r} ({source.description[:150]})"
    return f"{first} -> parameter {link.param!r}{about} of {target.name!r} ({target.description[:150]})"
