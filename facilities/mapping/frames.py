"""Which part of the map's plane is shown, and how large."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from facilities.geo.areas import rectangle_of
from facilities.geo.distance import Point, circle_around
from facilities.geo.outlines import TENTHS, Outline, read_outlines
from facilities.geo.projection import (
    HEIGHT,
    PIECE_OF_STATE,
    WIDTH,
    Piece,
    piece_of,
)
from facilities.mapping.sites import Placed

MARGIN = 40
LARGEST_ZOOM = 100
# What is wider for its height than this would be small in a square.
SQUARE_UP_TO = 1.2
SQUARE = ((WIDTH - HEIGHT) / 2, (WIDTH + HEIGHT) / 2)
# The outlines are too coarse to be drawn larger: clinics would stand in the sea.
LARGEST_OUTLINES = 10


@dataclass(frozen=True, slots=True)
class Near:
    """The point and the radius of a search, and what the point is called."""

    point: Point
    miles: float
    label: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """``left`` and ``top`` of the plane are drawn at 0, ``zoom`` times as large.

    The frame is as large as the plane. Where it ``is_square``, all that matters is in
    the square in its middle, and a phone shows no more. With a ``piece`` only its
    outlines are drawn: on the plane Texas is close to Hawaii.
    """

    left: float
    top: float
    zoom: float
    is_square: bool = False
    piece: Piece | None = None

    def place(self, x: float, y: float) -> tuple[float, float]:
        return (x - self.left) * self.zoom, (y - self.top) * self.zoom

    @property
    def is_whole(self) -> bool:
        return self == WHOLE

    @property
    def sides(self) -> tuple[float, float]:
        """Where what matters begins and ends, from left to right."""
        return SQUARE if self.is_square else (0, WIDTH)

    @property
    def has_outlines(self) -> bool:
        return self.zoom <= LARGEST_OUTLINES

    @property
    def move(self) -> str:
        """For SVG: what brings the plane to its place."""
        left, top = round(-self.left * self.zoom, 1), round(-self.top * self.zoom, 1)
        return f"translate({left} {top}) scale({round(self.zoom, 4)})"

    @property
    def move_tenths(self) -> str:
        """The same for outlines, which are in tenths of a unit."""
        return f"{self.move} scale({1 / TENTHS})"

    @property
    def outlines(self) -> list[Outline]:
        if not self.has_outlines:
            return []
        right = self.left + WIDTH / self.zoom
        bottom = self.top + HEIGHT / self.zoom
        return [
            outline
            for outline in read_outlines().values()
            if self.piece in (None, PIECE_OF_STATE[outline.state])
            and outline.touches(self.left, self.top, right, bottom)
        ]


# With room around it for the circles of the outermost towns.
WHOLE_ZOOM = WIDTH / (WIDTH + 2 * 28)
WHOLE = Frame(-28, (HEIGHT - HEIGHT / WHOLE_ZOOM) / 2, WHOLE_ZOOM)


def choose_frame(
    placed: Collection[Placed], states: Collection[str], near: Near | None, area: str
) -> Frame:
    """Around the area, else the radius, else the states; else the whole plane.

    ``placed`` are all that is drawn: it is never a frame that would leave one out.
    """
    pieces = {each.piece for each in placed}
    if len(pieces) > 1:
        return WHOLE
    if area and pieces:
        [piece] = pieces
        return _fit(_corners(area, piece), LARGEST_ZOOM, piece)
    if near:
        return _fit(reach_points(near), LARGEST_ZOOM, piece_of(*near.point))
    return _around_states(placed, states, pieces)


def _corners(area, piece):
    rectangle, part = rectangle_of(area), piece.part
    latitudes = max(rectangle.south, part.south), min(rectangle.north, part.north)
    longitudes = max(rectangle.west, part.west), min(rectangle.east, part.east)
    return [
        piece.place(latitude, longitude)
        for latitude in latitudes
        for longitude in (*longitudes, sum(longitudes) / 2)
    ]


def reach_points(near: Near) -> list[tuple[float, float]]:
    """The circle of a search on the plane; none where its middle is off the map."""
    piece = piece_of(*near.point)
    if piece is None:
        return []
    return [piece.place(*point) for point in circle_around(near.point, near.miles)]


def _around_states(placed, states, pieces):
    pieces = pieces | {PIECE_OF_STATE.get(state) for state in states}
    if len(pieces) != 1 or None in pieces or not states:
        return WHOLE
    corners = [each.at for each in placed]
    for outline in (read_outlines()[state] for state in states):
        corners += [(outline.left, outline.top), (outline.right, outline.bottom)]
    return _fit(corners, LARGEST_OUTLINES, *pieces)


def _fit(points: Iterable[tuple[float, float]], most: float, piece) -> Frame:
    if not points:
        return WHOLE
    across, down = [x for x, _ in points], [y for _, y in points]
    width, height = max(across) - min(across), max(down) - min(down)
    is_square = width <= SQUARE_UP_TO * height
    frame_width = HEIGHT if is_square else WIDTH
    zoom = min(
        (frame_width - 2 * MARGIN) / max(width, 1),
        (HEIGHT - 2 * MARGIN) / max(height, 1),
        most,
    )
    if zoom <= 1:
        return WHOLE
    return Frame(
        (min(across) + max(across)) / 2 - WIDTH / zoom / 2,
        (min(down) + max(down)) / 2 - HEIGHT / zoom / 2,
        zoom,
        is_square,
        piece,
    )
