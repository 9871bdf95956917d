"""Fixed rates between currencies and units, and distances between the cities that we know."""

import math

from roles.values.places import PLACES

_PER_DOLLAR = {
    "USD": 1.0, "EUR": 0.92, "GBP": 0.79, "JPY": 148.5, "CAD": 1.36, "AUD": 1.52, "CHF": 0.88, "SEK": 10.4, "NOK": 10.6,
    "INR": 83.1,
    "MXN": 17.1, "NZD": 1.64, "SGD": 1.34, "BRL": 4.97, "ZAR": 18.7, "PLN": 3.98, "DKK": 6.86, "KRW": 1330.0, "CNY": 7.2,
    "TRY": 31.0,
    "AED": 3.67, "THB": 35.8, "CZK": 23.3, "ARS": 850.0, "KES": 145.0, "EGP": 47.5,
}  # fmt: skip
_UNITS = (
    {"meter": 1.0, "m": 1.0, "kilometer": 1000.0, "km": 1000.0, "mile": 1609.344, "mi": 1609.344, "foot": 0.3048,
    "feet": 0.3048,
     "ft": 0.3048, "inch": 0.0254, "inche": 0.0254, "in": 0.0254, "yard": 0.9144, "centimeter": 0.01, "cm": 0.01,
     "millimeter": 0.001},
    {"kilogram": 1.0, "kg": 1.0, "gram": 0.001, "g": 0.001, "pound": 0.45359237, "lb": 0.45359237, "ounce": 0.028349523,
    "oz": 0.028349523},
    {"liter": 1.0, "l": 1.0, "gallon": 3.785411784, "milliliter": 0.001, "ml": 0.001, "cup": 0.2365882},
    {"second": 1.0, "minute": 60.0, "hour": 3600.0, "day": 86400.0, "week": 604800.0},
)  # fmt: skip


def converted(amount: float, source: str, target: str) -> float | None:
    """The amount in the other currency or unit; None where one is unknown or they do not measure the same."""
    one, other = source.upper(), target.upper()
    if one in _PER_DOLLAR and other in _PER_DOLLAR:
        return amount / _PER_DOLLAR[one] * _PER_DOLLAR[other]
    one, other = source.lower(), target.lower()
    if one[:1] in "cfk" and other[:1] in "cfk" and _degrees(one) and _degrees(other):
        celsius = {"c": amount, "f": (amount - 32) / 1.8, "k": amount - 273.15}[one[0]]
        return {"c": celsius, "f": celsius * 1.8 + 32, "k": celsius + 273.15}[other[0]]
    one, other = (name if name == "feet" else name.removesuffix("s") for name in (one, other))
    return next((amount * table[one] / table[other] for table in _UNITS if one in table and other in table), None)


def _degrees(name: str) -> bool:
    return name in ("c", "f", "k", "celsius", "fahrenheit", "kelvin")


def kilometres(one: str, other: str) -> float | None:
    """The great-circle distance between two known cities."""
    places = {place.city.lower(): place for place in PLACES}
    start, end = places.get(one.lower()), places.get(other.lower())
    if start is None or end is None:
        return None
    latitudes = math.radians(start.latitude), math.radians(end.latitude)
    across = math.radians(end.longitude - start.longitude)
    chord = (
        math.sin((latitudes[1] - latitudes[0]) / 2) ** 2
        + math.cos(latitudes[0]) * math.cos(latitudes[1]) * math.sin(across / 2) ** 2
    )
    return round(12742 * math.asin(math.sqrt(chord)), 1)
