"""Stemmed content words, with everyday synonyms: what two texts have in common if they are about the same thing."""

from functools import lru_cache

from tool_graphs.words import STOP_WORDS, listed, words

EVERYDAY = STOP_WORDS | listed(
    "get give please want need like let make take go come help thank thanks hi hello hey ok okay yes sure know tell just now "
    "here there too very up out off over after before again still already sir i'd m s t re ve d ll us them him because since "
    "while but thing something anything everything tool function api call return current new same much lot bit way well good "
    "great back am im id list set perform execute retrieve fetch provide input output parameter value result"
)
"""Words that stand in any request or in any description of a tool, and name none."""

_ENDINGS = (
    "izations", "ization", "ational", "fulness", "ousness", "iveness", "ations", "ation", "ments", "ment", "ators", "ator",
    "ities", "ity", "ables", "able", "ibly", "ings", "ing", "ions", "ion", "ness", "ance", "ence", "ers", "ives", "ive", "ably",
    "ally", "edly", "ed", "er", "or", "ly", "al", "es", "e", "s",
)  # fmt: skip
"""Endings, longest first; the first that leaves three letters with a vowel among them is cut off, once."""

_SYNONYMS = (
    "buy purchase", "delete remove erase discard", "find search lookup look locate discover", "show display view see",
    "create add compose draft", "cancel abort revoke", "send deliver dispatch", "book reserve reservation",
    "price cost fare charge fee", "flight fly plane", "car vehicle automobile", "movie film", "photo picture image",
    "job occupation position vacancy", "modify change update edit alter amend adjust", "begin start launch commence",
    "end stop finish terminate close", "weather forecast", "calculate compute", "compare comparison contrast", "phone telephone",
    "refund reimburse reimbursement", "schedule arrange plan", "appointment meeting", "message text chat", "fix repair",
    "client customer", "shop store", "trip journey travel", "traveller passenger", "check verify confirm", "rate rating",
    "exchange swap", "convert conversion translate", "folder directory", "money cash fund", "pay payment", "hotel accommodation",
    "doctor physician", "medicine medication drug", "lodge file submit", "address location", "transfer move", "task todo",
    "employee staff worker", "product item article", "choose select pick", "describe description explain", "join enroll enrol",
    "big large", "fast quick", "song track", "post publish", "open unlock", "lock shut", "fill refuel", "size dimension",
)  # fmt: skip


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The word without its ending, a doubled consonant single: `cancelled`, `cancels` and `cancel` have one."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3 and any(letter in "aeiouy" for letter in word[: -len(ending)]):
            word = word[: -len(ending)]
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiou":
        word = word[:-1]
    return word[:-1] + "i" if len(word) > 3 and word.endswith("y") else word


_SENSE = {stem(word): stem(group.split()[0]) for group in reversed(_SYNONYMS) for word in group.split()}


@lru_cache(maxsize=65536)
def stems(text: str) -> frozenset[str]:
    """The stems of a text's content words, synonyms as one."""
    found = (stem(word) for word in words(text) if word not in EVERYDAY and not word.isdigit() and len(word) > 1)
    return frozenset(_SENSE.get(each, each) for each in found)
