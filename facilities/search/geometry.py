"""Distance by straight lines through the earth, for many points at once.

Every sum here is made of single operations on whole arrays, so that two facilities at
one point are at exactly the same distance wherever they stand in the arrays.
"""

import math

import numpy as np

from facilities.geo.distance import EARTH_RADIUS_MILES, Point, box_around, unit_vector

CELLS_PER_DEGREE = 2
ROW_LENGTH = 360 * CELLS_PER_DEGREE + 2


def unit_vectors(latitudes: np.ndarray, longitudes: np.ndarray) -> list[np.ndarray]:
    """Points on the unit sphere, as three arrays, from degrees. NaN stays NaN."""
    phi, theta = np.radians(latitudes), np.radians(longitudes)
    ring = np.cos(phi)
    return [ring * np.cos(theta), ring * np.sin(theta), np.sin(phi)]


def squared_chords(point: Point, rows: np.ndarray, slots: np.ndarray) -> np.ndarray:
    """How far some of the rows, with their ``x``, ``y`` and ``z``, are from a point."""
    total = np.zeros(len(slots))
    for name, start in zip("xyz", unit_vector(Point(*point)), strict=True):
        apart = rows[name][slots] - start
        total += apart * apart
    return total


def miles_of(squared: np.ndarray) -> np.ndarray:
    half = np.clip(np.sqrt(squared) / 2, 0, 1)
    return 2 * EARTH_RADIUS_MILES * np.arcsin(half)


def cells_of(latitudes: np.ndarray, longitudes: np.ndarray) -> np.ndarray:
    """The number of the grid cell of each point; cells of one row are neighbours."""
    rows = np.floor((latitudes + 90) * CELLS_PER_DEGREE).astype(np.int64)
    columns = np.floor((longitudes + 180) * CELLS_PER_DEGREE).astype(np.int64)
    return rows * ROW_LENGTH + columns


def cell_ranges(point: Point, miles: float) -> list[tuple[int, int]]:
    """Runs of cells, first and last, that hold every point this near."""
    box = box_around(Point(*point), miles)
    return [
        (row * ROW_LENGTH + _column(west), row * ROW_LENGTH + _column(east))
        for row in range(_row(box.south), _row(box.north) + 1)
        for west, east in box.longitudes
    ]


def _row(latitude: float) -> int:
    return math.floor((latitude + 90) * CELLS_PER_DEGREE)


def _column(longitude: float) -> int:
    return math.floor((longitude + 180) * CELLS_PER_DEGREE)
