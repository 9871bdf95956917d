"""What a proof finds wrong, by rules that have names."""

from pydantic import BaseModel

RULES: dict[str, str] = {
    "shape": "a row has messages, tools and metadata in the dataset's form",
    "metadata": "metadata tells of the calls that the messages hold, with their arguments",
    "duplicate-id": "no two calls share an id",
    "unanswered": "every call has one result, right after it",
    "no-reply": "a reply closes every turn",
    "stray-result": "every result answers a call",
    "not-offered": "every called tool is on offer",
    "schema": "the arguments of a call are valid by the tool's schema",
    "result-schema": "a result is valid by the tool's result schema",
    "contradiction": "a result agrees with the results before it and with its call's arguments",
    "named-tool": "no request and no reply names a tool or a parameter",
    "unexplained": "every argument has a source",
    "wrong-span": "the characters that are said to say a value read as it",
    "stale-reference": "an earlier result holds the value at the place that is given",
    "future-reference": "a value comes from a result that was there when the call was made",
    "swapped": "each value is said in the place of its own argument, not in that of another of the call",
    "other-kind": "an argument that identifies a thing has no id of a thing of another kind",
    "wrong-default": "a default is the schema's",
    "wrong-date": "a date is today's",
    "wrong-profile": "the profile holds the value under the key that is given",
    "needed-by": "the calls that are said to need a call are those that use its result, or must come after it",
    "wrong-reason": "the reasons of an implicit call are told as they are",
    "not-asked": "an explicit call is asked for",
    "asked": "an implicit call is not asked for",
    "uncalled": "every tool that the request asks for is called, unless the reply corrects the request by a result",
    "wrong-asked": "the characters that are said to ask for a call do so",
    "leak": "no request says the value that an implicit call is there to give",
    "profile-leak": "the profile does not hold the value that an implicit call is there to give",
    "shortcut": "of the values that an implicit call is there to give, one at least is in no other result before it is used",
    "detour": "of the values that an implicit call is there to give, one at least no other offered tool gives in fewer calls",
    "alternatives": "offered tools that give the value of an implicit call equally well are listed",
    "not-minimal": "no call can be dropped: each is asked for, or needed in its turn",
    "doubled": "no call is made twice in a turn, and no implicit one again with nothing changed in between",
    "incomplete": "what has to come before a call has come before it, and what is named beside a value has a call, too",
}
"""Rule -> what has to hold."""


class Failure(BaseModel, frozen=True):
    """One thing that breaks one rule."""

    rule: str
    """A key of `RULES`."""
    text: str
    """One sentence that names call and argument."""
    turn: int = 0
    """From 1; 0 where no turn is to blame."""
    call: str = ""
    argument: str = ""
    """Path of the argument."""

    def __str__(self) -> str:
        return self.text
