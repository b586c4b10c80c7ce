"""The order of results: every invariant of the method, and the worked example."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facilities import actions
from facilities.criteria import CRITERIA, FIELDS, ClaimStatus, CriterionStatus
from facilities.enums import ListingStatus, PriceKind
from facilities.matching import CORE
from facilities.models import Facility, FacilityFlag
from tests.facilities.test_filters import WITHHELD, confirm, facts, found
from tests.factories import NOON, TODAY, a_facility, state

pytestmark = pytest.mark.django_db
MEETS, PARTLY, NOT = (
    CriterionStatus.MEETS,
    CriterionStatus.PARTLY_MEETS,
    CriterionStatus.DOES_NOT_MEET,
)


def flag(facility, slug="no-clinician-during-session", until=TODAY, **columns):
    return FacilityFlag.objects.create(
        facility=facility, flag=slug, established_until=until, **columns
    )


def test_sixteen_criteria_are_core():
    assert len(CORE) == 16


def test_more_confirmed_criteria_come_first():
    confirm(a_facility(name="One"), CORE[0])
    two = a_facility(name="Two")
    confirm(two, CORE[0])
    confirm(two, CORE[1])
    a_facility(name="None")

    assert found() == ["Two", "One", "None"]


def test_partly_met_counts_after_what_is_met():
    slug = next(slug for slug in CORE if PARTLY in CRITERIA[slug].examples)
    confirm(a_facility(name="A"), slug, status=PARTLY)
    confirm(a_facility(name="B"), slug)
    a_facility(name="0")

    assert found() == ["B", "A", "0"]


def test_must_haves_replace_the_core_criteria():
    confirm(a_facility(name="Core"), next(s for s in CORE if s != "bladder-check"))
    state(a_facility(name="Asked"), **facts("bladder-check"))
    core = a_facility(name="Both")
    confirm(core, next(s for s in CORE if s != "bladder-check"))
    state(core, **facts("bladder-check"))

    assert found("must=bladder-check") == ["Asked", "Both"]


def test_distance_breaks_ties_and_no_point_comes_last():
    a_facility(name="A", latitude=45.4)
    a_facility(name="B", latitude=45.0)
    a_facility(name="C", **WITHHELD)
    confirm(a_facility(name="Far", latitude=40.0), CORE[0])

    near = "near=45.0,-122.7&radius=any"
    assert found(near) == ["Far", "B", "A", "C"]
    assert found(f"{near}&sort=distance") == ["B", "A", "Far", "C"]
    assert found(f"{near}&sort=name") == ["A", "B", "C", "Far"]
    assert found("sort=distance") == ["A", "B", "C", "Far"]


def test_latest_standing_check_comes_first():
    confirm(a_facility(name="A"), "vital-signs", TODAY - timedelta(days=30))
    confirm(a_facility(name="B"), "vital-signs", TODAY - timedelta(days=3))
    confirm(a_facility(name="C"), "vital-signs", TODAY - timedelta(days=3000))
    state(a_facility(name="D"), **facts("vital-signs"))

    assert found("sort=checked") == ["B", "A", "C", "D"]


def test_confirmed_stands_before_stated_whatever_is_sorted_by():
    state(a_facility(name="A"), **facts("vital-signs"))
    confirm(a_facility(name="Z"), "vital-signs")

    for sort in ("match", "name", "distance", "checked"):
        assert found(f"must=vital-signs&sort={sort}") == ["Z", "A"]


@pytest.mark.parametrize("sort", ["match", "name", "distance", "checked"])
def test_established_banner_is_last(sort):
    best = a_facility(name="A")
    confirm(best, "vital-signs")
    flag(best)
    a_facility(name="B")

    assert found(f"sort={sort}") == ["B", "A"]


@pytest.mark.parametrize(
    ("slug", "columns"),
    [
        ("no-clinician-during-session", {"until": None}),
        ("no-clinician-during-session", {"until": TODAY - timedelta(days=1)}),
        ("no-clinician-during-session", {"raised_until": TODAY - timedelta(days=1)}),
        ("same-day-driving", {}),
    ],
)
def test_flag_that_is_not_an_established_banner_moves_nobody(slug, columns):
    flag(a_facility(name="A"), slug, **columns)
    a_facility(name="B")

    assert found() == ["A", "B"]


def test_expired_check_counts_as_a_statement():
    last_day = confirm(a_facility(name="Z"), CORE[0])
    state(a_facility(name="A"), **facts(CORE[0]))

    assert found("", last_day) == ["Z", "A"]
    assert found("", last_day + timedelta(days=1)) == ["A", "Z"]


def test_prices_move_nobody():
    price = actions.StatedPrice(PriceKind.SESSION, 100, 100)
    facility = a_facility(name="B")
    actions.state_prices(facility=facility, prices=[price], by=None, at=NOON)
    a_facility(name="A")

    assert found() == ["A", "B"]


def test_worked_example_of_the_method():
    """Section 9.3 of the criteria, with five criteria chosen by their facts."""
    chosen = [slug for slug in CORE if NOT in CRITERIA[slug].examples][:5]
    both = {name: a_facility(name=name) for name in "ABCDEF"}
    for slug in chosen[:3]:
        confirm(both["A"], slug)
        confirm(both["B"], slug)
    for slug in chosen[3:]:
        state(both["A"], **facts(slug))
    for slug in chosen:
        state(both["C"], **facts(slug))
        confirm(both["D"], slug)
        confirm(both["E"], slug)
    FacilityFlag.objects.all().delete()
    flag(both["D"], "same-day-driving")
    flag(both["E"])
    flag(both["F"], until=None)

    assert found() == ["D", "A", "B", "C", "F", "E"]


statements = st.lists(
    st.tuples(st.sampled_from(list(CRITERIA)), st.sampled_from([MEETS, PARTLY, NOT])),
    min_size=1,
    max_size=4,
)


@settings(
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(statements, st.sampled_from(["match", "distance", "name", "checked"]))
def test_what_is_only_stated_moves_nobody(said, sort):
    """Neither up nor down; a "no" no further than silence."""
    a_facility(name="A")
    middle = a_facility(name="M")
    confirm(middle, CORE[0])
    confirm(a_facility(name="Z"), CORE[0])
    before = found(f"sort={sort}")

    for slug, status in said:
        example = CRITERIA[slug].examples.get(status, {})
        fresh = {
            name: FIELDS[name].clean(value)
            for name, value in example.items()
            if not (FIELDS[name].is_derived or FIELDS[name].is_moderator_only)
            and not middle.claims.filter(field=name)
            .exclude(status=ClaimStatus.ATTESTED.value)
            .exists()
        }
        if fresh:
            state(middle, **fresh)

    assert found(f"sort={sort}") == before
    Facility.objects.update(listing_status=ListingStatus.ARCHIVED)
