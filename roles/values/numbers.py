"""Plausible numbers by the words of a name: (lowest, highest, decimals)."""

import re
from functools import lru_cache

Range = tuple[float, float, int]

_TABLE = r"""
1 3 0             ^page( num(ber)?| no| index)?$|^p$
5 50 0            \b(limit|page size|per page|size|count|max results|num(ber)? (of )?results|top|take|top n|top k|max items)$
0 40 0            \b(offset|skip)$
1 4 0             \b(adults?|guests?|passengers?|people|persons?|travell?ers|rooms?|seats?|tickets?|bags?|baggages?|luggage|party size|attendees|children|infants|kids)$|\bnum (adults|guests|rooms)
1 6 0             \b(quantity|qty|copies|servings|bedrooms?|bathrooms?|beds|players|nights|slots|dice|rounds?)$
-40 60 4          \blat(itude)?s?( \d)?$|^lat\b
-120 140 4        \b(lon|lng|long|longitude)s?( \d)?$|^lon\b
2005 2024 0       \byears?$(?<!years)|\b(season|vintage)$|\byear\b(?! over)
2 25 0            \b(years|tenure|duration years|time period years)$|\bterm( in)? years$|\bnum(ber)? (of )?years$
12 60 0           \b(months|loan term|term months|term)$
1 12 0            \bmonth( number)?$|^mm$
1 28 0            \bday( of( the)? month)?$
2 14 0            \b(days|duration days|nights)$
0 23 0            \bhours?( of( the)? day)?$
5 55 0            \b(minutes?|mins?|seconds?|secs?)$
18 70 0           \bages?( years)?$
50 105 1          \b(weight|body weight|weight kg)( kg| in kg)?$
155 195 0         \bheight( cm| in cm)?$
1 5 0             \b(ratings?|stars?|score out of 5)$|\brating\b
20 95 0           \b(scores?|points?|marks?|humidity|battery)$
1 12 1            \b(interest|mortgage|annual|growth|inflation|tax)? ?rate$|\binterest\b|\bapr$|\byield$
5 30 0            \b(tip|discount|tax|percent|percentage|vat|markup|commission|margin)( percent(age)?| rate)?$|\bpercent
5000 90000 0      \b(principal|loan( amount)?|salary|income|investment|revenue|budget|mortgage|deposit|savings|balance|down payment)( \w+)?$
20 900 2          \b(price|cost|total|subtotal|fare|bill|fee|charge|refund|expense|spend|payment|amount due|value usd|total price|bill amount|bill total)s?$|\bprice\b|\bcost\b
20 900 0          \b(amount|sum|value|budget|usd|money)$
2 60 1            \b(distance|radius|length|width|depth|base|side|diameter|miles|km|kilometers|range|side \d|side length)( km| miles| m)?$
5 35 0            \b(temp(erature)?|celsius|fahrenheit|kelvin|degrees)( c| f)?$|\btemperature\b
1 10 0            \b(level|rank|priority|episode|chapter|verse|volume|floor|round|position|step|steps|stage|sequence|index|lesson|season number|episode number)( number)?$
100 1800 0        \b(calories|kcal|protein|carbs|fat|sugar|sodium|steps|watts|power|energy|voltage)$
20 120 0          \b(speed|velocity|mph|pace|tempo|bpm|heart rate)$
300 1600 0        \b(width|height)( px| pixels)$|\b(image|screen|video|max|min) (width|height)$
1024 49151 0      \bport$
1 9 0             \b(digits|precision|decimals?|places|exponent|power|n|k|degree|zoom|order)$
100 90000 0       \b(views|likes|followers|votes|downloads|population|subscribers|shares|volume|visits|vote count|num ratings|reviews?( count)?|retweets|upvotes)$
8 20 0            \b(length|max length|min length|password length|characters)$
10 240 0          \b(duration|runtime|minutes|running time|timeout|delay|time|run time)$
1 9 1             \b(vote average|average|popularity|avg|mean)$
"""

_ROWS = tuple(
    (re.compile(line.split(None, 3)[3]), (float(line.split()[0]), float(line.split()[1]), int(line.split()[2])))
    for line in _TABLE.strip().splitlines()
)


@lru_cache(maxsize=65536)
def expected(spoken: str) -> Range | None:
    """The range of a number of that name, or None where the name tells nothing."""
    for pattern, found in _ROWS:
        if pattern.search(spoken):
            return found
    return None


_MEASURED = (
    (re.compile(r"radius|distance|range"), re.compile(r"\bmet(er|re)s\b"), (200, 5000, 0)),
    (re.compile(r"height"), re.compile(r"\b(?<!centi)met(er|re)s\b|\bin m\b"), (1.5, 1.95, 2)),
    (re.compile(r"height"), re.compile(r"\binch"), (60, 76, 0)),
    (re.compile(r"weight"), re.compile(r"\b(pounds|lbs?)\b"), (110, 230, 0)),
    (
        re.compile(r"rate|percent|discount|tip|tax"),
        re.compile(r"\b(decimal|fraction|between 0 and 1|e\.g\.,? 0?\.\d)"),
        (0.02, 0.2, 2),
    ),
    (re.compile(r"amount|price|total"), re.compile(r"\b(stocks?|shares)\b"), (5, 150, 0)),
    (re.compile(r"year|date|season"), re.compile(r"\b(model|manufactur|vehicle|car)\b"), (2012, 2023, 0)),
    (re.compile(r"duration|length|time"), re.compile(r"\bhours\b"), (1, 8, 0)),
    (re.compile(r"duration|length|stay|time"), re.compile(r"\bdays\b"), (2, 14, 0)),
)


def measured(spoken: str, description: str) -> Range | None:
    """The range where the description's unit decides, else None."""
    lowered = description.lower()
    return next((found for name, unit, found in _MEASURED if name.search(spoken) and unit.search(lowered)), None)
