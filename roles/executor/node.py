"""A result schema as a tree of places."""

from dataclasses import dataclass
from typing import Any

from roles.values.fitting import Partner


@dataclass(slots=True)
class Node:
    """One place in a result."""

    kind: str
    """`object`, `list`, `map` or `leaf`."""
    name: str = ""
    attribute: str = ""
    """The name as an attribute of the object that holds it."""
    thing: str = ""
    """Of an object: what it is about."""
    noun: str = ""
    """Of an object with an id: the thing that the id identifies, the same as `thing` for a bare `id`."""
    own: str = ""
    """Of an object: the property that identifies it."""
    identity: "Node | None" = None
    """Of an object: that property's place."""
    children: tuple["Node", ...] = ()
    shows: tuple[tuple[str, str], ...] = ()
    """Of an object: name and attribute of its properties."""
    nested: tuple["Node", ...] = ()
    """Of an object or list: the children, or the item, below which there are objects with ids."""
    item: "Node | None" = None
    fewest: int = 0
    most: int = 99
    partner: Partner | None = None
    identifies: str | None = None
    """Of a leaf: the thing of which it is the id."""
    choices: tuple[Any, ...] = ()
    """Of a leaf: the values allowed; of a map: the keys; empty where all are."""
    type: str = ""
    """Of a leaf: its JSON type, where the schema says."""
    description: str = ""
    optional: bool = False
    money: bool = False
    """Of a leaf: whether it is one of several currencies."""
    free: bool = False
    """Of a leaf: whether it is made anew where a request said by chance what was made."""
    success: tuple[Any] | None = None
    """Of a leaf: what it says of success and of the thing's status, where the call is about the thing that it belongs to."""
    paged: bool = False
    """Of a leaf: whether it is the page that was asked for, the first where none was."""
    used: str | None = None
    """Of a leaf: the amount that was asked for, where the result says that so much was used."""
    restated: tuple[str, ...] = ()
    """Of a leaf: what the call may have been given, where the result writes it out."""
    joins: bool = False
    """Of a leaf: whether its value has to fit its neighbours, as a city its country."""
    named: Partner | None = None
    """Of an object: how its leaves see the name that its id tells."""
    settlements: "tuple[Settlement, ...]" = ()
    """Of an object: its sums and counts."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """A number of an object that follows from a list beside it."""

    name: str
    list: str
    price: str = ""
    """The property of the items that is summed; empty for a count."""
    quantity: str = ""
    whole: bool = False
