"""What the history may tell the public.

The event tables keep every column of every row, and among them streets that were public
once and are not now. Only what is named here is ever read for a page: no column of an
address is, nor who did what.
"""

from datetime import date, datetime
from typing import Any, NamedTuple

from facilities.models.claim import Claim
from facilities.models.clinician import Clinician
from facilities.models.facility import Facility
from facilities.models.price import Price

# More events than this are not read: the oldest are left out of the page.
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


def history_of(facility: Facility) -> FacilityHistory:
    return FacilityHistory(
        listings=_listings(facility),
        claims=_snapshots(Claim, facility, "field", "value"),
        prices=_snapshots(
            Price, facility, "kind", "low_cents", "high_cents", "currency"
        ),
        staff=_snapshots(Clinician, facility, "position", "role", "credential"),
    )


def _listings(facility: Facility) -> tuple[ListingSnapshot, ...]:
    rows = Facility.pgh_event_model.objects.filter(pgh_obj=facility.pk)
    columns = rows.order_by("-pgh_id").values_list(
        "pgh_created_at",
        "listing_status",
        "operating_status",
        "closed_on",
        "published_at",
    )
    return tuple(ListingSnapshot(*row) for row in columns[:MOST_EVENTS])[::-1]


def _snapshots(model, facility: Facility, key: str, *said: str):
    """``said`` are the columns that hold what is said; one is its own value."""
    rows = model.pgh_event_model.objects.filter(facility=facility.pk)
    columns = rows.order_by("-pgh_id").values_list(
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
    return tuple(_snapshot(row) for row in columns[:MOST_EVENTS])[::-1]


def _snapshot(row: tuple) -> Snapshot:
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
