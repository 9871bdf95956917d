"""The distributions and their buckets: a number, a range such as `8-9`, or all from a number on such as `15+`."""

from collections import Counter
from collections.abc import Mapping, Sequence

BUCKETS: Mapping[str, Sequence[str]] = {
    "turns_per_conversation": "1 2 3 4 5 6 7 8-9 10-14 15+".split(),
    "calls_per_turn": "0 1 2 3 4 5 6-7 8+".split(),
    "calls_per_conversation": "0 1 2 3 4 5 6-7 8-9 10-14 15-19 20+".split(),
    "distinct_tools_per_conversation": "0 1 2 3 4 5 6-7 8-9 10+".split(),
    "implicit_calls_per_turn": "0 1 2 3 4+".split(),
    "dependency_depth": "0 1 2 3 4 5 6+".split(),
    "strong_flows_per_conversation": "0 1 2 3 4-5 6-7 8-11 12+".split(),
    "cross_turn_flows_per_conversation": "0 1 2 3 4-5 6+".split(),
    "tools_offered": "1-4 5-9 10-14 15-19 20-24 25-29 30-39 40-59 60+".split(),
    "user_words_per_turn": "1-5 6-10 11-15 16-20 21-30 31-40 41-60 61-100 101+".split(),
}


def bounds(bucket: str) -> tuple[int, int | None]:
    """Least and most of a bucket; no most for one that ends with `+`. Raises ValueError for what is no bucket."""
    if bucket.endswith("+"):
        return int(bucket[:-1]), None
    least, _, most = bucket.partition("-")
    return int(least), int(most or least)


def bucket(number: int, buckets: Sequence[str]) -> str:
    """The bucket of a number; the first one for a number below all."""
    return next((each for each in reversed(buckets) if number >= bounds(each)[0]), buckets[0])


def shares(counted: Counter[int], buckets: Sequence[str]) -> dict[str, float]:
    """Share of each bucket, rounded to four digits; all 0 where nothing was counted."""
    found: Counter[str] = Counter()
    for number, count in counted.items():
        found[bucket(number, buckets)] += count
    total = counted.total() or 1
    return {each: round(found[each] / total, 4) for each in buckets}
