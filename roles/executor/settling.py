"""Numbers of an object that follow from a list beside them: a total is the sum over the items, a count their number."""

import re
from typing import Any

from roles.executor.node import Node, Settlement
from tool_graphs.words import words

_TOTAL = re.compile(
    r"^(grand |sub ?|order |cart |overall )?(total|amount|subtotal)( (price|cost|amount|due|value))?$|^(price|cost)$"
)
_PRICE = re.compile(r"^(unit |item )?(price|cost|amount|subtotal)$")
_QUANTITY = re.compile(r"^(quantity|amount ordered|copies)$")
_COUNT = re.compile(
    r"^(count|total|size|total (count|result|item|number)|result count|number( of)? \w+|item count|returned|(\w+) count|"
    r"total \w+)$"
)
_MONEY = re.compile(r"price|cost|amount|value|due")


def settlements(children: tuple[Node, ...]) -> tuple[Settlement, ...]:
    """The sums and counts among an object's properties."""
    lists = [child for child in children if child.kind == "list" and child.item is not None]
    found: list[Settlement] = []
    for leaf in children if lists else ():
        if leaf.kind != "leaf" or leaf.type not in ("integer", "number"):
            continue
        spoken = " ".join(words(leaf.name))
        priced = next(((each, price) for each in lists if (price := _property(each, _PRICE))), None)
        if priced is not None and _TOTAL.search(spoken):
            found.append(
                Settlement(leaf.name, priced[0].name, priced[1], _property(priced[0], _QUANTITY), leaf.type == "integer")
            )
        elif _COUNT.search(spoken) and not _MONEY.search(spoken) and "page" not in spoken:
            about = next(
                (each for each in lists if set(words(each.name)) & set(words(leaf.name))), lists[0] if len(lists) == 1 else None
            )
            if about is not None:
                found.append(Settlement(leaf.name, about.name))
    return tuple(found)


def _property(each: Node, pattern: re.Pattern[str]) -> str:
    item = each.item
    if item is None or item.kind != "object":
        return ""
    return next(
        (child.name for child in item.children if child.kind == "leaf" and pattern.search(" ".join(words(child.name)))), ""
    )


def settle(value: dict[str, Any], rules: tuple[Settlement, ...], remembered: frozenset[str] = frozenset()) -> None:
    """Writes the sums and counts; where a sum is remembered from before, the prices are made to give it."""
    for rule in rules:
        items = value.get(rule.list)
        if not isinstance(items, list) or rule.name not in value:
            continue
        if not rule.price:
            value[rule.name] = len(items)
            continue
        prices = [(item.get(rule.price), item.get(rule.quantity, 1)) for item in items if isinstance(item, dict)]
        if all(isinstance(part, (int, float)) for pair in prices for part in pair):
            if rule.name in remembered and _adjusted(items, rule, value[rule.name]):
                continue
            total = sum(price * quantity for price, quantity in prices)
            value[rule.name] = round(total) if rule.whole else round(total, 2)


def _adjusted(items: list[Any], rule: Settlement, total: Any) -> bool:
    """Makes the items' prices come to a total, each in its proportion; False, and nothing changed, where they cannot."""
    single = next((at for at, item in enumerate(items) if isinstance(item, dict) and item.get(rule.quantity, 1) == 1), None)
    if single is None or not isinstance(total, (int, float)) or not all(isinstance(item, dict) for item in items):
        return False
    whole = all(isinstance(item[rule.price], int) for item in items)
    before = sum(item[rule.price] * item.get(rule.quantity, 1) for item in items)
    scaled = [round(item[rule.price] * total / before, 0 if whole else 2) for item in items] if before else []
    if not scaled:
        return False
    others = sum(
        price * item.get(rule.quantity, 1) for at, (price, item) in enumerate(zip(scaled, items, strict=True)) if at != single
    )
    scaled[single] = round(total - others, 2)
    if min(scaled) <= 0 or (whole and scaled[single] != int(scaled[single])):
        return False
    for item, price in zip(items, scaled, strict=True):
        item[rule.price] = int(price) if whole else price
    return True
