"""From a point on Earth to the plane of the map: 975 wide, 610 high, y downwards.

The composite that us-atlas and d3.geoAlbersUsa draw: the lower 48 states in their own
place, Alaska at about a third of their scale, Hawaii at full scale. The territories lie
in boxes off Florida; those that are neighbours share a box and so keep their distance.
"""

from dataclasses import dataclass, field
from math import cos, radians, sin, sqrt

from facilities.geo.areas import Rectangle
from facilities.geo.states import STATES

WIDTH, HEIGHT = 975, 610
SCALE = 1300
# As an area: what no piece of the map has.
OFF_MAP = "off"


@dataclass(frozen=True, slots=True, eq=False)
class Conic:
    """Albers' equal-area conic of a ``part`` of Earth; its center is at ``x``, ``y``.

    ``meridian`` is the longitude that stands upright; ``center`` is a latitude, and a
    longitude counted from there.
    """

    part: Rectangle
    meridian: float
    center: tuple[float, float]
    parallels: tuple[float, float]
    scale: float
    x: float
    y: float
    cone: float = field(init=False)
    width: float = field(init=False)

    def __post_init__(self):
        south, north = (sin(radians(parallel)) for parallel in self.parallels)
        cone = (south + north) / 2
        object.__setattr__(self, "cone", cone)
        object.__setattr__(self, "width", 1 + south * (2 * cone - south))

    @property
    def degree(self) -> float:
        """Units of a degree of latitude, near enough."""
        return radians(self.scale)

    def place(self, latitude: float, longitude: float) -> tuple[float, float]:
        turned = (longitude - self.meridian + 180) % 360 - 180
        right, up = self._flatten(latitude, turned)
        center_right, center_up = self._flatten(*self.center)
        return (
            self.x + self.scale * (right - center_right),
            self.y - self.scale * (up - center_up),
        )

    def _flatten(self, latitude, turned):
        reach = sqrt(self.width - 2 * self.cone * sin(radians(latitude))) / self.cone
        angle = radians(turned) * self.cone
        return reach * sin(angle), -reach * cos(angle)


@dataclass(frozen=True, slots=True, eq=False)
class Inset:
    """A box of the plane with a small ``part`` of Earth, ``degree`` units a degree."""

    part: Rectangle
    states: tuple[str, ...]
    left: float
    top: float
    width: float
    height: float
    center: tuple[float, float]
    degree: float

    def place(self, latitude: float, longitude: float) -> tuple[float, float]:
        middle_latitude, middle_longitude = self.center
        stretch = self.degree * cos(radians(middle_latitude))
        return (
            self.left + self.width / 2 + stretch * (longitude - middle_longitude),
            self.top + self.height / 2 + 3 - self.degree * (latitude - middle_latitude),
        )


Piece = Conic | Inset

LOWER_48 = Conic(
    part=Rectangle(24, 50, -126, -66),
    meridian=-96,
    center=(38.7, -0.6),
    parallels=(29.5, 45.5),
    scale=SCALE,
    x=487.5,
    y=305,
)
ALASKA = Conic(
    part=Rectangle(51, 72, -180, -129),
    meridian=-154,
    center=(58.5, -2),
    parallels=(55, 65),
    scale=SCALE * 0.35,
    x=487.5 - 0.307 * SCALE,
    y=305 + 0.201 * SCALE,
)
HAWAII = Conic(
    part=Rectangle(18, 23, -161, -154),
    meridian=-157,
    center=(19.9, -3),
    parallels=(8, 18),
    scale=SCALE,
    x=487.5 - 0.205 * SCALE,
    y=305 + 0.212 * SCALE,
)
CARIBBEAN = Inset(
    part=Rectangle(17.5, 18.8, -68.1, -64.4),
    states=("PR", "VI"),
    left=842,
    top=420,
    width=128,
    height=70,
    center=(18.1, -66.25),
    degree=36,
)
MARIANAS = Inset(
    part=Rectangle(13, 15.9, 144, 146.5),
    states=("GU", "MP"),
    left=842,
    top=496,
    width=62,
    height=74,
    center=(14.3, 145.23),
    degree=24,
)
SAMOA = Inset(
    part=Rectangle(-15, -13.5, -171, -169.3),
    states=("AS",),
    left=908,
    top=496,
    width=62,
    height=74,
    center=(-14.25, -170.15),
    degree=34,
)
INSETS = (CARIBBEAN, MARIANAS, SAMOA)
PIECES = (LOWER_48, ALASKA, HAWAII, *INSETS)
# The states in association with the US lie too far from everything: no piece has them.
PIECE_OF_STATE = (
    {state: LOWER_48 for state in STATES if state not in ("FM", "MH", "PW")}
    | {"AK": ALASKA, "HI": HAWAII}
    | {state: inset for inset in INSETS for state in inset.states}
)


def piece_of(latitude: float | None, longitude: float | None) -> Piece | None:
    """The piece of the map that has the point; None where no piece has it."""
    if latitude is None or longitude is None:
        return None
    return next((each for each in PIECES if each.part.holds(latitude, longitude)), None)
