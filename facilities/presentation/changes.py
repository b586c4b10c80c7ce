"""How a listing changed: what was public, when it changed, and into what.

Pure, from the snapshots of ``facilities.models.history``. Only what stood on the page
while it was listed counts: a change before that, or while the listing was suspended,
was never published and is not told.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import IntEnum
from itertools import pairwise
from typing import Any

from facilities.criteria import ClaimStatus
from facilities.enums import ListingStatus, OperatingStatus, Origin
from facilities.models.history import FacilityHistory, ListingSnapshot, Snapshot
from facilities.models.provenance import CONFIRMED

FOREVER = datetime.max.replace(tzinfo=UTC)
CHECKED = {*CONFIRMED, ClaimStatus.LAPSED.value}
UNTRUE = ClaimStatus.CONTRADICTED.value
Spans = Sequence[tuple[datetime, datetime]]


class ChangeKind(IntEnum):
    """In the order in which changes of one day are told."""

    CLOSED = 1
    CLOSED_FOR_NOW = 2
    REOPENED = 3
    FOUND_UNTRUE = 4
    UNTRUE_ENDED = 5
    LAPSED = 6
    VERIFIED = 7
    CHANGED = 8
    WITHDRAWN = 9
    STAFF = 10
    RESTATED = 11
    STATED = 12
    REPORTED = 13
    FOUND = 14
    LISTED = 15


FIRST_SAID = {
    Origin.PROVIDER: ChangeKind.STATED,
    Origin.SAMHSA: ChangeKind.REPORTED,
    Origin.MODERATOR: ChangeKind.FOUND,
}


@dataclass(frozen=True, slots=True)
class Change:
    """``was`` and ``now`` are values, given where one took the other's place."""

    day: date
    kind: ChangeKind
    key: str | int = ""
    was: Any = None
    now: Any = None


def published_spans(listings: Iterable[ListingSnapshot]) -> Spans:
    """When the page could be read: from each moment up to another."""
    spans, since = [], None
    for listing in listings:
        is_listed = listing.listing_status == ListingStatus.PUBLISHED
        if is_listed and since is None:
            since = listing.at
        elif not is_listed and since is not None:
            spans.append((since, listing.at))
            since = None
    return spans if since is None else [*spans, (since, FOREVER)]


def listing_changes(history: FacilityHistory) -> Iterator[Change]:
    listed = [
        each
        for each in history.listings
        if each.listing_status == ListingStatus.PUBLISHED
    ]
    for first in listed[:1]:
        yield Change(first.published_at.date(), ChangeKind.LISTED)
        if first.operating_status != OperatingStatus.OPEN:
            yield _closing(first)
    for before, after in pairwise(listed):
        if before.operating_status != after.operating_status:
            yield _closing(after)


def said_changes(
    snapshots: Iterable[Snapshot], spans: Spans, today: date
) -> Iterator[Change]:
    """How claims or prices changed, each key by itself."""
    for shown in _public(snapshots, spans):
        for before, after, later in zip(
            [None, *shown[:-1]], shown, [*shown[1:], None], strict=True
        ):
            yield from _said(before, after)
            yield from _check(before, after)
            yield from _lapse(after, later, today)


def staff_changes(snapshots: Iterable[Snapshot], spans: Spans) -> Iterator[Change]:
    """The days on which the list of staff became another, and nothing of who is on it.

    The first of these days is that of the list itself.
    """
    days = {
        after.at.date() if after.is_gone else after.stated_on
        for shown in _public(snapshots, spans)
        for before, after in zip([None, *shown[:-1]], shown, strict=True)
        if before is None
        or (before.is_gone, before.value)
        != (
            after.is_gone,
            after.value,
        )
    }
    for day in sorted(days)[1:]:
        yield Change(day, ChangeKind.STAFF)


def _closing(listing: ListingSnapshot) -> Change:
    if listing.operating_status == OperatingStatus.CLOSED:
        return Change(listing.closed_on, ChangeKind.CLOSED)
    if listing.operating_status == OperatingStatus.TEMPORARILY_CLOSED:
        return Change(listing.closed_on, ChangeKind.CLOSED_FOR_NOW)
    return Change(listing.at.date(), ChangeKind.REOPENED)


def _public(snapshots: Iterable[Snapshot], spans: Spans) -> Iterator[list[Snapshot]]:
    """By key, the snapshots that stood on the page for any time, oldest first."""
    by_key = defaultdict(list)
    for snapshot in snapshots:
        by_key[snapshot.key].append(snapshot)
    for told in by_key.values():
        ends = [*(later.at for later in told[1:]), FOREVER]
        shown = [
            snapshot
            for snapshot, end in zip(told, ends, strict=True)
            if any(max(snapshot.at, start) < min(end, stop) for start, stop in spans)
        ]
        if shown:
            yield shown


def _is_new(before: Snapshot | None) -> bool:
    return before is None or before.is_gone


def _said(before: Snapshot | None, after: Snapshot) -> Iterator[Change]:
    if after.is_gone and _is_new(before):
        return  # what came back between was never on the page
    if after.is_gone:
        has_ended = before.status == UNTRUE
        kind = ChangeKind.UNTRUE_ENDED if has_ended else ChangeKind.WITHDRAWN
        yield Change(after.at.date(), kind, after.key)
    elif _is_new(before):
        # What a moderator looked up is told with its check.
        if after.origin != Origin.MODERATOR or after.verified_on is None:
            yield Change(after.stated_on, FIRST_SAID[after.origin], after.key)
    elif before.value != after.value:
        is_corrected = after.verified_on and after.verified_on != before.verified_on
        day = after.verified_on if is_corrected else after.stated_on
        yield Change(day, ChangeKind.CHANGED, after.key, before.value, after.value)
    elif before.stated_on != after.stated_on:
        yield Change(after.stated_on, ChangeKind.RESTATED, after.key)


def _check(before: Snapshot | None, after: Snapshot) -> Iterator[Change]:
    if after.is_gone or after.verified_on is None:
        return
    is_untrue = after.status == UNTRUE
    if (
        _is_new(before)
        or before.verified_on != after.verified_on
        or is_untrue is not (before.status == UNTRUE)
    ):
        kind = ChangeKind.FOUND_UNTRUE if is_untrue else ChangeKind.VERIFIED
        yield Change(after.verified_on, kind, after.key)


def _lapse(after: Snapshot, later: Snapshot | None, today: date) -> Iterator[Change]:
    """On the day after the last, unless the check was made again by then."""
    if after.status not in CHECKED or after.is_gone:
        return
    if later and not later.is_gone and later.verified_on == after.verified_on:
        return  # the same check, whose end the later snapshot tells
    end = later.at.date() if later else today
    if after.expires_on < end:
        yield Change(after.expires_on + timedelta(days=1), ChangeKind.LAPSED, after.key)
