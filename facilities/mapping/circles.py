"""Where the circle of each cluster is drawn, and how large.

It stands in the middle of its clinics. Where it would cover another one, it is moved,
but only as far as it must to lie inside its own area. Each is at least 29 units wide:
24 pixels, as the map is never drawn narrower than 820 pixels.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import cos, dist, pi, radians, sqrt

from facilities.geo.areas import rectangle_of
from facilities.geo.distance import Point
from facilities.geo.projection import HEIGHT, WIDTH
from facilities.mapping.clusters import Cluster
from facilities.mapping.frames import Frame

SMALLEST, LARGEST = 14.5, 28
FINGER = 25  # half of 44 pixels
ROW = 56
# A count that is as large as the largest circle, unless there are larger ones.
FULL_COUNT = 20


@dataclass(frozen=True, slots=True)
class Circle:
    """``finger`` is the radius of what can be touched."""

    cluster: Cluster
    x: float
    y: float
    radius: float
    finger: float = SMALLEST

    def apart(self, other: "Circle") -> float:
        return dist((self.x, self.y), (other.x, other.y))


def draw_circles(clusters: Sequence[Cluster], frame: Frame) -> list[Circle]:
    """In reading order."""
    most = max((cluster.count for cluster in clusters), default=0)
    circles = [_in_the_middle(cluster, frame, most) for cluster in clusters]
    held = set()
    while crowded := _crowded(circles) - held:
        held |= crowded
        for number in crowded:
            circles[number] = _inside_area(circles[number], frame)
    circles = [_with_finger(circle, circles) for circle in circles]
    return sorted(circles, key=lambda each: (each.y // ROW, each.x, each.y))


def _in_the_middle(cluster: Cluster, frame: Frame, most: int) -> Circle:
    least = max(SMALLEST, 5 + 4.5 * len(cluster.number))
    room = min(side / 2 for side in _sides(cluster, frame))
    radius = max(min(_ideal_radius(cluster.count, most), room), least)
    return _circle(cluster, frame, cluster.middle, radius)


def _ideal_radius(count: int, most: int) -> float:
    """The area grows with the count, up to that of the largest cluster."""
    share = (count - 1) / (max(most, FULL_COUNT) - 1)
    area = pi * (SMALLEST**2 + share * (LARGEST**2 - SMALLEST**2))
    return sqrt(area / pi)


def _circle(cluster: Cluster, frame: Frame, at: Point, radius: float) -> Circle:
    x, y = frame.place(*cluster.piece.place(*at))
    left, right = frame.sides
    x = min(max(x, left + radius), right - radius)
    y = min(max(y, radius), HEIGHT - radius)
    return Circle(cluster, round(x, 1), round(y, 1), round(radius, 1))


def _crowded(circles: Sequence[Circle]) -> set[int]:
    """The numbers of circles that cover others, and of those that are covered."""
    pairs = combinations(enumerate(circles), 2)
    return {
        number
        for (first, one), (second, other) in pairs
        if one.apart(other) < one.radius + other.radius
        for number in (first, second)
    }


def _inside_area(circle: Circle, frame: Frame) -> Circle:
    """Moved as far as it must. Where the area is too small for it, to the middle."""
    cluster, radius = circle.cluster, circle.radius
    rectangle = rectangle_of(cluster.area)
    height, width = _sides(cluster, frame)
    up = (rectangle.north - rectangle.south) * min(radius / height, 0.5)
    along = (rectangle.east - rectangle.west) * min(radius / width, 0.5)
    latitude = _between(
        cluster.middle.latitude, rectangle.south + up, rectangle.north - up
    )
    longitude = _between(
        cluster.middle.longitude, rectangle.west + along, rectangle.east - along
    )
    return _circle(cluster, frame, Point(latitude, longitude), radius)


def _between(value: float, low: float, high: float) -> float:
    return min(max(value, low), high)


def _sides(cluster: Cluster, frame: Frame) -> tuple[float, float]:
    """Height and width of the area as it is drawn, where it is narrowest."""
    rectangle = rectangle_of(cluster.area)
    unit = cluster.piece.degree * frame.zoom
    narrowest = max(abs(rectangle.south), abs(rectangle.north))
    return (
        (rectangle.north - rectangle.south) * unit,
        (rectangle.east - rectangle.west) * unit * cos(radians(narrowest)),
    )


def _with_finger(circle: Circle, circles: Iterable[Circle]) -> Circle:
    gaps = (circle.apart(other) for other in circles if other is not circle)
    room = min(gaps, default=WIDTH) / 2
    finger = max(circle.radius, min(FINGER, room))
    return replace(circle, finger=round(finger, 1))
