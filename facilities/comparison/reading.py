"""The columns of a comparison, read from the database or remembered.

A column is remembered by the versions of all rows that it is drawn from, and these are
read anew every time: nothing that has changed since is ever shown as it was.
"""

from collections.abc import Collection, Iterator
from datetime import date
from threading import Lock

from cachetools import LRUCache
from django.db.models import QuerySet
from django.utils.translation import get_language

from facilities.comparison.building import build_column
from facilities.comparison.table import MOST_FACILITIES, Column
from facilities.models import Facility

MOST_REMEMBERED = 300
_columns: LRUCache[tuple, Column] = LRUCache(MOST_REMEMBERED)
_turn = Lock()


def columns_of(
    facilities: QuerySet[Facility], slugs: Collection[str], today: date
) -> tuple[list[str], tuple[Column, ...]]:
    """Which slugs are among ``facilities``, and the columns of the first few.

    One query where all are remembered; otherwise one more for each table.
    """
    rows = facilities.filter(slug__in=slugs).with_version().order_by()
    versions = {
        slug: (key, version, today, get_language())
        for slug, key, version in rows.values_list("slug", "pk", "version")
    }
    listed = [slug for slug in slugs if slug in versions]
    shown = listed[:MOST_FACILITIES]
    with _turn:
        columns = {slug: _columns.get(versions[slug]) for slug in shown}
    for column in _read(
        facilities, [slug for slug in shown if not columns[slug]], today
    ):
        columns[column.slug] = column
        with _turn:
            _columns[versions[column.slug]] = column
    return listed, tuple(filter(None, columns.values()))


def _read(
    facilities: QuerySet[Facility], slugs: list[str], today: date
) -> Iterator[Column]:
    if slugs:
        for facility in facilities.filter(slug__in=slugs).with_comparison():
            yield build_column(facility, today)
