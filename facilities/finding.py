"""What a search finds, page by page: the one place that asks for it.

``search`` is a FacilityFilter. Nothing else asks the database about results, so that
another engine can answer in this module's stead.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count

from facilities.facets import Counts, count_choices
from facilities.geo.distance import miles_of
from facilities.matching import (
    CONFIRMED_BLOCK,
    FLAGGED_BLOCK,
    STATED_BLOCK,
    block_of,
    matching,
)
from facilities.models import Facility
from facilities.ways_out import Relaxed, next_radius, relaxed

PAGE_SIZE = 20
MOST_SUGGESTED = 8


@dataclass(frozen=True, slots=True)
class Blocks:
    """How many results stand in each block; the blocks follow one another.

    ``confirmed``: every must-have is confirmed, or there is none. ``stated``: one or
    more is only stated by the clinic. ``flagged``: an established banner flag.
    """

    confirmed: int
    stated: int
    flagged: int

    @property
    def total(self) -> int:
        return self.confirmed + self.stated + self.flagged


@dataclass(frozen=True, slots=True)
class Found:
    """``page`` is of places in the order, not of facilities: these are its own list.

    ``miles`` is by primary key, for the facilities of the page that have a point.
    ``relaxed`` is filled only where nothing is found.
    """

    total: int
    page: Page
    facilities: list[Facility]
    miles: Mapping[int, float]
    blocks: Blocks
    counts: Counts
    relaxed: list[Relaxed]
    next_radius: int | None


def find(search, page: object = 1) -> Found:
    """``page`` as it was asked for: what is no page is the nearest one."""
    blocks = _blocks(search)
    shown = Paginator(range(blocks.total), PAGE_SIZE).get_page(page)
    start = (shown.number - 1) * PAGE_SIZE
    rows = search.qs.with_card()[start : start + PAGE_SIZE] if blocks.total else []
    counts = count_choices(search, total=blocks.total)
    return Found(
        total=blocks.total,
        page=shown,
        facilities=list(rows),
        miles=_miles(search, rows),
        blocks=blocks,
        counts=counts,
        relaxed=[] if blocks.total else relaxed(search),
        next_radius=None if blocks.total else next_radius(search, counts),
    )


def _blocks(search) -> Blocks:
    found = matching(search.terms, search.queryset, search.today).order_by()
    rows = found.annotate(block=block_of(search.terms, search.today))
    numbers = dict(rows.values_list("block").annotate(Count("pk")))
    return Blocks(
        *(numbers.get(each, 0) for each in (CONFIRMED_BLOCK, STATED_BLOCK)),
        numbers.get(FLAGGED_BLOCK, 0),
    )


def _miles(search, rows) -> dict[int, float]:
    if search.terms.point is None:
        return {}
    return {row.pk: miles_of(row.apart) for row in rows if row.apart is not None}


def clinics_named(text: str) -> list[Facility]:
    """A few listed clinics to offer while somebody types a name."""
    words = text.split()
    if not words:
        return []
    listed = Facility.objects.published()
    for word in words:
        listed = listed.filter(name__icontains=word)
    return list(listed.order_by("name", "pk")[:MOST_SUGGESTED])
