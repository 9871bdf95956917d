"""The verbs of tool descriptions: their base forms, and what people say instead."""

from functools import lru_cache
from typing import Final, Literal

Kind = Literal["show", "find", "compute", "convert", "check", "create", "change", "delete", "send", "act"]

_BY_KIND: Final[dict[Kind, str]] = {
    "show": (
        "get fetch retrieve return list show display provide obtain view read access query pull describe give "
        "tell see present bring know grab"
    ),
    "find": "search find lookup locate discover look explore seek scan",
    "compute": "calculate compute determine estimate evaluate solve simulate predict measure count work figure forecast",
    "convert": "convert transform translate exchange encode decode",
    "check": "check verify validate test confirm detect ensure assess analyze analyse compare",
    "create": "create make generate build compose produce draft write design register add insert append new",
    "change": "update modify change edit set adjust alter replace rename configure",
    "delete": "delete remove cancel clear drop erase",
    "send": "send email notify share post publish submit forward reply message transmit text upload",
    "act": (
        "adjourn affirm fork navigate refuel lend tip dim arm disarm ring extract browse monitor inspect "
        "print export collect gather recall "
        "receive load report output abort accept "
        "acknowledge activate allocate allow answer apply approve archive arrange ask assign attach authenticate "
        "authorize balance ban block book borrow brake bring buy call cast charge choose classify clean clock clone close "
        "collapse combine commit complete compress connect consume contact control copy count crawl crop cut deactivate debit "
        "decline decrease decrypt deny deploy disable discard disconnect dislike display do download duplicate echo empty "
        "enable encrypt end enrich enroll enter escalate execute exit expand expire extend fill filter find finish fix flag flip "
        "follow format freeze fund grant group grep guess handle have hash help hide highlight hold identify import "
        "improve increase "
        "initialize initiate install invest investigate invite invoke issue join judge keep kick label launch leave lift like "
        "link lint lock log login logout lookup manage map mark match merge mint mount move mute name navigate negotiate "
        "open operate optimize order organize override parse participate pause pay perform pick pin ping place plan play plot "
        "preview press prioritize process promote prune purchase push put query queue quote randomize rank rate react reactivate "
        "rebook reboot recharge recognize recommend record recover redeem reduce refill refresh refuel refund refuse "
        "reject release "
        "remind render renew rent repair reopen request reroute reschedule reserve reset resize resolve respond restart "
        "restore restrict resubmit resume retry return reverse review revoke roll rotate round route run save schedule scrape "
        "screen select sell settle setup shift ship shorten shuffle shut sign skip sort speak specify split star "
        "start stop store "
        "stream subscribe suggest summarize suspend swap switch sync synchronize tag take terminate think toggle top touch "
        "track trade transcribe transfer trigger trim turn unblock undo unfollow unfreeze uninstall unlock unmute unpin "
        "unsubscribe upgrade use vote wait wake warm watch withdraw wrap zip "
        "prescribe admit diagnose dispense administer discharge vaccinate dispatch deliver unload unpack quarantine replenish "
        "restock calibrate deposit diff annotate amend apprise auction bid bookmark cater certify commend compile confiscate "
        "contest delegate deduct demote denounce discontinue embed endorse evict exclude expedite "
        "extradite furnish harvest impound inform instruct insure irrigate liquidate mediate notarize "
        "nominate outsource pledge preheat procure provision quit reconcile recruit relocate remit renovate reimburse retract "
        "scrap seal solicit sterilize surrender tow tune unenroll unwrap vacate ventilate waive weigh"
    ),
}
_DOUBLED: Final = frozenset(
    "get set put run plan drop stop cancel control cut submit refer scan trim map plot prefer skip swap wrap zip "
    "flip flag pin ban "
    "log tag fit begin permit commit transfer shut split clip let forget input output sit unpin crop star travel".split()
)
KINDS: Final[dict[str, Kind]] = {verb: kind for kind in reversed(tuple(_BY_KIND)) for verb in _BY_KIND[kind].split()}
"""Base form -> kind."""


def _forms(verb: str) -> tuple[str, str]:
    """Third person and -ing form of a base form."""
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        third = verb[:-1] + "ies"
    else:
        third = verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")
    if verb in _DOUBLED:
        return third, verb + verb[-1] + "ing"
    return third, (verb[:-1] if verb.endswith("e") and not verb.endswith(("ee", "ye")) else verb) + "ing"


_BASES: Final[dict[str, str]] = {
    **{form: verb for verb in KINDS for form in _forms(verb)},
    **{"has": "have", "having": "have", "canceling": "cancel", "traveling": "travel", "returning": "return"},
    **{verb: verb for verb in KINDS},
}


def base(word: str) -> str | None:
    """The base form of a word that is a verb's base, third person or -ing form; None for other words."""
    return _BASES.get(word.lower())


def is_finite(word: str) -> bool:
    """Whether the word is a base form or a third person, and so can begin a description's main clause."""
    return base(word) is not None and not word.lower().endswith("ing")


@lru_cache(maxsize=4096)
def kind(verb: str) -> Kind:
    """What kind of wish the verb makes; unknown verbs just act."""
    return KINDS.get(verb, "act")


READING: Final[frozenset[Kind]] = frozenset(("show", "find", "compute", "check", "convert"))
"""The kinds of wishes that only want to know something."""

SAID_FOR: Final[dict[str, tuple[str, ...]]] = {
    **dict.fromkeys(("modify", "update", "edit", "alter", "change"), ("change", "update")),
    **dict.fromkeys(("create", "make"), ("create", "make", "set up")),
    **dict.fromkeys(("generate", "produce"), ("generate", "make me", "create")),
    **dict.fromkeys(("delete", "remove", "erase"), ("delete", "remove")),
    **dict.fromkeys(("calculate", "compute", "determine"), ("calculate", "work out", "figure out", "compute")),
    **dict.fromkeys(("verify", "validate"), ("check", "verify")),
    **dict.fromkeys(
        ("search", "find", "lookup", "locate", "discover", "seek", "look"), ("find", "look for", "search for", "find me")
    ),
    "purchase": ("buy", "purchase"),
    "reserve": ("reserve", "book"),
    "book": ("book", "reserve"),
    "analyze": ("analyze", "look at"),
    "download": ("download", "get me"),
    "estimate": ("estimate", "work out"),
}
"""Base form -> what people say instead; the verb itself where it is not listed."""


CHANGING: Final = frozenset(
    "lock unlock turn freeze unfreeze suspend resume merge close reopen approve reject enable disable activate deactivate stop "
    "pause skip block unblock mute unmute restart reboot reset return exchange dim arm disarm switch archive pin unpin".split()
)
"""Verbs that act on something that is there already: "the light", not "a light"."""
