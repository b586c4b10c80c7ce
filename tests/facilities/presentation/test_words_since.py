"""What a page tells today and did not tell on an earlier day."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilities.enums import ListingStatus
from facilities.models.history import FacilityHistory
from facilities.presentation.history import history_words, words_since
from tests.facilities.presentation.test_changes import gone, listing, moment, on, said
from tests.factories import TODAY


def history(*claims, listings=None):
    return FacilityHistory(tuple(listings or [listing(1)]), tuple(claims), (), ())


def since(day, *claims, today=TODAY, **parts):
    told = words_since(history(*claims, **parts), on(day), today)
    return [(entry.lead, entry.names, entry.was, entry.now) for entry in told]


def log(day, **columns):
    return said(day, True, key="ae_log", **columns)


STATED = ("1 fact stated by the clinic:", "Keeps a log of harms", "", "")


def test_what_was_told_before_is_not_told_again():
    assert since(5, log(3)) == []
    assert since(3, log(3)) == [STATED]
    assert since(2, log(3)) == [STATED]


def test_first_listing_is_new_to_who_looked_before_it():
    assert since(1) == [("Listed in this directory.", "", "", "")]
    assert since(2) == []


def test_change_is_told_with_what_was_there_before():
    told = since(5, said(3, 2, key="wait_days"), said(6, 4, key="wait_days"))

    assert told == [("Answer changed:", told[0][1], "2 days", "4 days")]


def test_check_of_an_earlier_day_is_new_if_it_was_put_on_the_page_since():
    """Judged by the day of the check, it would never be told."""
    check = log(9, checked=2, stated=2, status="document_seen")

    assert since(8, log(2), check) == [
        ("1 fact verified:", "Keeps a log of harms", "", "")
    ]
    assert since(10, log(2), check) == []


def test_check_that_lapsed_in_between_is_told_though_nothing_was_written():
    check = log(2, checked=2, stated=2, status="document_seen")
    last = on(2 + 365)

    def told(since_day, today):
        entries = words_since(history(check), since_day, today)
        return [entry.lead for entry in entries]

    after = on(2 + 367)
    assert told(last, last) == []
    assert told(last, after) == ["1 check lapsed:"]
    assert told(after, after) == []


def test_answer_taken_back_is_told():
    assert since(5, log(3), gone(6, True, key="ae_log"))[0][0] == "Answer taken back:"


def test_what_happened_before_the_listing_or_while_it_was_suspended_is_not_told():
    suspended = [
        listing(1),
        listing(4, ListingStatus.SUSPENDED),
        listing(8),
    ]

    told = since(
        2,
        said(3, 1, key="wait_days"),
        said(5, 99, key="wait_days"),
        said(7, 1, key="wait_days"),
        listings=suspended,
    )

    assert "99" not in str(told)


def test_several_of_one_day_are_told_together_without_those_known():
    told = since(
        4,
        log(3),
        said(5, True, key="escort_required"),
        said(5, 3, key="wait_days"),
    )

    assert [lead for lead, *_rest in told] == ["2 facts stated by the clinic:"]
    assert "Keeps a log of harms" not in told[0][1]


def test_private_fields_and_fields_that_are_gone_are_not_told():
    assert since(2, said(5, "2027-01-01", key="dea_expires_on")) == []
    assert since(2, said(5, "x", key="no_such_field")) == []


@pytest.mark.parametrize("hour", [0, 12, 23])
def test_day_begins_at_midnight_so_that_nothing_of_it_is_lost(hour):
    assert since(3, log(3)._replace(at=moment(3, hour))) == [STATED]


SNAPSHOTS = st.lists(
    st.tuples(
        st.integers(1, 40),
        st.booleans(),
        st.sampled_from(["ae_log", "escort_required"]),
        st.booleans(),
    ),
    max_size=12,
)


@given(SNAPSHOTS, st.integers(1, 50))
def test_nothing_is_told_that_the_whole_history_does_not_tell(rows, day):
    claims = [
        said(at, value, key=key, is_gone=is_gone)
        for at, value, key, is_gone in sorted(rows, key=lambda row: row[0])
    ]
    whole = history_words(history(*claims), TODAY)
    names = " ".join(entry.names for entry in whole.newest + whole.older)

    told = words_since(history(*claims), on(day), TODAY)

    assert {entry.lead[-10:] for entry in told} <= {
        entry.lead[-10:] for entry in whole.newest + whole.older
    }
    assert all(name in names for entry in told for name in entry.names.split("; "))
    assert words_since(history(*claims), on(60), TODAY) == ()
