"""Counted once for each state of the directory, and never too old."""

from datetime import timedelta

import pytest
from django.db import transaction

from facilities import actions
from facilities.fact_counts import FactCounts, fact_counts
from tests.facilities.test_filters import confirm, facts
from tests.factories import TODAY, a_facility, contradict, days_from, state

pytestmark = pytest.mark.django_db(transaction=True)


def test_facts_are_counted_once_until_something_changes(django_assert_num_queries):
    facility = a_facility()
    confirm(facility, "vital-signs")
    fact_counts(TODAY)

    with django_assert_num_queries(1):
        counts = fact_counts(TODAY)

    assert counts == FactCounts(listed=1, answered=1, verified=1, lapsed=0, untrue=0)


def test_every_change_is_counted_at_once():
    facility = a_facility()
    before = fact_counts(TODAY)

    state(facility, **facts("informed-consent"))
    stated = fact_counts(TODAY)
    contradict(facility, next(iter(facts("informed-consent"))))
    untrue = fact_counts(TODAY)
    actions.suspend(facility=facility, reason="asked", by=None)
    suspended = fact_counts(TODAY)

    assert before == FactCounts(listed=1, answered=0, verified=0, lapsed=0, untrue=0)
    assert (stated.answered, stated.stated, stated.not_stated) == (1, 1, 44)
    assert (untrue.answered, untrue.stated, untrue.untrue) == (1, 0, 1)
    assert suspended == FactCounts(listed=0, answered=0, verified=0, lapsed=0, untrue=0)


def test_what_ends_with_a_day_is_counted_anew_on_the_next():
    until = confirm(a_facility(), "vital-signs")

    last, after = fact_counts(until), fact_counts(days_from(until, 1))

    assert (last.verified, last.lapsed) == (1, 0)
    assert (after.verified, after.lapsed) == (0, 1)


def test_lapsed_and_contradicted_facts_are_not_stated_ones():
    facility = a_facility()
    confirm(facility, "bladder-check", checked_on=TODAY - timedelta(days=900))
    state(facility, **facts("dose-change-rule"))
    contradict(facility, next(iter(facts("dose-change-rule"))))

    counts = fact_counts(TODAY)

    assert (counts.lapsed, counts.untrue, counts.stated) == (1, 1, 0)
    assert (counts.total, counts.not_stated) == (45, 43)


def test_what_is_undone_was_never_counted():
    facility = a_facility()
    fact_counts(TODAY)

    with transaction.atomic():
        state(facility, **facts("informed-consent"))
        inside = fact_counts(TODAY)
        transaction.set_rollback(True)

    assert inside.answered == 1
    assert fact_counts(TODAY).answered == 0
