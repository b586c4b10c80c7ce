"""What the history may tell the public.

The event tables keep every column of every row, and among them streets that were public
once and are not now. Only what is named here is ever read for a page: no column of an
address is, nor who did what.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q

from facilities.models.claim import Claim
from facilities.models.clinician import Clinician
from facilities.models.facility import Facility
from facilities.models.price import Price

# More events of a facility than this are not read: the oldest are left out.
MOST_EVENTS = 2000
DELETED = "delete"


class ListingSnapshot(NamedTuple):
    """How a facility was listed from ``at`` on."""

    at: datetime
    listing_status: str
    operating_status: str
    closed_on: date | None
    published_at: datetime | None


class Snapshot(NamedTuple):
    """What was said about ``key`` from ``at`` on. ``is_gone``: nothing any more."""

    key: str | int
    at: datetime
    is_gone: bool
    value: Any
    status: str
    origin: str
    stated_on: date
    verified_on: date | None
    expires_on: date | None


class FacilityHistory(NamedTuple):
    """Each oldest first."""

    listings: tuple[ListingSnapshot, ...]
    claims: tuple[Snapshot, ...]
    prices: tuple[Snapshot, ...]
    staff: tuple[Snapshot, ...]

    def before(self, moment: datetime) -> "FacilityHistory":
        """What of it had happened by then."""
        return FacilityHistory(
            *(tuple(each for each in rows if each.at < moment) for rows in self)
        )


def history_of(facility: Facility) -> FacilityHistory:
    return histories_of([facility.pk])[facility.pk]


def histories_of(pks: Collection[int]) -> dict[int, FacilityHistory]:
    """By primary key; as many queries as for one."""
    parts = (
        _listings(pks),
        _snapshots(Claim, pks, "field", "value"),
        _snapshots(Price, pks, "kind", "low_cents", "high_cents", "currency"),
        _snapshots(Clinician, pks, "position", "role", "credential"),
    )
    return {
        pk: FacilityHistory(*(tuple(part.get(pk, ())) for part in parts)) for pk in pks
    }


def changed_since(pks: Collection[int], moment: datetime, today: date) -> set[int]:
    """Those of which anything was written since, or a check has ended."""
    written = [Q(Exists(_written(Facility, moment).filter(pgh_obj=OuterRef("pk"))))]
    ended = []
    for model in (Claim, Price, Clinician):
        of_facility = {"facility": OuterRef("pk")}
        written.append(Q(Exists(_written(model, moment).filter(**of_facility))))
        last_days = (moment.date(), today - timedelta(days=1))
        rows = model.objects.filter(expires_on__range=last_days, **of_facility)
        ended.append(Q(Exists(rows)))
    changed = Facility.objects.filter(reduce(or_, written + ended), pk__in=pks)
    return set(changed.values_list("pk", flat=True))


def _written(model, moment: datetime):
    return model.pgh_event_model.objects.filter(pgh_created_at__gte=moment)


def _listings(pks: Collection[int]) -> dict[int, list[ListingSnapshot]]:
    rows = Facility.pgh_event_model.objects.filter(pgh_obj__in=pks)
    columns = rows.order_by("-pgh_id").values_list(
        "pgh_obj",
        "pgh_created_at",
        "listing_status",
        "operating_status",
        "closed_on",
        "published_at",
    )
    return _oldest_first(columns, pks, ListingSnapshot._make)


def _snapshots(model, pks: Collection[int], key: str, *said: str):
    """``said`` are the columns that hold what is said; one is its own value."""
    rows = model.pgh_event_model.objects.filter(facility__in=pks)
    columns = rows.order_by("-pgh_id").values_list(
        "facility",
        key,
        "pgh_created_at",
        "pgh_label",
        "status",
        "origin",
        "stated_on",
        "verified_on",
        "expires_on",
        *said,
    )
    return _oldest_first(columns, pks, _snapshot)


def _oldest_first(columns, pks: Collection[int], make: Callable) -> dict[int, list]:
    by_facility = defaultdict(list)
    for pk, *row in columns[: MOST_EVENTS * len(pks)]:
        by_facility[pk].append(make(row))
    return {pk: rows[::-1] for pk, rows in by_facility.items()}


def _snapshot(row: Sequence) -> Snapshot:
    key, at, label, status, origin, stated_on, verified_on, expires_on, *said = row
    return Snapshot(
        key=key,
        at=at,
        is_gone=label == DELETED,
        value=said[0] if len(said) == 1 else tuple(said),
        status=status,
        origin=origin,
        stated_on=stated_on,
        verified_on=verified_on,
        expires_on=expires_on,
    )
