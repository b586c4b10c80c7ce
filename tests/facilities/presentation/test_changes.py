"""What changed on a page, from snapshots made by hand."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilities.enums import ListingStatus, OperatingStatus, Origin
from facilities.models.history import FacilityHistory, ListingSnapshot, Snapshot
from facilities.presentation.changes import (
    FOREVER,
    Change,
    ChangeKind,
    listing_changes,
    published_spans,
    said_changes,
    staff_changes,
)
from tests.factories import TODAY

PUBLISHED, SUSPENDED = ListingStatus.PUBLISHED, ListingStatus.SUSPENDED
DRAFT = ListingStatus.DRAFT


def moment(day: int, hour: int = 12) -> datetime:
    """A moment of January 2026; later days run on into the year."""
    return datetime(2026, 1, 1, hour, tzinfo=UTC) + timedelta(days=day - 1)


def on(day: int) -> date:
    return moment(day).date()


def listing(day, status=PUBLISHED, operating=OperatingStatus.OPEN, **columns):
    plain = {"closed_on": None, "published_at": moment(1)}
    return ListingSnapshot(moment(day), status, operating, **plain | columns)


def said(day, value="a", *, status="attested", stated=None, checked=None, **columns):
    plain = {
        "key": "room_type",
        "is_gone": False,
        "origin": Origin.PROVIDER,
        "stated_on": on(stated or day),
        "verified_on": on(checked) if checked else None,
        "expires_on": on(checked + 365) if checked else None,
    }
    return Snapshot(at=moment(day), value=value, status=status, **plain | columns)


def gone(day, value="a", **columns):
    return said(day, value, is_gone=True, **columns)


ALWAYS = [(moment(1), FOREVER)]


def told(*snapshots, spans=ALWAYS, today=TODAY):
    return [
        (change.kind.name, change.day, change.was, change.now)
        for change in said_changes(snapshots, spans, today)
    ]


def kinds(*snapshots, **options):
    return [(kind, day) for kind, day, _was, _now in told(*snapshots, **options)]


@pytest.mark.parametrize(
    ("listings", "spans"),
    [
        ([], []),
        ([listing(1, DRAFT)], []),
        ([listing(1, DRAFT), listing(3)], [(moment(3), FOREVER)]),
        ([listing(3), listing(4), listing(5)], [(moment(3), FOREVER)]),
        (
            [listing(1), listing(3, SUSPENDED), listing(4, SUSPENDED), listing(6)],
            [(moment(1), moment(3)), (moment(6), FOREVER)],
        ),
        (
            [listing(1), listing(9, ListingStatus.ARCHIVED)],
            [(moment(1), moment(9))],
        ),
    ],
)
def test_page_can_be_read_while_it_is_listed(listings, spans):
    assert published_spans(listings) == spans


def test_first_statement_is_told_on_its_own_day():
    assert told(said(3, stated=2)) == [("STATED", on(2), None, None)]


@pytest.mark.parametrize(
    ("origin", "kind"),
    [
        (Origin.PROVIDER, "STATED"),
        (Origin.SAMHSA, "REPORTED"),
        (Origin.MODERATOR, "FOUND"),
    ],
)
def test_first_statement_says_where_it_is_from(origin, kind):
    assert kinds(said(3, origin=origin)) == [(kind, on(3))]


def test_what_a_moderator_looked_up_is_told_once_with_its_check():
    checked = said(3, status="document_seen", checked=3, origin=Origin.MODERATOR)

    assert kinds(checked) == [("VERIFIED", on(3))]


def test_changed_answer_is_told_with_what_it_was():
    assert told(said(2, "a"), said(5, "b")) == [
        ("STATED", on(2), None, None),
        ("CHANGED", on(5), "a", "b"),
    ]


def test_moderators_correction_is_told_on_the_day_of_the_check():
    corrected = said(9, "b", status="primary_source", stated=2, checked=8)

    assert told(said(2, "a"), corrected)[1:] == [
        ("CHANGED", on(8), "a", "b"),
        ("VERIFIED", on(8), None, None),
    ]


def test_answer_given_again_is_told_as_unchanged():
    assert kinds(said(2), said(40)) == [("STATED", on(2)), ("RESTATED", on(40))]


def test_check_is_told_once_however_often_its_row_is_written():
    check = {"status": "document_seen", "checked": 5, "stated": 2}

    assert kinds(said(2), said(6, **check), said(7, **check)) == [
        ("STATED", on(2)),
        ("VERIFIED", on(5)),
    ]


def test_check_lapses_after_its_last_day_with_and_without_the_nightly_job():
    check = {"stated": 2, "checked": 5, "expires_on": on(60)}
    seen = said(6, status="document_seen", **check)
    marked = said(62, status="lapsed", **check)
    lapse = ("LAPSED", on(61))

    assert lapse in kinds(seen)
    assert kinds(seen, marked) == kinds(seen)
    assert lapse not in kinds(seen, today=on(60))
    assert lapse in kinds(seen, today=on(61))


@pytest.mark.parametrize(("renewed_on", "has_lapsed"), [(60, False), (62, True)])
def test_check_made_again_in_time_never_lapsed(renewed_on, has_lapsed):
    seen = said(6, status="document_seen", stated=2, checked=5, expires_on=on(60))
    again = said(renewed_on, status="document_seen", stated=2, checked=renewed_on)

    found = kinds(seen, again, today=on(70))

    assert (("LAPSED", on(61)) in found) is has_lapsed
    assert ("VERIFIED", on(renewed_on)) in found


def test_edit_ends_a_check_without_a_lapse():
    seen = said(6, "a", status="document_seen", stated=2, checked=5, expires_on=on(60))

    assert kinds(seen, said(20, "b"), today=on(70)) == [
        ("STATED", on(2)),
        ("VERIFIED", on(5)),
        ("CHANGED", on(20)),
    ]


def test_untrue_statement_is_told_and_its_end_is_no_withdrawal():
    untrue = {"status": "contradicted", "stated": 2, "checked": 9}

    found = kinds(said(2), said(9, **untrue), gone(380, **untrue))

    assert found == [
        ("STATED", on(2)),
        ("FOUND_UNTRUE", on(9)),
        ("UNTRUE_ENDED", on(380)),
    ]


def test_confirmed_fact_that_is_found_untrue_on_the_same_day_is_told_as_untrue():
    seen = said(5, status="document_seen", stated=2, checked=5)
    untrue = said(6, status="contradicted", stated=2, checked=5)

    assert kinds(seen, untrue) == [
        ("STATED", on(2)),
        ("VERIFIED", on(5)),
        ("FOUND_UNTRUE", on(5)),
    ]


def test_answer_taken_back_and_given_again():
    assert kinds(said(2, "a"), gone(5, "a"), said(9, "b")) == [
        ("STATED", on(2)),
        ("WITHDRAWN", on(5)),
        ("STATED", on(9)),
    ]


def test_each_key_is_told_by_itself():
    found = list(
        said_changes([said(2, "a", key="one"), said(3, "b", key="two")], ALWAYS, TODAY)
    )

    assert found == [
        Change(on(2), ChangeKind.STATED, "one"),
        Change(on(3), ChangeKind.STATED, "two"),
    ]


def test_what_was_never_on_the_page_is_not_told():
    """Before the listing, within one transaction, and while it was suspended."""
    spans = [(moment(10), moment(20)), (moment(30), FOREVER)]

    found = told(
        said(2, "draft"),
        said(5, "first"),
        said(15, "passing"),
        said(15, "second"),
        said(22, "hidden"),
        gone(23, "hidden"),
        said(24, "hidden too"),
        said(25, "third"),
        spans=spans,
    )

    assert found == [
        ("STATED", on(5), None, None),
        ("CHANGED", on(15), "first", "second"),
        ("CHANGED", on(25), "second", "third"),
    ]


def test_fact_that_was_only_there_before_the_listing_is_not_told():
    assert told(said(2), gone(3), spans=[(moment(10), FOREVER)]) == []


def test_fact_that_came_and_went_out_of_sight_is_gone_once():
    found = kinds(
        said(2),
        gone(5),
        said(12, "hidden"),
        gone(13, "hidden"),
        spans=[(moment(1), moment(10)), (moment(20), FOREVER)],
    )

    assert found == [("STATED", on(2)), ("WITHDRAWN", on(5))]


def test_listing_tells_when_it_began_and_when_the_clinic_closed():
    history = FacilityHistory(
        listings=(
            listing(1, DRAFT),
            listing(3, published_at=moment(3)),
            listing(9, operating=OperatingStatus.TEMPORARILY_CLOSED, closed_on=on(8)),
            listing(20),
            listing(40, operating=OperatingStatus.CLOSED, closed_on=on(39)),
        ),
        claims=(),
        prices=(),
        staff=(),
    )

    assert [(each.kind.name, each.day) for each in listing_changes(history)] == [
        ("LISTED", on(3)),
        ("CLOSED_FOR_NOW", on(8)),
        ("REOPENED", on(20)),
        ("CLOSED", on(39)),
    ]


def test_suspension_itself_is_not_told_and_closing_meanwhile_is():
    history = FacilityHistory(
        listings=(
            listing(1),
            listing(5, SUSPENDED),
            listing(6, SUSPENDED, operating=OperatingStatus.CLOSED, closed_on=on(6)),
            listing(9, operating=OperatingStatus.CLOSED, closed_on=on(6)),
        ),
        claims=(),
        prices=(),
        staff=(),
    )

    assert [(each.kind.name, each.day) for each in listing_changes(history)] == [
        ("LISTED", on(1)),
        ("CLOSED", on(6)),
    ]


def test_clinic_that_was_closed_when_it_was_listed_says_so():
    closed = listing(3, operating=OperatingStatus.CLOSED, closed_on=on(2))
    history = FacilityHistory((closed,), (), (), ())

    assert [each.kind.name for each in listing_changes(history)] == [
        "LISTED",
        "CLOSED",
    ]


def test_staff_list_tells_the_days_it_changed_and_nothing_of_who():
    nurse, doctor = ("Nurse", "RN"), ("Doctor", "MD")

    found = list(
        staff_changes(
            [
                said(2, nurse, key=0),
                said(2, doctor, key=1),
                said(30, nurse, key=0),
                said(40, doctor, key=0),
                gone(50, doctor, key=1),
            ],
            ALWAYS,
        )
    )

    assert found == [
        Change(on(40), ChangeKind.STAFF),
        Change(on(50), ChangeKind.STAFF),
    ]


@given(
    st.lists(
        st.builds(
            said,
            st.integers(1, 300),
            st.sampled_from("ab"),
            status=st.sampled_from(["attested", "document_seen", "contradicted"]),
            checked=st.just(1),
            is_gone=st.booleans(),
        ),
        max_size=12,
    ),
    st.lists(st.integers(1, 300), min_size=2, max_size=2, unique=True),
)
def test_no_history_is_too_odd_and_nothing_of_an_unlisted_page_is_told(rows, days):
    rows.sort(key=lambda row: row.at)
    spans = [tuple(map(moment, sorted(days)))]

    found = list(said_changes(rows, spans, TODAY))

    _first, last = spans[0]
    if all(row.at >= last for row in rows):
        assert found == []
    values = [row.value for row in rows if row.at < last]
    assert {change.was for change in found if change.was} <= set(values)
