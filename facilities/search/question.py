"""What is asked of the index, already parsed and checked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from facilities.geo.distance import Point
from facilities.search.keys import CORE


class Order(StrEnum):
    MATCH = "match"
    DISTANCE = "distance"
    NAME = "name"
    CHECKED = "checked"


@dataclass(frozen=True, eq=False, slots=True)
class Question:
    """A search: OR inside a group of ``choices``; AND between groups and criteria.

    ``radius`` is in miles around ``point`` (latitude, longitude); a point without a
    radius only orders. ``text`` holds the primary keys that the words typed were found
    in, or is None where none were typed; ``area`` likewise, of a part of the map.
    Results are ordered by ``criteria``: by default those that must be met, or else the
    core ones.
    """

    choices: Mapping[str, frozenset[str]] = field(default_factory=dict)
    must: tuple[str, ...] = ()
    is_confirmed_only: bool = False
    is_partly_enough: bool = False
    point: Point | None = None
    radius: float | None = None
    area: Sequence[int] | None = None
    text: Sequence[int] | None = None
    criteria: tuple[str, ...] = ()
    order: Order = Order.MATCH
    offset: int = 0
    limit: int = 20

    def __post_init__(self):
        if self.radius is not None and self.point is None:
            raise ValueError("A radius needs a point.")
        if self.offset < 0 or self.limit < 0:
            raise ValueError("A page cannot begin or end before the first result.")

    @property
    def ordering_criteria(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.criteria or self.must or CORE))
