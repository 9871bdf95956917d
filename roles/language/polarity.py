"""Yes and no as people phrase them: "with insurance", "don't notify them"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from roles.language.senses import Sense
from roles.language.verbs import KINDS

_WHETHER = re.compile(
    r"^(?:whether(?: or not)?|flag(?: indicating whether)?|if (?:true|set to true|set|enabled|specified),?|boolean(?: flag)?"
    r"(?: indicating)?"
    r"(?: whether)?|indicates whether|specifies whether|determines whether|set to true|true) (?:to )?([^.,;(]+)",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"^(?:include|return|show|get|use|send|enable|disable|allow|force|skip|ignore|exclude|notify|add|remove|sort|filter|display|apply|"
    r"capture|create|delete|overwrite|keep|make|turn|lock|unlock|open|close|start|stop|mark|save|download|print|run|set|fetch|round|"
    r"convert|preserve|require|hide|expand|follow|merge|append|list|search|check|verify|wait|limit|validate|perform|generate|round|omit|translate|clear)\b"
)
_BEING = frozenset("draft template gift secret prerelease surprise".split())
_TELLING = frozenset("notify email inform alert contact call text tell remind".split())
_HELPER = frozenset(
    [
        "is",
        "has",
        "have",
        "had",
        "include",
        "includes",
        "including",
        "included",
        "with",
        "should",
        "want",
        "use",
        "allow",
        "enable",
        "enabled",
        "show",
        "only",
        "need",
        "needs",
        "get",
        "was",
        "are",
        "be",
        "can",
    ]
)
_ADJECTIVE = re.compile(
    r"(?:ed|ive|able|ible|ful|ary|al|ic|less|ous|ent|open|public|private|urgent|recursive|free|new|hot|full|exact|strict|raw|dry|remote|online|offline|virtual|anonymous|vegan|silent)$"
)
_NO = re.compile(
    r"(?:\b(?:no|not|never|without|exclude|excluding|skip|leave out|turn off|disable|omit)|n['’]t|\bnon)\W(?:[\w-]+ ){0,5}$",
    re.IGNORECASE,
)
_YES = re.compile(
    r"\b(?:with|include|including|yes|only|enable|want|please|add|turn on|should|need|must)\b[\w' -]{0,24}$", re.IGNORECASE
)
_OFF = re.compile(
    r"\W{1,3}(?:should |must |be |is |to |set to |turned |are |can )*(?:off|disabled|no|false|not)\b", re.IGNORECASE
)
_ON = re.compile(r"\W{1,3}(?:should |must |is |to |set to |turned |be |are )*(?:on|enabled|yes|true)\b", re.IGNORECASE)


_STATED = re.compile(
    r"^(?:whether(?: or not)?|true if|set to true if|if true,?|indicates (?:if|whether)|specifies (?:if|whether)) "
    r"((?:the|an?) [a-z]+(?: [a-z]+)?) (is|are|should be|will be|has to be|have to be) ([a-z][a-z' -]+?)(?=[.,;(]|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Manner:
    """How a yes or no is put: `verb` "include numbers", `adjective` "active", `thing` "insurance", `statement` "it is|active"."""

    form: str
    topic: str
    """The words that both yes and no hold."""
    heard: str
    """The expression that finds them in a text."""
    lead: str
    """A piece of them, in lower case, without which an ASCII text does not hold them."""

    def places(self, text: str) -> Iterator[re.Match[str]]:
        """Where the text holds them."""
        if text.isascii() and self.lead not in text.lower():
            return iter(())
        return _compiled(self.heard).finditer(text)


@lru_cache(maxsize=1024)
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.IGNORECASE)


@lru_cache(maxsize=8192)
def manner(sense: Sense) -> Manner:
    """How yes and no to a parameter are put, from its description ("Whether to include...") or its name."""
    match = _WHETHER.match(sense.description)
    described = " ".join(match.group(1).split()[:7]) if match else ""
    told = match is not None and sense.description[: match.start(1)].lower().endswith("to ")
    words = list(sense.noun.split())
    while len(words) > 1 and words[0].lower() in _HELPER:
        words = words[1:]
    name = " ".join(words)
    if (
        described
        and (_VERB.match(described) or (told and described.split()[0].lower() in KINDS))
        and len(described.split()) <= 6
        and not re.search(r"[_\"'`]", described)
    ):
        return _manner("verb", described)
    first = sense.noun.split()[0].lower()
    if name in _BEING:
        return _manner("adjective", f"a {name}")
    stated = _STATED.match(sense.description)
    if stated and len(stated.group(0).split()) < 12:
        return _statement(" ".join(stated.group(1).split()), stated.group(2).lower(), stated.group(3).strip())
    if sense.noun.split()[-1] in ("now", "today", "only"):
        return _manner("adjective", " ".join(word for word in sense.noun.split() if word not in ("is", "are")))
    if first in _TELLING and len(sense.noun.split()) == 2 and not sense.noun.endswith("s"):
        return _manner("verb", sense.noun.replace(" ", " the ", 1))
    plain = sense.description.rstrip(" .")
    if (
        re.fullmatch(r"[A-Z][a-z]+(?: [a-z]+){1,6}", plain)
        and plain.split()[0].lower() in KINDS
        and first == plain.split()[0].lower()
    ):
        return _manner("verb", plain[0].lower() + plain[1:])
    same = first in KINDS and sense.description.lower().startswith((first + " ", first + "s "))
    if ((same or _VERB.match(sense.noun)) and len(sense.noun.split()) > 1) or sense.noun in ("notify", "overwrite"):
        return _manner("verb", sense.noun)
    return _manner("adjective" if _ADJECTIVE.search(name) and len(words) == 1 else "thing", name)


def _statement(about: str, verb: str, said: str) -> Manner:
    """`The doors are to be unlocked`: the description's own words."""
    pieces = said.split()
    heard = r"\s+".join(re.escape(piece) for piece in pieces)
    about = re.sub(r"^an? ", "the ", about, flags=re.IGNORECASE)
    return Manner("statement", f"{about} {verb}|{said}", rf"(?<!\w){heard}(?!\w)", pieces[0].lower())


def _manner(form: str, topic: str) -> Manner:
    pieces = re.split(r"[\s_-]+", topic)
    if form == "verb" and pieces[0].lower() == "include" and len(pieces) > 1:
        pieces = pieces[1:]
    words = r"[\s_-]+".join(map(re.escape, pieces))
    return Manner(form, topic, rf"(?<!\w){words}s?(?!\w)", pieces[0].lower())


def polarities(text: str, sense: Sense) -> list[tuple[bool, tuple[int, int], float]]:
    """(yes or no, span, how sure) of each place where the text says yes or no to the parameter."""
    found = []
    put = manner(sense)
    stated = put.form == "statement"
    for match in put.places(text):
        before = text[: match.start()]
        clause = before[max(before.rfind(mark) for mark in ".;!?,\n") + 1 :]
        no, yes = _NO.search(clause), _YES.search(clause)
        start = no.start() if no else yes.start() if yes else match.start()
        offset = len(before) - len(clause) + start
        offset += len(text[offset : match.start()]) - len(text[offset : match.start()].lstrip())
        after = text[match.end() :]
        off, on = _OFF.match(after), _ON.match(after)
        end = match.end() + (off.end() if off else on.end() if on else 0)
        found.append((not (no or off), (offset, end), 0.9 if no or yes or off or on or stated else 0.6))
    return sorted(found, key=lambda one: -one[2])
