"""Reading what changed gives the index that reading everything gives."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilities.actions.search import mark_changed
from facilities.models import Facility, SearchChange
from facilities.search import Order, Question, answer
from facilities.search.holding import NOTHING_SEEN
from facilities.search.reading import read_all, read_changed
from tests.facilities.search.contents import all_contents, contents
from tests.facilities.search.invented import (
    POINTS,
    TODAY,
    Clinic,
    clinics,
    days,
    plant,
    rolled_back,
)
from tests.facilities.search.test_answering import property_settings

pytestmark = pytest.mark.django_db
DAYS = [TODAY + timedelta(days=number) for number in (-400, -1, 0, 1, 2, 91, 500)]
# Whom an edit is about (beyond the end: a new facility), and what it becomes, or None
# for a facility that is deleted.
edits = st.lists(st.tuples(st.integers(0, 6), st.none() | clinics), max_size=4)


def read(day=TODAY):
    return read_all(day, using="default")


def update(snapshot):
    """The snapshot with what was marked, which is then forgotten.

    Of its own transaction, which has not ended, PostgreSQL does not say whether a
    snapshot has seen it: so that this one has seen none.
    """
    unseeing = replace(snapshot, seen=NOTHING_SEEN)
    updated = read_changed(unseeing, using="default")
    SearchChange.objects.all().delete()
    return updated


def change(place, clinic):
    facilities = list(Facility.objects.order_by("pk"))
    facility = facilities[place] if place < len(facilities) else None
    if clinic:
        mark_changed([plant(clinic, facility=facility).pk])
    elif facility:
        mark_changed([facility.pk])
        plant(Clinic(), facility=facility)
        facility.delete()


@property_settings
@given(
    planted=st.lists(clinics, max_size=5),
    rounds=st.lists(edits, min_size=1, max_size=3),
    day=days,
)
def test_updates_come_to_what_reading_everything_gives(planted, rounds, day):
    with rolled_back():
        for clinic in planted:
            plant(clinic)
        snapshot = read(day)
        for edits_of_round in rounds:
            for place, clinic in edits_of_round:
                change(place, clinic)
            before = contents(snapshot)

            updated = update(snapshot)

            assert contents(snapshot) == before
            assert all_contents(updated, DAYS) == all_contents(read(day), DAYS)
            snapshot = updated


@property_settings
@given(planted=st.lists(clinics, max_size=5), first=days, second=days)
def test_a_day_later_is_what_is_read_on_that_day(planted, first, second):
    with rolled_back():
        for clinic in planted:
            plant(clinic)

        moved = contents(read(first).on(second))

        assert moved == contents(read(second))


def test_the_same_day_is_the_same_snapshot():
    snapshot = read()

    assert snapshot.on(TODAY) is snapshot


def test_new_names_take_their_place_among_old_and_new_ones():
    old = {name: plant(Clinic(name=name)).pk for name in ("b", "d", "d")}
    snapshot = read()
    for names in (["C", "c"], ["a", "e"], ["c", "cc"], ["", "b"]):
        mark_changed([plant(Clinic(name=name)).pk for name in names])
        snapshot = update(snapshot)

    by_name = answer(snapshot, Question(order=Order.NAME)).pks

    names = dict(Facility.objects.values_list("pk", "name"))
    assert by_name == sorted(names, key=lambda pk: (names[pk].lower(), pk))
    assert set(old.values()) < set(by_name)


def test_new_names_at_one_place_are_ordered_by_distance_first():
    near, far = POINTS[1], POINTS[5]
    plant(Clinic(name="a"))
    snapshot = read()
    pks = [plant(Clinic(name="b", point=point)).pk for point in (far, near, far, near)]
    mark_changed(pks)

    found = answer(update(snapshot), Question(point=near, radius=2000))

    assert found.pks == [pks[1], pks[3], pks[0], pks[2]]


def test_two_updates_of_one_snapshot_do_not_disturb_each_other():
    first, second = plant(Clinic(name="a")), plant(Clinic(name="b"))
    snapshot = read()
    mark_changed([plant(Clinic(name="z", state="AK"), facility=first).pk])
    one = update(snapshot)
    expected = contents(one)
    mark_changed([plant(Clinic(name="y", state="PR"), facility=second).pk])

    other = update(snapshot)

    assert contents(one) == expected
    assert answer(other, Question(order=Order.NAME)).pks == [first.pk, second.pk]
    assert answer(other, Question(choices={"state": {"AK"}})).total == 0


def test_a_moved_facility_is_found_where_it_is_now():
    facility = plant(Clinic(point=POINTS[1]))
    plant(Clinic(point=POINTS[3]))
    snapshot = read()
    mark_changed([plant(Clinic(point=POINTS[5]), facility=facility).pk])

    updated = update(snapshot)

    assert answer(updated, Question(point=POINTS[1], radius=10)).total == 1
    found = answer(updated, Question(point=POINTS[5], radius=1))
    assert found.pks == [facility.pk]
    assert answer(snapshot, Question(point=POINTS[1], radius=10)).total == 2


def test_text_finds_a_changed_facility_once():
    facility = plant(Clinic(name="a"))
    snapshot = read()
    mark_changed([plant(Clinic(name="b"), facility=facility).pk])

    updated = update(snapshot)

    assert answer(updated, Question(text=[facility.pk])).pks == [facility.pk]
