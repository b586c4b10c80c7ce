"""What a search finds, page by page: the one place that asks the index for it.

``search`` is a FacilityFilter. Everything about one page comes from one snapshot of the
index, so that its numbers agree; only its facilities are read from the database.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models.expressions import RawSQL

from facilities.mapping import Site
from facilities.models import Facility
from facilities.search import (
    Answer,
    Blocks,
    Question,
    Relaxed,
    answer,
    current,
    found_in,
    suggestions,
)

PAGE_SIZE = 20
MOST_SUGGESTED = 8


@dataclass(frozen=True, slots=True)
class Counts:
    """Facilities for each value that could be chosen; 0 for those not named.

    A group joined by "or" is counted with its own selection left out. ``radius`` has a
    number for each radius in miles, and for None, any distance; it is empty where there
    is no point.
    """

    total: int
    confirmed: int
    partly: int
    groups: Mapping[str, Counter] = field(default_factory=dict)
    must: Counter = field(default_factory=Counter)
    radius: Mapping[int | None, int] = field(default_factory=dict)

    @classmethod
    def of(cls, found: Answer) -> "Counts":
        return cls(
            total=found.total,
            confirmed=found.count_if_confirmed_only,
            partly=found.count_if_partly_enough,
            groups=found.counts,
            must=found.criteria_counts,
            radius=found.radius_counts,
        )


@dataclass(frozen=True, slots=True)
class Found:
    """``page`` is of places in the order, not of facilities: these are its own list.

    ``miles`` and ``latest_checks`` are by primary key, for the facilities of the page
    that have a point, or a check that still stands.
    Where nothing is found, ``relaxed`` has what to leave out, ``next_radius`` how far
    to look, and ``meant`` words like those typed that something is found for. More can
    be asked of ``answer``, which is about everything that is found.
    """

    total: int
    page: Page
    facilities: list[Facility]
    miles: Mapping[int, float]
    latest_checks: Mapping[int, date]
    blocks: Blocks
    counts: Counts
    relaxed: list[Relaxed]
    next_radius: int | None
    meant: list[str]
    answer: Answer


def find(search, page: object = 1) -> Found:
    """``page`` as it was asked for: what is no page is the nearest one."""
    question = _question(search)
    snapshot = current(on=search.today)
    found = answer(snapshot, question)
    shown = Paginator(range(found.total), PAGE_SIZE).get_page(page)
    offset = (shown.number - 1) * PAGE_SIZE
    here = answer(snapshot, replace(question, offset=offset)) if offset else found
    is_nothing = not found.total
    return Found(
        total=found.total,
        page=shown,
        facilities=_listed(here.pks),
        miles=here.miles,
        latest_checks=here.latest_checks,
        blocks=found.blocks,
        counts=Counts.of(found),
        relaxed=found.relaxed if is_nothing else [],
        next_radius=found.next_radius if is_nothing else None,
        meant=_meant(search, question, snapshot) if is_nothing else [],
        answer=found,
    )


def sites(found: Found) -> list[Site]:
    """Everything that is found, on whatever page, by where it is: for the map."""
    every = RawSQL("SELECT unnest(%s::bigint[])", [found.answer.every_pk])
    rows = Facility.objects.published().filter(pk__in=every).order_by()
    return list(map(Site._make, rows.values_list(*Site._fields)))


def _question(search) -> Question:
    values = search.question(0, PAGE_SIZE)
    if values["text"]:
        values["text"] = found_in(values["text"])
    if values["area"]:
        there = Facility.objects.published().in_area(values["area"])
        values["area"] = list(there.values_list("pk", flat=True))
    return Question(**values)


def _listed(pks: list[int]) -> list[Facility]:
    """In the same order. One that was unlisted this very moment is left out."""
    rows = Facility.objects.published().order_by().in_bulk(pks)
    return [rows[pk] for pk in pks if pk in rows]


def _meant(search, question: Question, snapshot) -> list[str]:
    """Only where it is the words that nothing is found for."""
    if question.text is None or len(question.text):
        return []
    return suggestions(search.terms.text, snapshot)


def clinics_named(text: str) -> list[Facility]:
    """A few listed clinics to offer while somebody types a name."""
    listed = Facility.objects.published().filter(pk__in=found_in(text).tolist())
    return list(listed.order_by("name", "pk")[:MOST_SUGGESTED])
