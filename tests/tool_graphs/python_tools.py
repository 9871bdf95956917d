"""Functions of many kinds, as people write their tools; a module that tests name as a source."""

from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Any, Literal, TypedDict

from pydantic import BaseModel, Field


class Unit(Enum):
    CELSIUS = "celsius"
    FAHRENHEIT = "fahrenheit"


class Hour(TypedDict):
    time: str
    degrees: float


class Forecast(TypedDict, total=False):
    city_id: int
    hours: list[Hour]


@dataclass
class Place:
    latitude: float
    longitude: float = 0.0


class City(BaseModel):
    city_id: int
    name: str = Field(description="Its English name.")


def get_forecast(
    city_id: Annotated[int, Field(ge=1, description="Which city.")],
    day: Annotated[str, "A date."],
    unit: Unit = Unit.CELSIUS,
    detail: Literal["low", "high"] = "low",
    hours: int | None = None,
) -> Forecast:
    """Get the forecast of a city.

    It is made anew every hour.

    Args:
        city_id: Not this, for the annotation has the word.
        detail: How much
            to tell.
        hours (int): How many hours.

    Returns:
        The forecast.
    """
    raise NotImplementedError


async def find_cities(name: str, near: Place | None = None, tags: dict[str, list[str]] | None = None) -> list[City]:
    """Find cities.

    Parameters
    ----------
    name : str
        A part of the name.
    near : Place, optional
        Where to look.
    """
    raise NotImplementedError


def rename_city(city: City, names: list[str], note: Any = None) -> None:
    """Rename a city.

    :param names: The new names.
    """


def _private(x: int) -> int:
    return x


TOOLS = [get_forecast, find_cities]
