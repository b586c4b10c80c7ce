"""From what somebody types to a place: a ZIP code, a city, or a state.

Where the text fits several places or none, the answer says so: a place that was not
meant must never be taken in silence.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from facilities.geo.distance import Point
from facilities.geo.places import Place, city_key
from facilities.geo.states import STATES

STATE_CODES = {city_key(name): code for code, name in STATES.items()}
# Also as places are labelled here: "80202 (Denver, CO)".
ZIP_CODE = re.compile(r"(\d{5})(?:-?\d{4})?(?: \(.*\))?", re.ASCII)
WHOLE_STATE = " (whole state)"
CITY_AND_STATE = re.compile(r"(?P<city>[^,]+),\s*(?P<state>[^,]+)")

# A city alone is taken for the largest of its name if that has this many times the
# ZIP codes of the next.
CLEARLY_LARGER = 3
# A state's name is not taken for the state where a city of that name is this large.
LARGE_CITY = 20
MOST_OPTIONS = 8
MOST_GUESSES = 3
LEAST_LIKENESS = 75
SHORTEST_GUESSED = 4


@dataclass(frozen=True, slots=True)
class Spot:
    """A place with a point. ``others`` share its name and are much smaller."""

    label: str
    point: Point
    others: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """What to type for it."""
        return self.label.partition(" (")[0]


@dataclass(frozen=True, slots=True)
class WholeState:
    code: str

    @property
    def label(self) -> str:
        return STATES[self.code]

    @property
    def text(self) -> str:
        return self.code


@dataclass(frozen=True, slots=True)
class Several:
    """The text fits each of ``options``, which are texts to type instead."""

    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """``guesses`` are what may have been meant; often there is none."""

    guesses: tuple[str, ...] = ()


Answer = Spot | WholeState | Several | Unknown


@dataclass(frozen=True, slots=True)
class City:
    name: str
    state: str
    size: int
    point: Point | None

    @property
    def label(self) -> str:
        return f"{self.name}, {self.state}"


class Gazetteer:
    """All places, in memory. Only those in a state that people can travel to."""

    def __init__(self, places: Iterable[Place]):
        self._by_code: dict[str, Place] = {}
        grouped: dict[tuple[str, str], list[Place]] = defaultdict(list)
        for place in places:
            if place.state in STATES:
                self._by_code[place.code] = place
                grouped[city_key(place.city), place.state].append(place)
        self._by_city: dict[str, list[City]] = defaultdict(list)
        for (key, _state), members in sorted(grouped.items()):
            self._by_city[key].append(_city(members))
        for cities in self._by_city.values():
            cities.sort(key=lambda city: (-city.size, city.state))

    def __bool__(self) -> bool:
        return bool(self._by_code)

    def find(self, text: str) -> Answer:
        text = " ".join(text.split())
        if match := ZIP_CODE.fullmatch(text):
            return self._zip_code(match[1])
        state = state_code(text.removesuffix(WHOLE_STATE))
        if state and (text.endswith(WHOLE_STATE) or text.upper() in STATES):
            return WholeState(state)
        match = CITY_AND_STATE.fullmatch(text)
        if match and (part := state_code(match["state"])):
            return self._city_in(match["city"], part)
        return self._state(text, state) if state else self._city(text)

    def starting(self, text: str, limit: int = MOST_OPTIONS) -> list[str]:
        """Places to offer while somebody types: larger cities first."""
        text = " ".join(text.split())
        if text.isascii() and text.isdigit():
            return self._codes_starting(text, limit)
        city, _, state = text.partition(",")
        key, state = city_key(city), state.strip().casefold()
        if not key:
            return []
        states = [
            self._state_text(name)
            for name in STATES.values()
            if name.casefold().startswith(text.casefold())
        ]
        return (states + self._cities_starting(key, state, limit))[:limit]

    def _state_text(self, name: str) -> str:
        return name + WHOLE_STATE if self._large_cities(name) else name

    def _large_cities(self, name: str) -> list[str]:
        cities = self._by_city.get(city_key(name), ())
        return [city.label for city in cities if city.size >= LARGE_CITY]

    def _codes_starting(self, digits: str, limit: int) -> list[str]:
        places = [
            place
            for code, place in self._by_code.items()
            if code.startswith(digits) and place.latitude is not None
        ]
        places.sort(key=lambda place: place.code)
        return [self._code_label(place) for place in places[:limit]]

    def _cities_starting(self, key: str, state: str, limit: int) -> list[str]:
        cities = [
            city
            for name, cities in self._by_city.items()
            if name.startswith(key)
            for city in cities
            if city.point and _is_in(city, state)
        ]
        cities.sort(key=lambda city: (city_key(city.name) != key, -city.size))
        return [city.label for city in cities[:limit]]

    def _code_label(self, place: Place) -> str:
        return f"{place.code} ({place.city}, {place.state})"

    def _zip_code(self, code: str) -> Answer:
        place = self._by_code.get(code)
        if place is None:
            return Unknown()
        if place.latitude is None:
            return self._city_in(place.city, place.state)
        point = Point(place.latitude, place.longitude)
        return Spot(self._code_label(place), point)

    def _state(self, text: str, code: str) -> Answer:
        large = self._large_cities(text)
        whole = STATES[code] + WHOLE_STATE
        return Several((*large, whole)) if large else WholeState(code)

    def _city_in(self, name: str, state: str) -> Answer:
        same_name = self._by_city.get(city_key(name), [])
        for city in same_name:
            if city.state == state and city.point:
                return Spot(city.label, city.point)
        elsewhere = tuple(city.label for city in same_name if city.point)
        near = self._guesses(name, state)
        return Unknown((near + elsewhere)[:MOST_GUESSES])

    def _city(self, name: str) -> Answer:
        cities = [city for city in self._by_city.get(city_key(name), ()) if city.point]
        if not cities:
            return Unknown(self._guesses(name))
        first, *others = cities
        if others and first.size < CLEARLY_LARGER * others[0].size:
            return Several(tuple(city.label for city in cities[:MOST_OPTIONS]))
        labels = tuple(city.label for city in others[:MOST_GUESSES])
        return Spot(first.label, first.point, labels)

    def _guesses(self, name: str, state: str = "") -> tuple[str, ...]:
        """Places with a name like this one."""
        key = city_key(name)
        if len(key) < SHORTEST_GUESSED:
            return ()
        known = {
            each: city
            for each, cities in self._by_city.items()
            for city in reversed(cities)
            if city.point and state in ("", city.state)
        }
        found = process.extract(
            key,
            list(known),
            scorer=fuzz.ratio,
            limit=2 * MOST_OPTIONS,
            score_cutoff=LEAST_LIKENESS,
        )
        found.sort(key=lambda each: (-round(each[1], 6), -known[each[0]].size))
        return tuple(known[each].label for each, *_ in found[:MOST_GUESSES])


def _city(places: list[Place]) -> City:
    """The mean of its ZIP points."""
    points = [place for place in places if place.latitude is not None]
    point = None
    if points:
        point = Point(
            round(sum(place.latitude for place in points) / len(points), 4),
            round(sum(place.longitude for place in points) / len(points), 4),
        )
    return City(places[0].city, places[0].state, len(places), point)


def _is_in(city: City, state: str) -> bool:
    name = STATES[city.state].casefold()
    return city.state.casefold().startswith(state) or name.startswith(state)


def state_code(text: str) -> str | None:
    """The code of a state from its code or its name."""
    text = text.strip(" .")
    code = text.upper()
    return code if code in STATES else STATE_CODES.get(city_key(text))
