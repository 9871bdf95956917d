"""What a description says must be so, or be done, before a call: "the engine must be running", "requires an active session"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 400
"""Characters of a sentence that are read."""

_STATE_WORD = r"(?P<state>(?:logged|signed|checked|clocked|turned|switched|powered)[ -](?:in|on|up)|[a-z]+)"
_ADVERB = r"(?:already |currently |first |successfully |previously |properly |fully )*"
_WORDS = r"(?P<thing>(?:[a-z][\w'-]* ){0,6}?)"
_ENABLING = r"(?:only|works?|possible|available|allowed|callable|permitted|usable|can be|may be|use this|call this|must)"
_FAILING = (
    r"(?:fails?|errors?|rejected|refused|cannot|can't|can not|not possible|unavailable|not available|not work|denied|raises)"
)
_PLEASE = r"(?:ensure|make sure|assumes?|provided|as long as|requires|presupposes|given|check)(?: that)?"
_IS = r"(?:is|are|has been|have been|was|were|be|'s|being|to be)"

_STATES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_WORDS}(?:must|has to|have to|needs? to|should)(?: already| first)? (?:be|have been) {_ADVERB}{_STATE_WORD}\b",
        rf"\b{_ENABLING}\b.{{0,40}}?\b(?:when|if|while|once|after) (?:you |the user |the caller )?"
        rf"{_WORDS}{_IS} {_ADVERB}{_STATE_WORD}\b",
        rf"\b{_FAILING}\b.{{0,40}}?\b(?:unless|until) {_WORDS}{_IS} {_ADVERB}{_STATE_WORD}\b",
        rf"\b{_FAILING}\b.{{0,40}}?\b(?:when|if|while) {_WORDS}{_IS} not (?:yet )?{_ADVERB}{_STATE_WORD}\b",
        rf"\b(?:unless|until) {_WORDS}{_IS} {_ADVERB}{_STATE_WORD}\b(?=.{{0,60}}\b{_FAILING})",
        rf"\b{_PLEASE} {_WORDS}{_IS} {_ADVERB}{_STATE_WORD}\b",
        rf"\bonce {_ADVERB}(?P<state>connected|paired|mounted|opened|unlocked|started|armed|verified|registered|checked[ -]in)\b"
        r"(?P<thing>[^.;,]{0,40})",
    )
)
"""A thing and the state that it must be in."""

_MODE = re.compile(
    r"\b(?:must|needs? to|has to|have to|only|while|when|requires|unless)\b.{0,30}?\b(?P<state>in|inside) (?:the |an? )?"
    r"(?P<thing>(?:[a-z]+ ){0,2}mode)\b"
)
"""A mode that one has to be in."""

_HAVING = re.compile(
    r"\b(?:requires?|requiring|needs?|depends on|relies on|without|inside|within|during|only with|only in|be in|be within) "
    r"(?:having )?(?:an?|the|some|your)? ?(?:already |currently |previously |prior )*"
    r"(?P<state>active|open|opened|running|started|established|ongoing|live|mounted|connected|loaded|selected|paired|armed|"
    r"unlocked|activated|initiali[sz]ed|verified) (?P<thing>[a-z][\w-]*(?: [a-z][\w-]*)?)"
)
"""The state before its thing: "requires an active session"."""

_NOUN = r"(?P<state>connection|activation|verification|registration|initiali[sz]ation|check-in|enrol+ment|pairing|calibration)"
_OF_DEED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:requires?|requiring|needs?|after|depends on|without) (?:an?|the|prior|successful|active|completed|open| )*"
        rf"(?P<thing>(?:[a-z][\w-]* ){{0,2}}?){_NOUN}(?! (?:id|code|number|date|time|string|key|token|fee|type|status|name))\b",
        rf"(?P<thing>(?:[a-z][\w-]* ){{0,3}}?){_NOUN} "
        r"(?:is|must be|has to be) (?:required|needed|necessary|completed?|done|finished)",
        r"\b(?:only|available|possible|works?|allowed|must be called|be used|call|use|used|called)\b.{0,20}?\bafter (?!this|it\b)"
        r"(?P<state>(?:check|clock|log|sign)(?:ing)?[ -]in|[a-z]{3,}ing)\b(?P<thing>[^.;,]{0,40})",
    )
)
"""A deed as a noun: "requires a connection", "only after checking in"."""

_CURRENT = re.compile(
    r"\b(?P<article>the|an?) (?:currently |already |previously )?"
    r"(?P<state>selected|opened|open|connected|mounted|loaded|paired|chosen|armed|unlocked) "
    r"(?P<thing>[a-z][\w-]*(?: [a-z][\w-]*)?)"
)
"""What a call without a word about which thing works on: "the selected account"."""

_PROHIBITED = re.compile(
    r"\b(?:must|should|may|can|has to|have to|needs? to)(?: not|not|n't) (?:already |yet )?(?:be|have been)\b"
)

_FIRST = re.compile(
    r"\b(?:call(?:ed)?|used?|run|invoked?|executed?|done|performed|completed|finished|succeed|do this|start here)"
    r"(?: this| it)?(?: tool| function| command| step| method)?(?: successfully| once| always)* "
    r"(?P<how>first\b(?!,? (?:name|page|result))|(?:before|prior to)\b)(?P<rest>[^.;]*)(?P<after>.*)"
)
_WANTING = re.compile(r"\b(?:needs?|requires?|depends? on|only|will fail|fails?)\b")
"""Who says what fails without it means that, not everything."""
_NEEDED_FOR = re.compile(
    r"\b(?:required|needed|necessary|mandatory|a prerequisite|a precondition)(?: step)? "
    r"(?:before|prior to|for|to use)\b(?P<rest>[^.;]*)"
)
_OWN_STATE = re.compile(
    r"\b(?:must|has to|have to|needs? to) (?:be|have been) [a-z]+(?: in| on)? (?:before|prior to)\b(?P<rest>[^.;]*)"
)
_ANY_OTHER = re.compile(
    r"^\W*(?:$|any(?:thing(?: else)?\W*$|thing else| ?other| of the other)|all(?: of the)? other|every(?:thing| ?other)|"
    r"other|the (?:other|rest)|"
    r"(?:you can )?(?:use|using|calling|making|issuing) (?:any|the|this|all|other)\b.{0,30}"
    r"(?:tools?|functions?|api|system|calls?|methods?|commands?)|"
    r"any (?:call|request|operation|command|tool|function)s?\b)"
)


@dataclass(frozen=True, slots=True)
class Requirement:
    """A state that something must be in, or a deed that must be done, before the call."""

    state: str
    thing: str
    sure: bool = True
    """Whether it is said to be needed; a thing that the call merely works on ("the selected account") is not."""


@dataclass(frozen=True, slots=True)
class Preceding:
    """A description that says that its own call comes first: before everything else, or before what `rest` speaks of."""

    everything: bool
    rest: str


def requirements(sentence: str) -> Iterator[Requirement]:
    """What a sentence says must be so before the call; nothing where it says what must not be."""
    text = sentence[:LONGEST].lower()
    if _PROHIBITED.search(text):
        return
    for pattern in (*_STATES, _MODE, _HAVING, *_OF_DEED):
        for match in pattern.finditer(text):
            yield Requirement(match["state"].replace("-", " "), match["thing"].strip())
    for match in _CURRENT.finditer(text):
        yield Requirement(match["state"], match["thing"].strip(), sure=False)


def precedings(sentence: str) -> Iterator[Preceding]:
    """What a sentence says that its own call comes before."""
    text = sentence[:LONGEST].lower()
    for match in _FIRST.finditer(text):
        rest = match["rest"].strip()
        if match["how"] == "first" and _WANTING.search(rest + match["after"]):
            yield Preceding(False, rest + match["after"])
        else:
            yield Preceding(bool(rest and _ANY_OTHER.match(rest)) or (match["how"] == "first" and not rest), rest)
    for pattern in (_NEEDED_FOR, _OWN_STATE):
        for match in pattern.finditer(text):
            rest = match["rest"].strip()
            yield Preceding(bool(rest and _ANY_OTHER.match(rest)), rest)
