"""Questions: how an assistant asks for what it was not told."""

import re
from random import Random
from typing import Final

from roles.language import names
from roles.language.clauses import Clauses
from roles.language.cues import Phrasebook
from roles.language.frames import Style
from roles.language.names import plural
from roles.language.nouns import SELF, singular
from roles.language.senses import sense
from roles.language.verbs import READING
from tool_graphs import path as paths
from tool_graphs.graph import ToolGraph
from tool_graphs.tool import Field

_OPENERS: Final[dict[str, tuple[str, ...]]] = {
    "plain": ("", "", "Sure. ", "I can do that. "),
    "polite": ("Of course. ", "Certainly. ", "I'd be glad to help with that. ", ""),
    "terse": ("", "", "Sure. "),
    "chatty": ("Sure thing! ", "Happy to! ", "No problem. ", "Got it. "),
}
_ASKED: Final = (
    "What's {the}?",
    "What is {the}?",
    "Could you tell me {the}?",
    "Can you give me {the}?",
    "Which {noun} should I use?",
    "I just need {the}. What is it?",
    "I still need {the} for that.",
)
_IDS: Final = (
    "Which {entity} is it? I need {the}.",
    "Which {entity} do you mean? I just need {the}.",
    "What's {the}?",
    "Could you tell me {the}?",
    "Can you give me {the}?",
    "I just need {the}. What is it?",
    "I still need {the} for that.",
)
_AMOUNTS: Final = ("What should {the} be?", "What {noun} do you have in mind?", "Which {noun} would you like?", "And {the}?")
_CHOICES: Final = (
    "Which {noun} would you like: {options}?",
    "What should {the} be: {options}?",
    "Which {noun} is it: {options}?",
)
_REASONS: Final = (
    "What's the reason?",
    "Could you tell me the reason?",
    "May I ask why?",
    "I need a reason for that. What is it?",
)
_WHY: Final = ("What's the reason: {options}?", "May I ask why: {options}?", "Is the reason {options}?")
_TEXTS: Final = ("What should {the} say?", "What would you like {the} to say?", "What should I put in {the}?")
_COUNTS: Final = ("How many {counted}?", "How many {counted} should it be?", "And how many {counted}?")
_DATES: Final = ("What's {the}?", "What should {the} be?", "Could you tell me {the}?", "Which {noun} do you have in mind?")
_FROM: Final = ("From which day on?", "Since when?", "From which day on should I look?")
_UNTIL: Final = ("Until when?", "Until which day?", "Up to which day?")
_BEGINS: Final = frozenset(("since", "from", "after", "start"))
_ENDS: Final = frozenset(("until", "till", "before", "to", "end"))
_UNITS: Final = {"gb": "gigabytes", "mb": "megabytes", "km": "kilometers", "kg": "kilograms", "mi": "miles", "lbs": "pounds"}
_WRITTEN: Final = re.compile(r"\b(message|body|content|text|comment|note|caption|tweet)$")
_OWN: Final = re.compile(r"^(email|phone|pin|password|zip|first name|last name|full name|date of birth|postal code|home)\b")
_CLAUSE: Final = re.compile(r"(?:why|how|what|when|where|who|which|whether|if)\b")
_PLACE: Final = re.compile(r"\b(city|location|place|station|airport|address|country|port|stop)\b")
_DAY: Final = re.compile(r"\b(date|time|day|month|year|hour)\b")
MOST_OPTIONS: Final = 4


class Questions:
    """Asks for values by the names that people have for them."""

    def __init__(self, graph: ToolGraph, phrasebook: Phrasebook, clauses: Clauses) -> None:
        self.graph, self.phrasebook, self.clauses = graph, phrasebook, clauses

    def noun(self, tool: str, path: str) -> str:
        """What people call the input."""
        return self.phrasebook.noun(self.graph.tool(tool), path)

    def question(self, tool: str, path: str, style: Style, rng: Random) -> str:
        """A question for one input of a tool, in a sentence or two."""
        field = self.graph.tool(tool).input(path) or Field(paths.pattern(path), {}, True)
        noun = self.noun(tool, path)
        wanted = self.clauses[tool].kind not in READING
        return rng.choice(_OPENERS[style]) + _asked(field, noun, wanted, rng)


def _asked(field: Field, noun: str, wanted: bool, rng: Random) -> str:
    """The question itself; `wanted` where the value is what the user would like and not what is."""
    meaning = sense(field)
    if field.path.endswith("[]"):
        noun = singular(noun) if " " not in noun else noun
    why = "reason" in names.words(field.name)
    noun = _spoken(names.noun(field.name) if why or _CLAUSE.match(noun) else noun)
    filled = {"noun": noun, "the": _the(noun), "counted": meaning.counted or plural(noun)}
    if meaning.options and len(meaning.options) <= MOST_OPTIONS and all(isinstance(each, str) for each in meaning.options):
        spoken = [option.replace("_", " ") for option in meaning.options]
        options = " or ".join([", ".join(spoken[:-1]), spoken[-1]]) if len(spoken) > 1 else spoken[0]
        return rng.choice(_WHY if why else _CHOICES).format(**filled, options=options, Options=options[:1].upper() + options[1:])
    if meaning.kind == "count" and meaning.counted:
        return rng.choice(_COUNTS).format(**filled)
    if why:
        return rng.choice(_REASONS)
    if meaning.kind == "text" and _WRITTEN.search(noun):
        return rng.choice(_TEXTS).format(**filled)
    return rng.choice(_frames(meaning.kind, noun, wanted)).format(**filled, entity=noun.removesuffix(" ID"))


def _frames(kind: str, noun: str, wanted: bool) -> tuple[str, ...]:
    if kind in ("date", "datetime", "time"):
        return _FROM if noun in _BEGINS else _UNTIL if noun in _ENDS else _DATES
    if noun.endswith(" ID") and not _the(noun).startswith("your"):
        return _IDS
    return _AMOUNTS if wanted and kind in ("number", "money", "percent", "count") else _ASKED


def _spoken(noun: str) -> str:
    """`target currency` for `to currency`, `start date` for `from date`, `email address` for `email`."""
    first, _, rest = noun.partition(" ")
    if first in _UNITS and rest:
        return f"{rest} in {_UNITS[first]}"
    if first in ("from", "to") and rest:
        ends = (
            ("start", "end") if _DAY.search(rest) else ("origin", "destination") if _PLACE.search(rest) else ("source", "target")
        )
        return f"{ends[first == 'to']} {rest}"
    noun = re.sub(r"^check (in|out) ", r"check-\1 ", noun)
    return "email address" if noun == "email" else noun


def _the(noun: str) -> str:
    mine = _OWN.match(noun) or noun.split()[0] in SELF
    return f"your {noun}" if mine else f"the {noun}"
