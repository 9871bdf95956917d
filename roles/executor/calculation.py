"""True results of tools that only calculate, told by name and arguments; None for every other tool."""

import ast
import math
import operator
import re
from collections.abc import Callable, Mapping
from statistics import mean, median
from typing import Any

from roles.executor.rates import converted, kilometres
from roles.values.words import words

Number = int | float
_OPERATORS: dict[type[ast.AST], Callable[..., Number]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv, ast.Mod: operator.mod,
    ast.FloorDiv: operator.floordiv, ast.USub: operator.neg, ast.UAdd: operator.pos,
}  # fmt: skip
_LIMIT = 1e15


def calculated(tool_name: str, arguments: Mapping[str, Any]) -> Number | None:
    """The number that the tool's name asks for, of these arguments; None where it is no plain arithmetic."""
    spoken = " ".join(words(tool_name))
    named = {" ".join(words(name)): value for name, value in arguments.items()}
    try:
        for pattern, rule in _RULES:
            if pattern.search(spoken):
                found = rule(named)
                return _tidy(found) if found is not None else None
    except (ArithmeticError, ValueError, TypeError, KeyError, IndexError, SyntaxError, RecursionError):
        return None
    return None


def _tidy(value: Number) -> Number | None:
    if isinstance(value, complex) or not math.isfinite(value) or abs(value) > _LIMIT:
        return None
    return int(value) if float(value).is_integer() else round(value, 2)


def expression(text: str) -> Number:
    """The value of plain arithmetic; raises ValueError for anything else."""
    if len(text) > 200:
        raise ValueError("too long an expression")
    return _evaluated(ast.parse(text, mode="eval").body)


def _evaluated(node: ast.AST) -> Number:
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)) and not isinstance(node.value, bool):
        return node.value
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        return _OPERATORS[type(node.op)](_evaluated(node.left), _evaluated(node.right))
    if isinstance(node, ast.UnaryOp) and type(node.op) in _OPERATORS:
        return _OPERATORS[type(node.op)](_evaluated(node.operand))
    raise ValueError("no plain arithmetic")


def _numbers(named: Mapping[str, Any]) -> list[Number]:
    """All numbers given, those of a list too, except how to round."""
    found: list[Number] = []
    for name, value in named.items():
        values = value if isinstance(value, list) else [value]
        if not re.search(r"precision|decimal|digits", name):
            found.extend(each for each in values if isinstance(each, (int, float)) and not isinstance(each, bool))
    return found


def _only(named: Mapping[str, Any], size: int) -> list[Number]:
    found = _numbers(named)
    if len(found) != size:
        raise ValueError("other numbers than expected")
    return found


def _named(named: Mapping[str, Any], pattern: str) -> Number:
    found = [value for name, value in named.items() if re.search(pattern, name) and isinstance(value, (int, float))]
    if len(found) != 1:
        raise ValueError(f"no single number named {pattern}")
    return float(found[0]) if isinstance(found[0], float) else int(found[0])


def _share(named: Mapping[str, Any], pattern: str) -> Number:
    rate = _named(named, pattern)
    return rate if rate < 1 else rate / 100


def _expression(named: Mapping[str, Any]) -> Number:
    texts = [value for value in named.values() if isinstance(value, str)]
    return expression(texts[0])


def _body_mass(named: Mapping[str, Any]) -> Number:
    height = _named(named, "height")
    return _named(named, "weight") / (height / 100 if height > 3 else height) ** 2


def _area(named: Mapping[str, Any]) -> Number:
    shape = str(named.get("shape", ""))
    if any("radius" in name for name in named) and shape in ("", "circle"):
        return math.pi * _named(named, "radius") ** 2
    if any("base" in name for name in named):
        return _named(named, "base") * _named(named, "height") / (1 if shape == "rectangle" else 2)
    if any(re.search("side", name) for name in named):
        return _only(named, 1)[0] ** 2
    return _named(named, "width|breadth") * _named(named, "length|height")


def _perimeter(named: Mapping[str, Any]) -> Number:
    if any("radius" in name for name in named):
        return 2 * math.pi * _named(named, "radius")
    return 2 * (_named(named, "width|breadth") + _named(named, "length|height"))


def _interest(named: Mapping[str, Any]) -> Number:
    return _named(named, "principal|amount") * _share(named, "rate") * _named(named, "time|year|term|duration")


def _compound(named: Mapping[str, Any]) -> Number:
    times = next(
        (value for name, value in named.items() if re.search("per year|frequency|compound", name) and isinstance(value, int)), 1
    )
    years = _named(named, r"^(?!.*per year).*(time|years?|term|duration)$")
    return float(_named(named, "principal|amount|investment|value") * (1 + _share(named, "rate") / times) ** (times * years))


def _payment(named: Mapping[str, Any]) -> Number:
    term = _named(named, "term|years|months|duration|tenure")
    months = term if any("month" in name for name in named) or term > 50 else term * 12
    rate = _share(named, "rate|interest") / 12
    return float(_named(named, "principal|amount|loan(?! term)") * rate / (1 - (1 + rate) ** -months))


def _converted(named: Mapping[str, Any]) -> Number | None:
    source = next(
        (value for name, value in named.items() if re.search("^from|source|base|in$|original", name) and isinstance(value, str)),
        None,
    )
    target = next(
        (value for name, value in named.items() if re.search("^to|target|out$|desired", name) and isinstance(value, str)), None
    )
    amounts = _numbers(named)
    return converted(amounts[0] if amounts else 1, source, target) if source and target and len(amounts) <= 1 else None


def _distance(named: Mapping[str, Any]) -> Number | None:
    places = [value for value in named.values() if isinstance(value, str)]
    return kilometres(places[0], places[1]) if len(places) == 2 else None


def _fibonacci(named: Mapping[str, Any]) -> Number:
    one, two = 0, 1
    for _ in range(min(int(_only(named, 1)[0]), 70)):
        one, two = two, one + two
    return one


def _fold(fold: Callable[[list[Number]], Number], least: int = 1) -> Callable[[Mapping[str, Any]], Number]:
    def rule(named: Mapping[str, Any]) -> Number:
        found = _numbers(named)
        if len(found) < least:
            raise ValueError("too few numbers")
        return fold(found)

    return rule


def _two(rule: Callable[[Number, Number], Number]) -> Callable[[Mapping[str, Any]], Number]:
    return lambda named: rule(*_only(named, 2))


def _one(rule: Callable[[Number], Number]) -> Callable[[Mapping[str, Any]], Number]:
    return lambda named: rule(_only(named, 1)[0])


_RULES: tuple[tuple[re.Pattern[str], Callable[[Mapping[str, Any]], Number | None]], ...] = tuple(
    (re.compile(pattern), rule)
    for pattern, rule in (
        (r"\bbmi\b|body mass index", _body_mass),
        (r"\b(convert|conversion|exchange)\b", _converted),
        (r"compound interest", _compound),
        (r"simple interest", _interest),
        (r"\b(mortgage|loan|emi)\b", _payment),
        (r"\btip\b", lambda named: _named(named, "bill|amount|total") * _share(named, "tip|percent")),
        (r"\bdiscount", lambda named: _named(named, "price|amount|total|cost") * (1 - _share(named, "discount|percent|rate"))),
        (r"\b(sales )?tax\b", lambda named: _named(named, "price|amount|income|cost") * _share(named, "tax|rate|percent")),
        (r"percent(age)? change|growth rate", _two(lambda before, after: (after - before) / before * 100)),
        (r"percent", _two(lambda part, whole: part / whole * 100)),
        (r"\b(area)\b", _area),
        (r"\b(perimeter|circumference)\b", _perimeter),
        (r"\bhypotenuse\b", _two(math.hypot)),
        (r"\bdistance\b", _distance),
        (r"\b(square root|sqrt)\b", _one(math.sqrt)),
        (r"\bfactorial\b", _one(lambda n: math.factorial(min(int(n), 17)))),
        (r"\bfibonacci\b", _fibonacci),
        (r"\b(gcd|greatest common divisor)\b", _two(lambda a, b: math.gcd(int(a), int(b)))),
        (r"\b(lcm|least common multiple)\b", _two(lambda a, b: math.lcm(int(a), int(b)))),
        (r"\b(average|mean)\b", _fold(mean)),
        (r"\bmedian\b", _fold(median)),
        (r"\b(maximum|max|largest)\b", _fold(max, 2)),
        (r"\b(minimum|min|smallest)\b", _fold(min, 2)),
        (r"\b(power|exponent\w*)\b", _two(lambda a, b: a**b if abs(b) < 30 else math.inf)),
        (r"\b(multiply|product of|multiplication)\b", _fold(math.prod, 2)),
        (r"\b(divide|division)\b", _two(lambda a, b: a / b)),
        (r"\b(subtract|subtraction|difference)\b", _two(lambda a, b: a - b)),
        (r"^(add|sum|addition)( (two|three|up|all|of|integers|numbers?|values|list|the))*$|calculate sum|sum of", _fold(sum, 2)),
        (r"^(calculate|evaluate|calculator|solve|compute|math)( (math|mathematical|the))*( expression)?$", _expression),
    )
)
