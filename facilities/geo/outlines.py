"""The outlines of states and territories, in tenths of a unit of the map's plane.

US Census Bureau cartographic boundaries of 2017 (public domain), simplified.
"""

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).with_name("data") / "states.json"
RING = re.compile(r"M([^z]+)z")
NUMBER = re.compile(r"-?\d+")
TENTHS = 10


@dataclass(frozen=True, slots=True)
class Outline:
    """``path`` is for SVG, in tenths of a unit; the box around it in units."""

    state: str
    path: str
    left: float
    top: float
    right: float
    bottom: float

    def touches(self, left: float, top: float, right: float, bottom: float) -> bool:
        return (
            self.left <= right
            and self.right >= left
            and self.top <= bottom
            and self.bottom >= top
        )


@cache
def read_outlines() -> dict[str, Outline]:
    paths = json.loads(DATA.read_text(encoding="utf-8"))["outlines"]
    return {state: _outline(state, path) for state, path in paths.items()}


def _outline(state, path):
    corners = [corner for ring in RING.findall(path) for corner in _corners(ring)]
    across = [x / TENTHS for x, _ in corners]
    down = [y / TENTHS for _, y in corners]
    return Outline(state, path, min(across), min(down), max(across), max(down))


def _corners(ring):
    """The first pair of numbers is a place, every other one a step from the last."""
    numbers = [int(number) for number in NUMBER.findall(ring)]
    x = y = 0
    for step_x, step_y in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + step_x, y + step_y
        yield x, y
