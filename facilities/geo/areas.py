"""Rectangles on Earth, each told by a short text: the cells of the geohash grid.

An area is written as its bits: the first says which half of the world by longitude, the
next which half of that by latitude, and so on in turn. So the areas of a point are the
beginnings of one text, and a longer text is a smaller area. A rectangle holds its south
and west sides, the last ones of the world also their north and east sides.
"""

from functools import lru_cache
from typing import NamedTuple

from facilities.geo.distance import DATE_LINE, POLE

# About a hundredth of a degree each way: finer would say where somebody is.
MOST_BITS = 29


class Rectangle(NamedTuple):
    south: float
    north: float
    west: float
    east: float

    def holds(self, latitude: float, longitude: float) -> bool:
        return (
            self.south <= latitude
            and self.west <= longitude
            and (latitude < self.north or self.north == POLE)
            and (longitude < self.east or self.east == DATE_LINE)
        )

    def halves(self, number: int) -> tuple["Rectangle", "Rectangle"]:
        """Cut between west and east where ``number`` is even. Every cut is exact."""
        if number % 2:
            middle = (self.south + self.north) / 2
            return self._replace(north=middle), self._replace(south=middle)
        middle = (self.west + self.east) / 2
        return self._replace(east=middle), self._replace(west=middle)


WORLD = Rectangle(-POLE, POLE, -DATE_LINE, DATE_LINE)


@lru_cache(maxsize=65_536)
def smallest_area(latitude: float, longitude: float) -> str:
    """Its beginnings are the larger areas that hold the point."""
    bits, (south, north, west, east) = "", WORLD
    for number in range(MOST_BITS):
        if number % 2:
            middle = (south + north) / 2
            is_upper = latitude >= middle
            south, north = (middle, north) if is_upper else (south, middle)
        else:
            middle = (west + east) / 2
            is_upper = longitude >= middle
            west, east = (middle, east) if is_upper else (west, middle)
        bits += "1" if is_upper else "0"
    return bits


def rectangle_of(area: str) -> Rectangle:
    rectangle = WORLD
    for number, bit in enumerate(area):
        rectangle = rectangle.halves(number)[bit == "1"]
    return rectangle


def sides_of(bits: int) -> tuple[float, float]:
    """Degrees of latitude and of longitude of an area of so many bits."""
    return 2 * POLE / 2 ** (bits // 2), 2 * DATE_LINE / 2 ** ((bits + 1) // 2)
