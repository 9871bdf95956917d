"""The language of `toolweft list --where`: `status=rejected and (reason~leak or tool=cancel_order) and not turns>2`.

    condition  = both ("or" both)*
    both       = single ("and" single)*
    single     = "not" single | "(" condition ")" | field | field operator value
    operator   = "=" | "!=" | "~" | "!~" | "<" | "<=" | ">" | ">="

A value with spaces or marks stands in quotes. `~` finds text within text in any case, `=` compares the whole. Of a field that
holds several values (tools, texts), one has to be as said; with `!=` and `!~`, none may be. A field alone asks for any.
"""

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from simulator.listing import Row
from tool_graphs.errors import SimulationError, did_you_mean

NUMBERS = ("steps", "turns", "calls", "implicit", "retries", "seconds", "tokens")
TEXTS = ("id", "status", "seat", "reason", "strategy", "seed", "tool", "hidden", "text", "model")
FIELDS = (*TEXTS, *NUMBERS)
STATUSES = ("accepted", "rejected", "failed")
DEEPEST = 50

_TOKEN = re.compile(
    r"""\s*(?:(?P<bracket>[()])|(?P<operator>!=|!~|<=|>=|=|~|<|>)
    |(?P<quoted>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?P<word>[^\s()=!~<>'"]+))""",
    re.VERBOSE | re.DOTALL,
)
_ORDERED: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "!=": operator.ne,
}

Test = Callable[[Row], bool]


@dataclass(frozen=True, slots=True)
class Where:
    """A condition on rows, and the fields that it looks at."""

    text: str
    test: Test
    fields: frozenset[str]

    def __call__(self, row: Row) -> bool:
        """Whether it holds."""
        return self.test(row)

    @property
    def timed(self) -> bool:
        """Whether it needs the telemetry."""
        return bool(self.fields & {"seconds", "tokens", "model"})


def where(text: str) -> Where:
    """The condition that a text says; raises SimulationError with the place of what is wrong."""
    parser = _Parser(text)
    test = parser.condition(0)
    if parser.place < len(parser.tokens):
        parser.wrong("expected 'and', 'or' or the end here")
    return Where(text, test, frozenset(parser.fields))


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int


class _Parser:
    def __init__(self, text: str) -> None:
        self.text, self.place = text, 0
        self.fields: set[str] = set()
        self.tokens: list[_Token] = []
        at = 0
        while at < len(text.rstrip()):
            match = _TOKEN.match(text, at)
            if match is None or match.lastgroup is None:
                at += len(text[at:]) - len(text[at:].lstrip())
                raise SimulationError(
                    f"--where, character {at + 1}: {text[at : at + 20]!r} is no field, operator or value; "
                    "put a value with spaces or marks in quotes, and close them"
                )
            self.tokens.append(_Token(match.lastgroup, match[match.lastgroup], match.start(match.lastgroup)))
            at = match.end()

    def wrong(self, message: str, token: _Token | None = None) -> None:
        token = token or (self.tokens[self.place] if self.place < len(self.tokens) else None)
        where, what = (token.start + 1, repr(token.text)) if token else (len(self.text) + 1, "the end")
        raise SimulationError(
            f"--where, character {where}: {what}: {message}; such as: status=rejected and reason~leak and not turns>2"
        )

    def taken(self, kind: str, *texts: str) -> _Token | None:
        """The next token, if it is such a one."""
        token = self.tokens[self.place] if self.place < len(self.tokens) else None
        if token is None or token.kind != kind or (texts and token.text.lower() not in texts):
            return None
        self.place += 1
        return token

    def condition(self, depth: int) -> Test:
        tests = [self.both(depth)]
        while self.taken("word", "or"):
            tests.append(self.both(depth))
        return tests[0] if len(tests) == 1 else lambda row: any(test(row) for test in tests)

    def both(self, depth: int) -> Test:
        tests = [self.single(depth)]
        while self.taken("word", "and"):
            tests.append(self.single(depth))
        return tests[0] if len(tests) == 1 else lambda row: all(test(row) for test in tests)

    def single(self, depth: int) -> Test:
        if depth > DEEPEST:
            self.wrong(f"more than {DEEPEST} brackets and negations within each other; say it more plainly")
        if self.taken("word", "not"):
            test = self.single(depth + 1)
            return lambda row: not test(row)
        if self.taken("bracket", "("):
            test = self.condition(depth + 1)
            if not self.taken("bracket", ")"):
                self.wrong("expected ')' here")
            return test
        return self.comparison()

    def comparison(self) -> Test:
        named = self.taken("word")
        if named is None or named.text.lower() in ("and", "or"):
            self.place -= named is not None
            self.wrong(f"expected a field here: {', '.join(FIELDS)}")
        assert named is not None
        name = named.text
        if name not in FIELDS:
            self.wrong(f"no field is called so; {did_you_mean(name, FIELDS)}", named)
        self.fields.add(name)
        sign = self.taken("operator")
        if sign is None:
            return lambda row: bool(getattr(row, name))
        value = self.taken("quoted") or self.taken("word")
        if value is None:
            self.wrong(f"expected a value after {sign.text!r}, in quotes where it has spaces or marks")
        assert value is not None
        said = re.sub(r"\\(.)", r"\1", value.text[1:-1], flags=re.DOTALL) if value.kind == "quoted" else value.text
        return self.number(name, sign, value, said) if name in NUMBERS else self.words(name, sign, value, said)

    def number(self, name: str, sign: _Token, value: _Token, said: str) -> Test:
        compare = _ORDERED.get(sign.text)
        if compare is None:
            self.wrong(f"{name} is a number; expected one of {', '.join(_ORDERED)}", sign)
        try:
            number = float(said)
        except ValueError:
            self.wrong(f"{name} is a number; expected one to compare it with", value)
        assert compare is not None
        unknown = sign.text == "!="
        return lambda row: unknown if getattr(row, name) is None else compare(getattr(row, name), number)

    def words(self, name: str, sign: _Token, value: _Token, said: str) -> Test:
        if sign.text in ("<", "<=", ">", ">=") and name != "id":
            self.wrong(f"{name} is text; expected =, !=, ~ or !~", sign)
        if name == "status" and sign.text in ("=", "!=") and said not in STATUSES:
            self.wrong(f"there is no such status; {did_you_mean(said, STATUSES)}", value)
        if sign.text in ("~", "!~"):
            part, wanted = said.casefold(), sign.text == "~"
            return lambda row: any(part in each.casefold() for each in _values(row, name)) is wanted
        if sign.text in ("=", "!="):
            equal = sign.text == "="
            return lambda row: (said in _values(row, name)) is equal
        compare = _ORDERED[sign.text]
        return lambda row: compare(row.id, said)


def _values(row: Row, name: str) -> tuple[str, ...] | list[str]:
    value = getattr(row, name)
    return value if isinstance(value, list) else () if value is None else (value,)
