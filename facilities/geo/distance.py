"""How far two points are apart, and the box around a circle."""

import math
from typing import NamedTuple

EARTH_RADIUS_MILES = 3958.7613
# A little more than asked for: rounding must not lose a point on the rim.
SLACK = 1e-9
POLE, DATE_LINE = 90.0, 180.0
ALL_AROUND = ((-DATE_LINE, DATE_LINE),)


class Point(NamedTuple):
    """Degrees north and east."""

    latitude: float
    longitude: float


class Box(NamedTuple):
    """Holds a circle; ``longitudes`` are spans, two where it crosses the 180th."""

    south: float
    north: float
    longitudes: tuple[tuple[float, float], ...]


def unit_vector(point: Point) -> tuple[float, float, float]:
    phi, theta = math.radians(point.latitude), math.radians(point.longitude)
    ring = math.cos(phi)
    return ring * math.cos(theta), ring * math.sin(theta), math.sin(phi)


def squared_chord(miles: float) -> float:
    """The squared straight line between points this far apart on the unit sphere."""
    return (2 * math.sin(min(miles / EARTH_RADIUS_MILES, math.pi) / 2)) ** 2


def miles_of(squared: float) -> float:
    return 2 * EARTH_RADIUS_MILES * math.asin(min(math.sqrt(max(squared, 0)) / 2, 1))


def miles_between(first: Point, second: Point) -> float:
    pairs = zip(unit_vector(first), unit_vector(second), strict=True)
    return miles_of(sum((one - other) ** 2 for one, other in pairs))


def circle_around(point: Point, miles: float, corners: int = 48) -> list[Point]:
    """Points at that distance, clockwise from the north."""
    return [
        _point_towards(point, miles, 2 * math.pi * corner / corners)
        for corner in range(corners)
    ]


def _point_towards(point: Point, miles: float, bearing: float) -> Point:
    start, arc = math.radians(point.latitude), miles / EARTH_RADIUS_MILES
    height = math.sin(start) * math.cos(arc)
    height += math.cos(start) * math.sin(arc) * math.cos(bearing)
    turn = math.atan2(
        math.sin(bearing) * math.sin(arc) * math.cos(start),
        math.cos(arc) - math.sin(start) * height,
    )
    return Point(math.degrees(math.asin(height)), point.longitude + math.degrees(turn))


def box_around(point: Point, miles: float) -> Box:
    angle = min(miles / EARTH_RADIUS_MILES * (1 + SLACK) + SLACK, math.pi)
    reach = math.degrees(angle)
    south, north = point.latitude - reach, point.latitude + reach
    return Box(max(south, -POLE), min(north, POLE), _longitudes(point, angle, reach))


def _longitudes(point: Point, angle: float, reach: float):
    if abs(point.latitude) + reach >= POLE:
        return ALL_AROUND
    ratio = math.sin(angle) / math.cos(math.radians(point.latitude))
    width = math.degrees(math.asin(min(ratio, 1))) + SLACK
    west, east = point.longitude - width, point.longitude + width
    if west < -DATE_LINE:
        return ((west + 2 * DATE_LINE, DATE_LINE), (-DATE_LINE, east))
    if east > DATE_LINE:
        return ((west, DATE_LINE), (-DATE_LINE, east - 2 * DATE_LINE))
    return ((west, east),)
