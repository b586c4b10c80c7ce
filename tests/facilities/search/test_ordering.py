"""The order of results: section 9.2 of the criteria, and the example of 9.3."""

from datetime import timedelta

import pytest

from facilities.criteria import CRITERIA
from facilities.models import Facility
from facilities.search import Blocks, Order, Question, answer, current
from tests.facilities.search.invented import (
    BANNER,
    NOTICE,
    POINTS,
    SLUGS,
    Clinic,
    plant,
)
from tests.factories import TODAY

pytestmark = pytest.mark.django_db
LATER = TODAY + timedelta(days=100)
FIVE = tuple(SLUGS[:5])
HERE, NEAR, FAR = POINTS[1], POINTS[3], POINTS[5]


def result(status="meets", *, is_confirmed=True, until=LATER, proven=None):
    """A row of results; ``proven`` is what confirmed facts say by themselves."""
    proven = (status if is_confirmed else "") if proven is None else proven
    return {
        "status": status,
        "level": "document_seen" if is_confirmed else "attested",
        "confirmed_until": until if is_confirmed else None,
        "confirmed_status": proven,
        "confirmed_status_until": until if proven else None,
    }


CONFIRMED, STATED = result(), result(is_confirmed=False)
PARTLY, NO = result("partly_meets"), result("does_not_meet", is_confirmed=False)


def names_in_order(day=TODAY, **asked):
    pks = answer(current(on=day), Question(**asked)).pks
    names = dict(Facility.objects.values_list("pk", "name"))
    return [names[pk] for pk in pks]


def blocks(**asked):
    return answer(current(on=TODAY), Question(**asked)).blocks


@pytest.fixture
def worked_example():
    """The six providers of section 9.3."""
    rows = {
        "A": (FAR, [CONFIRMED] * 3 + [STATED] * 2, {}),
        "B": (NEAR, [CONFIRMED] * 3 + [NO] * 2, {}),
        "C": (FAR, [STATED] * 5, {}),
        "D": (FAR, [CONFIRMED] * 5, {NOTICE: (LATER, None)}),
        "E": (HERE, [CONFIRMED] * 5, {BANNER: (LATER, None)}),
        "F": (NEAR, [STATED] * 4 + [NO], {BANNER: (None, None)}),
    }
    for name, (point, results, flags) in rows.items():
        results = dict(zip(FIVE, results, strict=True))  # noqa: PLW2901
        plant(Clinic(name=name, point=point, results=results, flags=flags))


@pytest.mark.usefixtures("worked_example")
def test_worked_example_by_distance():
    assert names_in_order(criteria=FIVE, point=HERE) == ["D", "B", "A", "F", "C", "E"]
    assert blocks(criteria=FIVE) == Blocks(confirmed=5, stated=0, flagged=1)


@pytest.mark.usefixtures("worked_example")
def test_worked_example_by_name_where_no_place_is_given():
    assert names_in_order(criteria=FIVE) == ["D", "A", "B", "C", "F", "E"]


def planted(**clinics):
    for name, columns in clinics.items():
        plant(Clinic(name=name, **columns))


def test_confirmed_meets_come_before_confirmed_partly():
    first, second, third = FIVE[:3]
    planted(
        nothing={},
        partly={"results": {first: PARTLY, second: PARTLY, third: PARTLY}},
        both={"results": {first: CONFIRMED, second: PARTLY}},
        meets={"results": {first: CONFIRMED}},
        two={"results": {first: CONFIRMED, second: CONFIRMED}},
    )

    order = names_in_order(criteria=FIVE)

    assert order == ["two", "both", "meets", "partly", "nothing"]


def test_core_criteria_order_where_none_is_chosen():
    core = [slug for slug, criterion in CRITERIA.items() if criterion.is_core]
    other = next(slug for slug in CRITERIA if slug not in core)
    planted(a={"results": {other: CONFIRMED}}, b={"results": {core[-1]: CONFIRMED}})

    assert names_in_order() == ["b", "a"]
    assert names_in_order(criteria=(other,)) == ["a", "b"]


def test_must_haves_order_where_no_others_are_chosen():
    first, second = FIVE[:2]
    planted(
        a={"results": {first: CONFIRMED, second: STATED}},
        b={"results": {first: STATED, second: CONFIRMED}},
        c={"results": {first: CONFIRMED, second: CONFIRMED}},
    )

    assert names_in_order(must=(first, second)) == ["c", "a", "b"]
    assert blocks(must=(first, second)) == Blocks(confirmed=1, stated=2, flagged=0)


@pytest.mark.parametrize("order", Order)
def test_blocks_follow_one_another_in_every_order(order):
    flag = {"flags": {BANNER: (LATER, None)}}
    planted(
        c={"point": FAR, "results": {FIVE[0]: CONFIRMED}},
        b={"point": NEAR, "results": {FIVE[0]: STATED}},
        a={"point": HERE, "results": {FIVE[0]: CONFIRMED}, **flag},
    )
    asked = {"must": FIVE[:1], "point": HERE, "order": order}

    assert names_in_order(**asked) == ["c", "b", "a"]
    assert blocks(**asked) == Blocks(confirmed=1, stated=1, flagged=1)


def test_stated_only_is_never_found_where_only_confirmed_is_asked_for():
    planted(
        a={"results": {FIVE[0]: STATED}},
        b={"results": {FIVE[0]: CONFIRMED}},
        c={"results": {FIVE[0]: PARTLY}},
    )
    strict = {"must": FIVE[:1], "is_confirmed_only": True}

    assert names_in_order(**strict) == ["b"]
    assert names_in_order(**strict, is_partly_enough=True) == ["b", "c"]
    asked = {**strict, "is_partly_enough": True}
    assert blocks(**asked) == Blocks(confirmed=2, stated=0, flagged=0)


def test_stating_more_than_is_proven_moves_nobody_to_the_second_block():
    """Confirmed facts say "partly"; with what is only stated it would be "meets"."""
    lifted = result("meets", is_confirmed=False, proven="partly_meets")
    planted(b={"results": {FIVE[0]: PARTLY}}, a={"results": {FIVE[0]: lifted}})
    asked = {"must": FIVE[:1], "is_partly_enough": True}

    assert names_in_order(**asked) == ["a", "b"]
    assert blocks(**asked) == Blocks(confirmed=2, stated=0, flagged=0)
    assert blocks(must=FIVE[:1]) == Blocks(confirmed=0, stated=1, flagged=0)


def test_an_expired_verification_counts_as_a_statement():
    expired = result(until=TODAY)
    planted(a={"results": {FIVE[0]: STATED}}, b={"results": {FIVE[0]: expired}})
    tomorrow = TODAY + timedelta(days=1)

    assert names_in_order(must=FIVE[:1]) == ["b", "a"]
    assert names_in_order(tomorrow, must=FIVE[:1]) == ["a", "b"]


def test_what_is_confirmed_and_what_is_proven_end_each_on_its_own_day():
    """The first decides who is found by a strict search, the second the order."""
    first = CONFIRMED | {"confirmed_until": TODAY}
    second = CONFIRMED | {"confirmed_status_until": TODAY}
    planted(a={"results": {FIVE[0]: second}}, b={"results": {FIVE[0]: first}})
    strict = {"must": FIVE[:1], "is_confirmed_only": True}
    tomorrow = TODAY + timedelta(days=1)

    assert names_in_order(**strict) == ["a", "b"]
    assert names_in_order(tomorrow, **strict) == ["a"]
    assert names_in_order(tomorrow, criteria=FIVE[:1]) == ["b", "a"]


@pytest.mark.parametrize(
    ("until", "raised_until", "expected"),
    [
        (LATER, None, ["b", "a"]),
        (TODAY, None, ["b", "a"]),
        (TODAY, TODAY, ["b", "a"]),
        (TODAY - timedelta(days=1), None, ["a", "b"]),
        (LATER, TODAY - timedelta(days=1), ["a", "b"]),
        (None, None, ["a", "b"]),
        (None, LATER, ["a", "b"]),
    ],
)
def test_only_an_established_flag_moves_and_only_while_it_stands(
    until, raised_until, expected
):
    planted(a={"flags": {BANNER: (until, raised_until)}}, b={})

    assert names_in_order() == expected


def test_latest_check_first_and_none_last():
    def checked(days_ago, expires_in=10, status="document_seen"):
        return {
            "claims": {
                "routes": {
                    "value": ["iv"],
                    "status": status,
                    "verified_on": TODAY - timedelta(days=days_ago),
                    "expires_on": TODAY + timedelta(days=expires_in),
                }
            }
        }

    planted(
        a={},
        b=checked(30),
        c=checked(2),
        d=checked(1, status="contradicted"),
        e=checked(3, expires_in=-1),
        f=checked(0, status="lapsed"),
    )

    assert names_in_order(order=Order.CHECKED) == ["c", "b", "a", "d", "e", "f"]


def test_nearest_first_and_those_without_a_point_last():
    planted(a={}, b={"point": FAR}, c={"point": NEAR}, d={"point": HERE})

    asked = {"point": HERE, "order": Order.DISTANCE}

    assert names_in_order(**asked) == ["d", "c", "b", "a"]
    assert names_in_order(order=Order.DISTANCE) == ["a", "b", "c", "d"]
