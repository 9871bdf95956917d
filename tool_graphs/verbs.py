"""Verbs that no list knows, told by how descriptions are built: in "Prescribe a medication" the first word is one."""

import re
from functools import lru_cache

from tool_graphs.words import listed, split

_DETERMINERS = listed("a an the all my your this one some any each every another")
_NO_VERBS = _DETERMINERS | listed(
    "both what which who when where why how given for with from in on at of by to as if that these those only not and or but "
    "like via using per about after before during within between it is are has can no here there gives such"
)
PARTICLES = listed("up out off down back over")
_PHRASAL = listed("look search sign log check clock turn switch set pick")
"""Verbs that are known with what follows them."""
_AFTER_VERBS = listed("on to with")


@lru_cache(maxsize=65536)
def acting(name: str, description: str) -> str:
    """The base form of the verb that a description begins with, known or not; empty where it begins with none.

    A capital first word before an article is a verb; before a bare noun it is one where the tool's name begins with it, too,
    and the description says what the tool does: `refunds payments`, but no `Company profile`.
    """
    first, _, rest = description.strip().partition(" ")
    word = first.lower()
    if not re.fullmatch(r"[A-Za-z][a-z]+", first) or word in _NO_VERBS or not rest:
        return ""
    named = next(iter(split(name)), "")
    same = word in _forms(named) if named else False
    after = rest.lower().split()
    if after[0] in PARTICLES and same and named not in _PHRASAL and after[1:2] and after[1] in _DETERMINERS:
        return named  # `draw_up_lease`: "Draw up a lease"
    if after[0] in _DETERMINERS and not word.endswith("ing"):
        return named if same else _plain(word)
    if same and split(name)[1:2] == (after[0],) and split(name)[1] in _AFTER_VERBS:
        return named  # `comment_on_post`: "Comment on a post"
    return named if same and word != named and rest[:1].islower() else ""


def _forms(verb: str) -> tuple[str, ...]:
    third = f"{verb[:-1]}ies" if re.search(r"[^aeiou]y$", verb) else f"{verb}es" if re.search(r"(?:s|sh|ch|x|z|o)$", verb) else ""
    return (verb, third or f"{verb}s")


def _plain(word: str) -> str:
    """`dispatches` without its ending."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if re.search(r"(?:ss|sh|ch|x|zz)es$", word):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
