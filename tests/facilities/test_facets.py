import pytest
from django.http import QueryDict

from facilities.choice_groups import choice_group, criteria_groups
from facilities.criteria import CRITERIA, GROUPS, CriterionStatus
from facilities.facets import count_choices
from facilities.filters import FacilityFilter
from facilities.finding import find
from facilities.ways_out import ways_out
from tests.facilities.test_filters import confirm, facts
from tests.factories import TODAY, a_facility, state

pytestmark = pytest.mark.django_db


def search(query=""):
    return FacilityFilter(QueryDict(query), today=TODAY)


def counted(query=""):
    one = search(query)
    return one, count_choices(one, total=one.qs.count())


@pytest.fixture
def three_clinics():
    """Two in Oregon; A is checked for two criteria, B partly meets one, C is silent."""
    a, b = a_facility(name="A", state="OR"), a_facility(name="B", state="OR")
    a_facility(name="C", state="CO")
    confirm(a, "vital-signs")
    state(a, **facts("bladder-check"), routes=["iv", "im"])
    state(b, **facts("vital-signs", CriterionStatus.PARTLY_MEETS), routes=["iv"])


@pytest.mark.usefixtures("three_clinics")
def test_every_choice_says_what_it_would_leave():
    _one, counts = counted()

    assert counts.total == 3
    assert counts.groups["state"] == {"OR": 2, "CO": 1}
    assert counts.groups["route"] == {"iv": 2, "im": 1}
    assert counts.must["vital-signs"] == 1
    assert counts.must["bladder-check"] == 1
    assert counts.must["informed-consent"] == 0
    assert (counts.confirmed, counts.partly) == (3, 3)


@pytest.mark.usefixtures("three_clinics")
def test_group_joined_by_or_is_counted_without_its_own_selection():
    _one, counts = counted("state=CO&route=im")

    assert counts.total == 0
    assert counts.groups["state"] == {"OR": 1, "CO": 0}
    assert counts.groups["route"] == {}


@pytest.mark.usefixtures("three_clinics")
def test_criteria_are_counted_within_what_is_found():
    _one, counts = counted("must=vital-signs&partly=on")

    assert counts.total == 2
    assert counts.must["vital-signs"] == 2
    assert counts.must["bladder-check"] == 1


@pytest.mark.usefixtures("three_clinics")
@pytest.mark.parametrize(
    ("query", "confirmed", "partly"),
    [
        ("must=vital-signs", 1, 2),
        ("must=bladder-check", 0, 1),
        ("must=vital-signs&partly=on", 1, 2),
        ("must=vital-signs&confirmed=on", 1, 1),
    ],
)
def test_switch_says_what_it_would_leave(query, confirmed, partly):
    _one, counts = counted(query)

    assert (counts.confirmed, counts.partly) == (confirmed, partly)


@pytest.mark.usefixtures("three_clinics")
def test_what_was_said_counts_like_what_is_found_by_it():
    for slug in CRITERIA:
        _one, counts = counted()
        assert counts.must[slug] == search(f"must={slug}").qs.count()


@pytest.mark.usefixtures("three_clinics")
def test_only_states_with_a_listed_clinic_are_offered():
    one, counts = counted("state=TX&state=OR")

    group = choice_group(one, counts, "state")

    assert [(each.label, each.count, each.is_chosen) for each in group.choices] == [
        ("Colorado", 1, False),
        ("Oregon", 2, True),
        ("Texas", 0, True),
    ]
    assert group.chosen_count == 2


def test_criteria_are_offered_group_by_group():
    groups = criteria_groups(*counted("must=vital-signs"))

    assert [group.slug for group in groups] == list(GROUPS)
    assert [c.value for group in groups for c in group.choices] == [
        criterion.slug for group in GROUPS.values() for criterion in group.criteria
    ]
    assert sum(group.chosen_count for group in groups) == 1


@pytest.mark.usefixtures("three_clinics")
@pytest.mark.parametrize(
    ("query", "ways"),
    [
        ("state=TX&state=CA&route=iv", [("Take any choice of “State”", 2)]),
        ("state=TX", [("Remove “Texas”", 3)]),
        ("q=nowhere&state=OR", [("Remove “nowhere”", 2)]),
        ("route=oral&route=sc&state=CO", [("Take any choice of “How it is given”", 1)]),
        (
            "must=bladder-check&confirmed=on",
            [
                ("Turn off “Verified facts only”", 1),
                ("Remove “Bladder and urinary check over time”", 3),
            ],
        ),
        (
            "q=B&must=vital-signs",
            [
                ("Remove “B”", 1),
                ("Count “partly meets” too", 1),
                ("Remove “Vital-sign monitoring”", 1),
            ],
        ),
        (
            "must=vital-signs&must=bladder-check&must=informed-consent",
            [
                ("Remove “Informed consent”", 1),
            ],
        ),
        ("q=nowhere&state=TX", []),
    ],
)
def test_ways_out_find_what_they_promise(query, ways):
    one = search(query)
    found = ways_out(one, find(one))

    assert {(way.label, way.count) for way in found} == set(ways)
    assert [search(way.query).qs.count() for way in found] == sorted(
        (count for _label, count in ways), reverse=True
    )
