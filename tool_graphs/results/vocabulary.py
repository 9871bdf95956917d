"""How a catalog speaks: which parameters it has, by meaning, and which things belong together."""

from collections.abc import Iterable, Sequence
from typing import Any

from tool_graphs.links.meaning import OWNED, Meaning, kinds, meanings, parted
from tool_graphs.links.scoring import NEVER_FED
from tool_graphs.results.attributes import schema_of
from tool_graphs.subject import Subject, subject
from tool_graphs.tool import Field, Tool
from tool_graphs.words import words

CARRIED = ("type", "format", "pattern", "description", "minimum", "maximum", "minLength", "maxLength", "examples", "enum")
"""What a produced field takes over from the parameter that it can feed."""

SECRETS = frozenset({"password", "secret", "token", "pin", "cvv", "apikey", "credential", "passphrase", "ssn", "otp", "passcode"})

_OWNERS = frozenset({"user", "customer", "account", "patient", "member", "client", "employee", "student", "guest", "company"})
_OWNABLE = frozenset(
    {"order", "reservation", "booking", "appointment", "ticket", "subscription", "invoice", "loan", "card", "cart", "playlist",
     "claim", "policy", "prescription", "payment_method", "account", "device", "vehicle", "line", "bill", "portfolio"}
)  # fmt: skip
ONE_HOUSE = 150
"""In a catalog of at most so many tools, users own whatever else has ids."""


class Vocabulary:
    """The parameters of a catalog, as models for the fields of results."""

    def __init__(self, tools: Sequence[Tool]) -> None:
        self.about: dict[str, Subject] = {tool.name: subject(tool) for tool in tools}
        self.ids: dict[str, tuple[str, Field]] = {}
        self.numbers: dict[str, tuple[str, Field]] = {}
        self.made: dict[str, dict[str, Any]] = {}
        self.params: dict[tuple[str, ...], Field] = {}
        self.together: dict[str, dict[str, bool]] = {}
        self.things = frozenset("_".join(about.thing) for about in self.about.values())
        self.camel = 0
        for tool in tools:
            self._read(tool)
        if len(tools) <= ONE_HOUSE:
            self._owned()

    def _owned(self) -> None:
        """Users have orders, patients appointments, where the catalog knows both by id."""
        ownable = [noun for noun in self.ids if noun in _OWNABLE]
        for owner in [noun for noun in self.ids if noun in _OWNERS]:
            things = self.together.setdefault(owner, {})
            for noun in ownable:
                if noun != owner and not any(noun in known.split("_") or known in noun.split("_") for known in things):
                    things[noun] = True

    def _read(self, tool: Tool) -> None:
        nouns: dict[str, bool] = {}
        for field in (_described(field, tool) for field in tool.inputs):
            self.camel += (field.name != field.name.lower()) - ("_" in field.name)
            meaning = meanings(field, self.about[tool.name])[0]
            if not meaning.head or meaning.head in NEVER_FED or meaning.head in SECRETS - {"token"} or "boolean" in meaning.types:
                continue
            current = self.params.get(words(field.name))
            if current is None or (kinds(field.schema) and not kinds(current.schema)):
                self.params[words(field.name)] = field
            if meaning.head in ("number", "code", "symbol", "slug") and meaning.core and not meaning.roles:
                self.numbers.setdefault(meaning.core[-1], (field.name, field))
            if meaning.head == "id" and meaning.whose and not meaning.roles:
                for noun in dict.fromkeys(("_".join(meaning.whose), meaning.whose[-1])):
                    if noun not in self.ids or len(words(self.ids[noun][0])) > len(meaning.whose) + 1:
                        self.ids[noun] = (_id_name(field, meaning), field)
                nouns["_".join(meaning.whose)] = field.many
        about = self.about[tool.name]
        for noun in nouns:
            if noun in _OWNERS or noun.split("_")[-1] in about.thing:
                others = self.together.setdefault(noun, {})
                for other, many in nouns.items():
                    if other != noun:
                        others[other] = others.get(other, False) or many or (noun in _OWNERS and other not in _OWNERS)
        if about.thing and about.action == "create" and about.verb != "generate":
            self._made(tool, about.thing, nouns)

    def _made(self, tool: Tool, thing: tuple[str, ...], nouns: Iterable[str]) -> None:
        """What a thing is made from, it has; whoever has one made, has several."""
        for noun in nouns:
            if noun != thing[-1] and noun in _OWNERS:
                self.together.setdefault(noun, {})["_".join(thing)] = True
        parts = self.made.setdefault("_".join(thing), {})
        for name, schema in tool.properties.items():
            said = words(name)
            sayable = said and not set(said) & SECRETS and said[-1] not in NEVER_FED
            if name in tool.needed and sayable and isinstance(schema, dict) and "boolean" not in kinds(schema):
                parts.setdefault(name, _typed(name, schema))

    def id_of(self, thing: tuple[str, ...]) -> tuple[str, dict[str, Any]]:
        """Name and schema of the id of such a thing, as the catalog's tools take it."""
        for noun in ("_".join(thing), *thing[-1:], *thing[:1]):
            if noun in self.ids or noun in self.numbers:
                name, field = self.ids.get(noun) or self.numbers[noun]
                return name, carried(field, {"type": "string"})
        return self.styled("_".join((*thing[-1:], "id"))), {"type": "string"}

    def takes(self, noun: str) -> bool:
        """Whether some tool takes the id, number or code of such a thing."""
        return noun in self.ids or noun in self.numbers

    def spelt(self, name: str) -> str:
        """The name as the catalog's parameters spell it: `zipcode` for zip."""
        field = self.params.get(words(name))
        return field.name if field is not None else name

    def token(self) -> tuple[str, dict[str, Any]] | None:
        """Name and schema of the token that the catalog's tools ask for, if they do."""
        found = ((name, field) for name, field in self.params.items() if name[-1:] == ("token",))
        return next(
            ((field.name, {"type": "string"}) for name, field in found if not {"page", "next", "refresh"} & set(name)), None
        )

    def schema(self, name: str, default: dict[str, Any]) -> dict[str, Any]:
        """The schema that the catalog's parameters of that name suggest, else the default."""
        field = self.params.get(words(name))
        if field is None or "enum" in field.schema:
            return default
        schema = carried(field, default)
        if not (kinds(schema) == kinds(default) or kinds(schema) | kinds(default) == {"integer", "number"}):
            return default
        if parted(words(name))[0] in OWNED and not parted(words(name))[1]:
            schema.pop("description", None)
        return schema

    def styled(self, name: str) -> str:
        """A snake_case name in the style of the catalog's own parameters."""
        if self.camel <= 0 or "_" not in name:
            return name
        first, *rest = name.split("_")
        return first + "".join(word.capitalize() for word in rest)


def _described(field: Field, tool: Tool) -> Field:
    """A list's item with what the list's description says of it: `The item ids, each such as '1008292230'`."""
    of_list = tool.properties.get(field.keys[0], {}) if field.path.endswith("[]") and len(field.keys) == 1 else {}
    if field.description or not isinstance(of_list, dict) or "description" not in of_list:
        return field
    return Field(field.path, {**field.schema, "description": of_list["description"]}, field.required)


def _typed(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in schema.items() if key not in ("default", "examples")}
    return kept if kinds(kept) else {**schema_of(name), **kept}


def _id_name(field: Field, meaning: Meaning) -> str:
    """`order_id` for what the parameters `order_id`, `order_ids` or a bare `id` of orders take."""
    name = field.name
    if not meaning.core:
        return "_".join((*meaning.whose, "id"))
    return name[:-1] if name.lower().endswith("ids") else name


def carried(field: Field, default: dict[str, Any]) -> dict[str, Any]:
    """A schema for a produced field after the parameter that it feeds; the default's type where that has none."""
    schema = {key: field.schema[key] for key in CARRIED if key in field.schema}
    if kinds(schema) <= kinds(default):
        schema = {**default, **schema}
    if isinstance(schema.get("type"), list) or schema.get("type") in ("array", "object"):
        return dict(default)
    if "description" in schema:
        schema["description"] = _example_sentence(str(schema["description"]))
    return schema


def _example_sentence(description: str) -> str:
    """The first sentence: what the value is and what it looks like, without advice to callers."""
    return description.split(". ")[0][:200]
