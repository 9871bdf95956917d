"""Names that a reader cannot tell apart, though they are different: a Cyrillic letter in the place of a Latin one."""

import unicodedata
from collections.abc import Iterable, Iterator

_LATIN = str.maketrans(
    "аеорсухіјѕһԁӏкмтвнгп" + "οανρτυκιηχ",
    "aeopcyxijshdlkmtbhrn" + "oavptukinx",
)
_INVISIBLE = ("Cf", "Mn", "Cc")


def folded(name: str) -> str:
    """The name as it looks: no compatibility forms, accents and invisible characters; letters of other scripts as Latin ones."""
    plain = unicodedata.normalize("NFKD", name)
    return "".join(char for char in plain if unicodedata.category(char) not in _INVISIBLE).casefold().translate(_LATIN)


def lookalikes(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each name that looks like one before it, with that one; names that differ in plain letters only by case are told, too."""
    first: dict[str, str] = {}
    for name in names:
        other = first.setdefault(folded(name), name)
        if other != name:
            yield name, other
