"""Builds one result: what is known, what the call says, and fresh values for the rest."""

import datetime
import re
from collections.abc import Mapping
from functools import lru_cache
from random import Random
from typing import Any

from roles.executor.ahead import Ahead
from roles.executor.bearing import bearing, named_by_id, renamed
from roles.executor.dice import Dice, prefix
from roles.executor.effects import fitting_status
from roles.executor.names import PAGING, attribute, entity, restated, same_thing
from roles.executor.node import Node
from roles.executor.settling import settle
from roles.executor.world import Attributes, World
from roles.values.fitting import Partner, fit
from roles.values.texts import OF_PLACE
from tool_graphs.subject import Subject
from tool_graphs.words import words

ECHOED = frozenset(OF_PLACE) | {
    "ticker", "email", "username", "crypto", "language_code", "company", "known_company", "crypto_name",
}  # fmt: skip
_LIMIT = re.compile(r"\b(limit|page size|per page|count|maximum result|maximum item|top|top k|result|number result|size)\b")
_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,), "integer": (int,), "number": (int, float), "boolean": (bool,), "array": (list,), "object": (dict,),
}  # fmt: skip
_CALLED = frozenset(("name", "title", "full name"))
_NOTHING = object()


class Building:
    """One result under way; lives as long as one call."""

    def __init__(
        self, tool_name: str, about: Subject, arguments: Mapping[str, Any], meanings: Mapping[str, str], world: World,
        aim: tuple[str, str, Any] | None, seed: str, today: datetime.date, dice: Random, coming: Ahead,
    ) -> None:  # fmt: skip
        self.tool_name = tool_name
        self.about = about
        self.arguments = arguments
        self.world = world
        self.aim = aim
        self.seed = seed
        self.today = today
        self.dice = dice
        self.coming = coming
        self.first = True
        self.scratch = Dice()
        self.thing = about.thing[-1] if about.thing else ""
        by_name = {attribute(name): value for name, value in arguments.items()}
        of = aim[0] if aim else self.thing
        self.given = {**by_name, **{attribute(name, of): value for name, value in arguments.items()}} if of else by_name
        self.meant = _by_meaning(arguments, meanings) if meanings else {}
        self.day = _day(self.given)
        self.bearing = bearing(arguments, by_name, meanings, world, about.action in ("create", "update"))
        self.leading = False
        searched = about.action == "find" and meanings
        self.sought = next((arguments[name] for name in arguments if meanings.get(name) == "product"), None) if searched else None

    def result(self, node: Node, template: Any) -> Any:
        """The whole result; `template` is what the same call returned before."""
        if node.kind == "object":
            return self.an_object(node, "", True, template if isinstance(template, dict) else None, 0)
        if node.kind == "leaf":
            return self.leaf(node, prefix(f"{self.seed}/{self.aim[1]}/") if self.aim else None, [])
        return self.other(node, "", True, template, 0)

    def an_object(self, node: Node, root: str, main: bool, template: Mapping[str, Any] | None, depth: int) -> dict[str, Any]:
        """An object; `root` is the entity (or part of one) that it belongs to, empty where there is none."""
        self.leading = self.leading or (main and not self.about.many)
        identity = self.identity(node, main, template) if node.own else _NOTHING
        known = ""
        others: list[tuple[Partner, Any]] = []
        if identity is not _NOTHING:
            known = root = entity(node.noun, identity)
            if (called := named_by_id(identity)) and node.named is not None:
                others.append((node.named, called))
        elif main and self.aim is not None and (depth == 0 or same_thing(node.thing, self.aim[0])):
            known = root = self.aim[1]
        told = self.world.telling(known or root) if known or root else ()
        dice = prefix(f"{self.seed}/{root}/") if root else None
        value: dict[str, Any] = {}
        for child in node.children:
            if child is node.identity:
                value[child.name] = identity
                if child.joins and child.partner is not None:
                    others.append((child.partner, identity))
                continue
            before = template.get(child.name, _NOTHING) if template is not None else _NOTHING
            found = self.known(child, known or root, told, main, before)
            if found is not None and child.joins and self.disorders(child, found[0], others):
                found = None
            if found is None and child.choices:
                if child.optional and child.attribute in ("status", "deleted at") and len(child.choices) == 1:
                    continue
                if self.first and child.attribute in ("status", "state"):
                    found = self.ripe(child, node, dice)
            if child.kind == "leaf":
                value[child.name] = self.leaf(child, dice, others) if found is None else found[0]
                if child.joins and child.partner is not None:
                    others.append((child.partner, value[child.name]))
            else:
                inner = main and (depth == 0 or same_thing(child.thing, self.thing)) and child.kind == "object"
                part = f"{root}/{child.attribute}" if root else ""
                value[child.name] = self.other(child, part, inner, found[0] if found else None, depth + 1)
        if node.settlements:
            settle(value, node.settlements, self.remembered(node, known or root))
        return value

    def remembered(self, node: Node, key: str) -> frozenset[str]:
        """The properties that the steps so far tell of, but not the items that they are the sum of."""
        told = [child for child in node.children if key and self.world.told(key, child.attribute)]
        return (
            frozenset(child.name for child in told if child.kind == "leaf")
            if all(c.kind == "leaf" for c in told)
            else frozenset()
        )

    def disorders(self, child: Node, value: Any, others: list[tuple[Partner, Any]]) -> bool:
        """Whether a remembered time would now come before what it follows: the end of a meeting that was moved."""
        around = child.partner
        if around is None or around.rank < 0 or not isinstance(value, str) or child.name in self.arguments:
            return False
        before = [v for other, v in others if 0 <= other.rank < around.rank and isinstance(v, str) and len(v) == len(value)]
        return any(v > value or (around.rank == 7 and v in self.arguments.values()) for v in before)

    def other(self, node: Node, root: str, main: bool, template: Any, depth: int) -> Any:
        """A nested object, list, map or leaf."""
        if node.kind == "object":
            return self.an_object(node, root, main, template if isinstance(template, dict) else None, depth)
        if node.kind == "list":
            return self.a_list(node, root, template, depth)
        if node.kind == "map":
            return self.a_map(node, root, depth)
        return self.leaf(node, prefix(f"{self.seed}/{root}/") if root else None, [])

    def identity(self, node: Node, main: bool, template: Mapping[str, Any] | None) -> Any:
        """The object's id: the one that the call or what is known names, else a fresh one."""
        own = node.identity
        assert own is not None
        about = node.noun
        if main and self.aim is not None and same_thing(about, self.aim[0]) and (aimed := _echoed(own, self.aim[2])) is not None:
            return aimed[0]
        loose = own.identifies == "" and self.aim is not None and (not self.thing or self.about.many)
        if main and loose and self.aim is not None and _fits(own, self.aim[2]):
            return self.aim[2]
        made_anew = main and self.about.action == "create"
        if template is not None and not made_anew and _fits(own, template.get(node.own)):
            return template[node.own]
        if main and self.about.action != "create" and (echoed := _echoed(own, self.arguments.get(node.own))) is not None:
            return echoed[0]
        made = self.fresh(own, self.dice, [])
        if self.leading and all(self.bearing.person) and named_by_id(made):
            return renamed(made, *self.bearing.person)
        return made

    def known(self, child: Node, key: str, told: tuple[Attributes, ...], main: bool, before: Any) -> tuple[Any] | None:
        """What the call and the steps so far say about a property, in a tuple; None where they say nothing.

        `told` is what they say about the thing or part `key`, the surest first.
        """
        name, given = child.attribute, self.given
        if main and (found := self.asked(child, key)) is not None:
            return found
        if child.restated and (main or self.leading) and (again := restated(child.restated, given)) is not None:
            return again if _fits(child, again[0]) else None
        if not main and name in given and child.kind == "leaf" and self.taken_up(child) and _fits(child, given[name]):
            return (given[name],)
        for known in told:
            if name in known:
                if (status_or := self._told(child, name, known[name])) is not None:
                    return status_or
                break
        if before is not _NOTHING and _fits(child, before):
            return (before,)
        return self.echo(child) if self.meant else None

    def asked(self, child: Node, key: str) -> tuple[Any] | None:
        """What the call says about a property of its own thing."""
        name, given = child.attribute, self.given
        if child.success is not None:
            return child.success
        if child.paged and name not in given:
            return (1,)
        if child.name in self.arguments and (echoed := _echoed(child, self.arguments[child.name])) is not None:
            return echoed
        if name in given and _fits(child, given[name]):
            return (given[name],)
        if child.kind == "leaf":
            spent = self.bearing.spent(child.used) if child.used is not None else None
            carried = spent or self.carried(name, key)
            if carried is not None and _fits(child, carried[0]):
                return carried
        return None

    def taken_up(self, child: Node) -> bool:
        """Whether an argument says something about each thing found, or is the name of the one asked for."""
        return (self.leading and child.attribute in _CALLED) or (child.attribute not in PAGING and child.identifies != "")

    def carried(self, name: str, key: str) -> tuple[Any] | None:
        """What is known of another thing that the call names: the number of the flight that a booking moves to."""
        if name not in self.bearing.carried or (self.aim is not None and key.partition("/")[0] == self.aim[1]):
            return None
        return (self.bearing.carried[name],)

    def _told(self, child: Node, name: str, value: Any) -> tuple[Any] | None:
        if name == "status" and isinstance(value, str) and child.kind == "leaf":
            value = fitting_status(value, child.choices)
        return (value,) if value is not None and _fits(child, value) else None

    def ripe(self, child: Node, node: Node, dice: int | None) -> tuple[Any] | None:
        """A status that what the plan is going to do with the thing makes sense for: an order to cancel is not delivered."""
        fitting = self.coming.fitting(node.noun or node.thing, child.choices)
        if not fitting:
            return None
        rng = self.dice if dice is None else self.scratch.start(child.attribute, dice)
        return (rng.choice(fitting),)

    def echo(self, child: Node) -> tuple[Any] | None:
        """The searched city in each item found: an argument of the same meaning, if there is only one."""
        if child.kind != "leaf" or child.partner is None or child.partner.making.meaning not in self.meant:
            return None
        if child.partner.group.rpartition("/")[2] or child.choices:
            return None
        value = self.meant[child.partner.making.meaning]
        return (value,) if value is not None and _fits(child, value) else None

    def leaf(self, node: Node, dice: int | None, others: list[tuple[Partner, Any]]) -> Any:
        """A fresh scalar: the same for the same entity and attribute in one conversation; `dice` is the entity's."""
        return self.fresh(node, self.dice if dice is None else self.scratch.start(node.attribute, dice), others)

    def fresh(self, node: Node, rng: Random, others: list[tuple[Partner, Any]]) -> Any:
        """A value that no request said by chance."""
        around = node.partner
        if around is None:
            return None
        if node.money:
            return self.currency(node.choices)
        made = around.making
        value = made.make(rng, self.today)
        if node.free:
            for _ in range(6):
                if not self.said(value):
                    break
                value = made.make(rng, self.today)
        if made.meaning == "product" and isinstance(self.sought, str) and not node.choices:
            value = f"{rng.choice(_SORTS)} {self.sought}"
        if node.joins:
            beside = [*others, *self.bearing.neighbours(around, self.leading)]
            if beside:
                value = fit(value, around, beside, rng, self.today)
            value = self.bearing.fitted(value, made.meaning, self.leading)
            if self.day and around.rank in (6, 7) and "%Y-%m-%d" in made.form and not _timed(others):
                value = value.replace(value[:10], self.day, 1)
            if self.about.action == "create" and around.rank == 1 and made.meaning == "date" and made.form:
                value = datetime.datetime.combine(self.today, datetime.time(9, rng.randint(0, 59))).strftime(made.form)
        return value

    def currency(self, choices: tuple[Any, ...]) -> Any:
        """One of the currencies, the same throughout a conversation: one that has cents, and into which nobody converts."""
        usual = tuple([choice for choice in choices if choice in ("USD", "EUR", "GBP", "CHF")])
        mixed = _mixed(self.seed, usual) if usual else self.scratch.start(f"{self.seed}/currency").sample(choices, len(choices))
        return next((choice for choice in mixed if not self.said(choice)), mixed[0])

    def said(self, value: Any) -> bool:
        """Whether a request said so."""
        if isinstance(value, str):
            return len(value) > 1 and value.lower() in self.world.said
        numbers = self.world.numbers
        return bool(numbers) and isinstance(value, (int, float)) and not isinstance(value, bool) and str(value) in numbers

    def a_list(self, node: Node, root: str, template: Any, depth: int) -> list[Any]:
        """The items known so far without those that are gone, with those that were created; else fresh ones."""
        item = node.item
        assert item is not None
        templates = self.templates(item, template)
        if isinstance(template, list):
            wanted = max(len(templates), node.fewest)
        else:
            wanted = max(self.how_many(node, root), min(len(templates), 4))
        asked = self.about.many or same_thing(item.noun or item.thing, self.thing)
        lead, leads, first = self.leading, depth <= 1 and asked and self.about.action in ("find", "get"), self.first
        items = []
        for at in range(wanted):
            self.leading, self.first = leads and at == 0, first and at == 0
            part = f"{root}/{at}" if root and not item.own else ""
            items.append(self.other(item, part, False, templates[at] if at < len(templates) else None, depth + 1))
        self.leading, self.first = lead, first
        if item.kind == "object" and not item.own and not root:
            different = [each for at, each in enumerate(items) if each not in items[:at]]
            items = different if len(different) >= max(node.fewest, self.coming.least, 1) else items
        if item.kind == "leaf":
            items = [self._scalar(item, templates[at], made) if at < len(templates) else made for at, made in enumerate(items)]
            items = (
                list(dict.fromkeys(items))
                if len(set(map(repr, items))) >= node.fewest and all(isinstance(each, str) for each in items)
                else items
            )
        return items

    def _scalar(self, item: Node, template: Any, made: Any) -> Any:
        return template if _fits(item, template) else made

    def templates(self, item: Node, template: Any) -> list[Any]:
        """What is known of the items: those of before that are not gone, and those created since."""
        if item.kind != "object" or not item.own:
            return list(template) if isinstance(template, list) else []
        about = item.noun
        found = [
            each for each in (template if isinstance(template, list) else ())
            if not (isinstance(each, dict) and entity(about, each.get(item.own)) in self.world.gone)
        ]  # fmt: skip
        shown = [each.get(item.own) for each in found if isinstance(each, dict)]
        if (self.about.action in ("find", "get") and self.about.many) or isinstance(template, list):
            for thing, key, identity, attributes in self.world.made:
                if same_thing(thing, about) and key not in self.world.gone and identity not in shown and self.agrees(attributes):
                    found.append({item.own: identity})
        return found

    def agrees(self, attributes: Mapping[str, Any]) -> bool:
        """Whether a thing with these attributes belongs to what the call asks for."""
        return all(attributes.get(name, value) == value for name, value in self.given.items() if name not in PAGING)

    def how_many(self, node: Node, root: str) -> int:
        """Two to four items, never more than the call's limit."""
        if root:
            self.scratch.start(f"{self.seed}/{root}/items")
        wanted = 1 if node.name in self.coming.single else (self.scratch if root else self.dice).choice((2, 3, 3, 4))
        for name, value in self.arguments.items():
            if isinstance(value, int) and not isinstance(value, bool) and value > 0 and _LIMIT.search(" ".join(words(name))):
                wanted = min(wanted, value)
        return min(max(wanted, node.fewest, self.coming.least, 1), max(node.most, node.fewest))

    def a_map(self, node: Node, root: str, depth: int) -> dict[str, Any]:
        """An object with keys of its own choosing: currencies for rates, else everyday words."""
        assert node.item is not None
        pool = node.choices or (
            ("EUR", "GBP", "JPY", "CAD")
            if re.search(r"rate|currenc|quote", node.name, re.I)
            else ("standard", "premium", "basic", "extra")
        )
        keys = pool[: max(3, node.fewest)] if node.fewest <= len(pool) else tuple(f"entry{at}" for at in range(node.fewest))
        return {key: self.other(node.item, f"{root}/{key}" if root else "", False, None, depth + 1) for key in keys}


_SORTS = ("compact", "classic", "large", "lightweight", "premium", "small", "basic", "modern")
"""What tells products of one kind from each other."""


@lru_cache(maxsize=256)
def _mixed(seed: str, currencies: tuple[str, ...]) -> tuple[str, ...]:
    """Currencies in the order in which a conversation prefers them."""
    return tuple(Dice().start(f"{seed}/currency").sample(currencies, len(currencies)))


def _day(given: Mapping[str, Any]) -> str:
    """The day that a call is about; empty where it names none."""
    for name in ("date", "departure date", "travel date", "day"):
        if name in given:
            day = str(given[name])
            return day if re.fullmatch(r"\d{4}-\d\d-\d\d", day) else ""
    return ""


def _by_meaning(arguments: Mapping[str, Any], meanings: Mapping[str, str]) -> dict[str, Any]:
    """Meaning -> the only argument of that meaning; None where there are several."""
    found: dict[str, Any] = {}
    for name, value in arguments.items():
        meant = meanings.get(name, "")
        if meant in ECHOED and isinstance(value, (str, float)):
            found[meant] = None if meant in found else value
    return found


def _timed(others: list[tuple[Partner, Any]]) -> bool:
    """Whether a neighbour already tells when."""
    return any(other.rank in (6, 7) and other.making.meaning == "date" for other, _ in others)


def _echoed(node: Node, given: Any) -> tuple[Any] | None:
    """What was asked about, as this place can hold it: a number as text where texts stand."""
    if given is not None and _fits(node, given):
        return (given,)
    number = isinstance(given, int) and not isinstance(given, bool)
    return (str(given),) if number and node.type == "string" and not node.choices else None


def _fits(node: Node, value: Any) -> bool:
    """Whether a value can stand here, as far as its type and choices tell."""
    if node.kind == "object":
        return isinstance(value, dict)
    if node.kind == "list":
        return isinstance(value, list)
    if node.choices:
        return value in node.choices
    allowed = _TYPES.get(node.type)
    if allowed is None:
        return isinstance(value, (str, int, float))
    return isinstance(value, allowed) and (not isinstance(value, bool) or node.type == "boolean")
