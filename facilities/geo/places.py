"""From a ZIP code or a city to a point, with how precise the point is."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import zipcodes

from facilities.enums import PointPrecision

SAINT = re.compile(r"^saint\b")
NOT_WORD = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Place:
    """A ZIP code, and the middle of its area unless that is not known."""

    code: str
    city: str
    state: str
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class Spot:
    latitude: float | None
    longitude: float | None
    precision: PointPrecision


NOWHERE = Spot(None, None, PointPrecision.NONE)


class Places:
    """The table of places, held in memory for bulk work."""

    def __init__(self, places: Iterable[Place]):
        self._by_code: dict[str, Place] = {}
        self._by_city: dict[tuple[str, str], list[Place]] = defaultdict(list)
        for place in places:
            self._by_code[place.code] = place
            if place.latitude is not None:
                self._by_city[place.state, city_key(place.city)].append(place)

    def of_postal_code(self, code: str, state: str) -> Spot:
        """The middle of a ZIP area; nowhere when the ZIP lies in another state."""
        place = self._by_code.get(code)
        if place is None or place.latitude is None or place.state != state:
            return NOWHERE
        return Spot(place.latitude, place.longitude, PointPrecision.ZIP)

    def of_city(self, city: str, state: str) -> Spot:
        """The mean of the city's ZIP points."""
        places = self._by_city.get((state, city_key(city)))
        if not places:
            return NOWHERE
        return Spot(
            round(sum(place.latitude for place in places) / len(places), 4),
            round(sum(place.longitude for place in places) / len(places), 4),
            PointPrecision.CITY,
        )

    def of_address(self, code: str, city: str, state: str) -> Spot:
        spot = self.of_postal_code(code, state)
        return self.of_city(city, state) if spot == NOWHERE else spot


def city_key(city: str) -> str:
    """One spelling for "Saint John" and "St. John", "McLean" and "Mc Lean"."""
    return NOT_WORD.sub("", SAINT.sub("st", city.casefold()))


def read_places() -> Iterator[Place]:
    """Every ZIP code that the package ``zipcodes`` knows.

    Its coordinates are texts, and "0" where there is no area, as for military codes:
    that is a missing point, not one off Africa. Points: GeoNames, CC BY 4.0.
    """
    for row in zipcodes.list_all():
        latitude, longitude = float(row["lat"]), float(row["long"])
        is_known = latitude != 0 or longitude != 0
        yield Place(
            code=row["zip_code"],
            city=row["city"],
            state=row["state"],
            latitude=latitude if is_known else None,
            longitude=longitude if is_known else None,
        )
