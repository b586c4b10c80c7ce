"""The order by match: groups of ties, best first, without sorting what is not shown.

How many criteria hold is kept as binary digits, one set of slots for each digit.
"""

from collections.abc import Iterable, Iterator

from pyroaring import BitMap

Planes = tuple[BitMap, ...]


def planes_of(sets: Iterable[BitMap]) -> Planes:
    """How many of the sets each slot is in: its binary digits, the lowest first."""
    planes: list[BitMap] = []
    for carry in sets:
        for place, plane in enumerate(planes):
            if not carry:
                break
            planes[place], carry = plane ^ carry, plane & carry  # noqa: PLW2901
        if carry:
            planes.append(carry)
    return tuple(planes)


def by_count(members: BitMap, planes: Planes) -> Iterator[BitMap]:
    """Members of one count after another, the highest first; none is empty."""
    if not members:
        return
    if not planes:
        yield members
        return
    *lower, highest = planes
    yield from by_count(members & highest, tuple(lower))
    yield from by_count(members - highest, tuple(lower))
