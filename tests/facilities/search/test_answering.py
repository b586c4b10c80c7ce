"""The index answers as looking at every row does."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facilities.criteria import CRITERIA
from facilities.search import GROUPS, RADIUS_CHOICES, Question, answer, current
from tests.facilities.search.asked import questions, wide_questions
from tests.facilities.search.invented import (
    POINTS,
    TODAY,
    Clinic,
    clinics,
    days,
    plant,
    rolled_back,
)
from tests.facilities.search.oracle import Oracle

pytestmark = pytest.mark.django_db
some_clinics = st.lists(clinics, max_size=8)
many_clinics = st.lists(clinics, min_size=4, max_size=10)
CEILINGS = {"200", "300", "400", "500", "750", "1000"}
property_settings = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)


def search(question, day=TODAY):
    return answer(current(on=day), question)


@property_settings
@given(
    planted=some_clinics, asked=st.lists(questions, min_size=1, max_size=4), day=days
)
def test_ids_and_counts_are_those_of_looking_at_every_row(planted, asked, day):
    with rolled_back():
        for clinic in planted:
            plant(clinic)
        snapshot, oracle = current(on=day), Oracle(day)

        for question in asked:
            found = answer(snapshot, question)

            expected = oracle.in_order(question)
            assert found.pks == [each.pk for each in expected]
            assert found.total == len(expected)
            assert found.latest_checks == {
                each.pk: each.checked_on for each in expected if each.checked_on
            }
            assert_counts(found, oracle, question)


def assert_counts(found, oracle, question):
    for group in GROUPS:
        assert +found.counts[group] == oracle.counts(question, group), group
    assert +found.criteria_counts == oracle.criteria_counts(question)
    blocks = Counter(oracle.block(each, question) for each in oracle.found(question))
    assert found.blocks == (blocks[0], blocks[1], blocks[2])
    confirmed, partly = found.count_if_confirmed_only, found.count_if_partly_enough
    assert confirmed == len(oracle.found(replace(question, is_confirmed_only=True)))
    assert partly == len(oracle.found(replace(question, is_partly_enough=True)))
    if question.point:
        assert_distances(found, oracle, question)


def assert_distances(found, oracle, question):
    by_pk = {each.pk: each.miles(question) for each in oracle.seen}
    reachable = oracle.found(question, without="radius")
    expected = {
        miles: sum(by_pk[each.pk] <= miles for each in reachable)
        for miles in RADIUS_CHOICES
    }
    assert found.radius_counts == expected | {None: len(reachable)}
    known = {pk: miles for pk, miles in by_pk.items() if miles < float("inf")}
    assert found.miles == {
        pk: pytest.approx(known[pk], abs=1e-3) for pk in found.pks if pk in known
    }


@property_settings
@given(planted=many_clinics, question=wide_questions, size=st.integers(1, 5))
def test_pages_hold_every_result_once_in_order(planted, question, size):
    with rolled_back():
        for clinic in planted:
            plant(clinic)
        snapshot = current(on=TODAY)
        expected = [each.pk for each in Oracle(TODAY).in_order(question)]

        pages = [
            answer(snapshot, replace(question, offset=offset, limit=size)).pks
            for offset in range(0, len(expected) + 2 * size, size)
        ]

    assert [pk for page in pages for pk in page] == expected
    assert all(len(page) <= size for page in pages)


@property_settings
@given(planted=some_clinics, question=questions)
def test_ways_out_say_what_would_be_found(planted, question):
    with rolled_back():
        for clinic in planted:
            plant(clinic)
        oracle, found = Oracle(TODAY), search(question)

        for way in found.relaxed:
            assert way.count == len(oracle.found(eased(question, way)))
        farther = [
            miles
            for miles in RADIUS_CHOICES
            if question.point and miles > (question.radius or 0)
            and oracle.found(replace(question, radius=miles))
        ]  # fmt: skip
        assert found.next_radius == next(iter(farther), None)

    counts = [way.count for way in found.relaxed]
    assert counts == sorted(counts, reverse=True)
    assert 0 not in counts


def eased(question, way):
    """The question without what a way out leaves out."""
    if way.kind == "must":
        must = tuple(slug for slug in question.must if slug != way.value)
        return replace(question, must=must)
    changes = {
        "text": {"text": None},
        "radius": {"radius": None},
        "confirmed": {"is_confirmed_only": False},
        "partly": {"is_partly_enough": True},
    }
    if way.kind in changes:
        return replace(question, **changes[way.kind])
    others = {key: each for key, each in question.choices.items() if key != way.kind}
    return replace(question, choices=others)


def test_an_empty_index_answers():
    found = search(Question(point=(45.5, -122.7), radius=25, must=("vital-signs",)))

    assert (found.total, found.pks, found.miles) == (0, [], {})
    assert found.blocks == (0, 0, 0)
    assert found.radius_counts == {10: 0, 25: 0, 50: 0, 100: 0, None: 0}
    assert found.relaxed == []
    assert found.next_radius is None


def test_every_known_value_is_counted_even_if_nobody_has_it():
    counts = search(Question()).counts

    assert counts.keys() == set(GROUPS)
    assert counts["route"]["iv"] == 0
    assert len(counts["condition"]) == 16
    assert set(counts["setting"]) == {"clinic", "hospital", "home"}
    assert set(counts["telehealth"]) == {"evaluation", "follow_up_therapy", "check_ins"}
    assert set(counts["accepting"]) == {"newpt"}
    assert set(counts["price"]) == CEILINGS
    assert set(search(Question()).criteria_counts) == set(CRITERIA)


def test_a_group_without_a_selection_leaves_everything():
    plant(Clinic())

    assert search(Question(choices={"state": frozenset()})).total == 1


def test_text_limits_to_what_was_found_in_it():
    first, second = plant(Clinic()), plant(Clinic())
    plant(Clinic())

    found = search(Question(text=[second.pk, first.pk, 999_999]))

    assert found.pks == [first.pk, second.pk]
    assert found.relaxed[0].kind == "text"
    assert search(Question(text=[])).total == 0


def test_area_limits_to_what_lies_there_and_may_be_left_out():
    inside, elsewhere = plant(Clinic()), plant(Clinic())

    found = search(Question(area=[inside.pk, 999_999]))

    assert found.pks == [inside.pk]
    assert found.counts["state"].total() == 1
    assert [(way.kind, way.count) for way in found.relaxed] == [("area", 2)]
    assert search(Question(area=[])).total == 0
    assert search(Question(area=None)).every_pk == [inside.pk, elsewhere.pk]


def test_every_page_is_known_at_once():
    planted = [plant(Clinic()) for _ in range(5)]

    found = search(Question(limit=2, offset=4))

    assert len(found.pks) == 1
    assert sorted(found.every_pk) == [clinic.pk for clinic in planted]


def claim(value, status="attested", **columns):
    return {"value": value, "status": status} | columns


def checked(days_ago, stands_for, status="document_seen"):
    on = TODAY - timedelta(days=days_ago)
    until = TODAY + timedelta(days=stands_for)
    columns = {"verified_on": on, "expires_on": until}
    return {"claims": {"treats_mental_health": claim(True, status, **columns)}}


def price(cents, kind="session", currency="USD", status="attested"):
    return {"prices": [(kind, cents, currency, status)]}


@pytest.mark.parametrize(
    ("columns", "group", "values"),
    [
        ({"state": "PR"}, "state", {"PR"}),
        ({"claims": {"routes": claim(["iv", "im"])}}, "route", {"iv", "im"}),
        ({"claims": {"routes": claim(["iv"], "lapsed")}}, "route", {"iv"}),
        ({"claims": {"routes": claim(["iv"], "contradicted")}}, "route", set()),
        ({"claims": {"languages": claim(["es-MX", "zh"])}}, "language", {"es", "zh"}),
        ({"claims": {"telehealth": claim(["none"])}}, "telehealth", set()),
        (checked(90, 0), "checked", {"90", "180", "365"}),
        (checked(91, 0), "checked", {"180", "365"}),
        (checked(180, 0), "checked", {"180", "365"}),
        (checked(181, 0), "checked", {"365"}),
        (checked(365, 0), "checked", {"365"}),
        (checked(366, 0), "checked", set()),
        (checked(1, 0, "primary_source"), "checked", {"90", "180", "365"}),
        (checked(2, -1), "checked", set()),
        (checked(1, 9, "lapsed"), "checked", set()),
        (checked(1, 9, "contradicted"), "checked", set()),
        (price(20_000), "price", CEILINGS),
        (price(20_001), "price", {"300", "400", "500", "750", "1000"}),
        (price(100_000), "price", {"1000"}),
        (price(100_001), "price", set()),
        (price(20_000, status="lapsed"), "price", CEILINGS),
        (price(20_000, status="contradicted"), "price", set()),
        (price(20_000, kind="evaluation"), "price", set()),
        (price(20_000, currency="EUR"), "price", set()),
    ],
)
def test_where_a_facility_is_counted(columns, group, values):
    plant(Clinic(**columns))

    counts = search(Question()).counts[group]

    assert set(+counts) == values
    for value in values:
        assert search(Question(choices={group: {value}})).total == 1


@pytest.mark.parametrize(
    ("radius", "miles"), [(1, [0]), (10, [0, 7]), (50, [0, 7, 29]), (700, [0, 7, 29])]
)
def test_a_radius_leaves_out_what_is_farther(radius, miles):
    for point in (POINTS[1], POINTS[3], POINTS[4], POINTS[5], None):
        plant(Clinic(point=point))

    found = search(Question(point=POINTS[1], radius=radius))

    assert [round(each) for each in found.miles.values()] == miles
    assert found.radius_counts == {10: 2, 25: 2, 50: 3, 100: 3, None: 5}


def test_a_radius_needs_a_point():
    with pytest.raises(ValueError, match="A radius needs a point"):
        Question(radius=25)


@pytest.mark.parametrize("page", [{"offset": -1}, {"limit": -1}])
def test_a_page_begins_with_a_result(page):
    with pytest.raises(ValueError, match="before the first result"):
        Question(**page)
