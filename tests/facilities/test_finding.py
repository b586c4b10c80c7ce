from datetime import timedelta

import pytest
from django.http import QueryDict

from facilities import actions, finding
from facilities.choice_groups import choice_group, criteria_groups, radius_group
from facilities.criteria import CRITERIA, GROUPS, CriterionStatus
from facilities.enums import PriceKind
from facilities.filters import GROUPS as GROUP_NAMES
from facilities.filters import FacilityFilter
from facilities.finding import clinics_named, find
from facilities.models import Facility, PostalCode
from facilities.ways_out import ways_out
from tests.facilities.test_filters import WITHHELD, confirm, facts
from tests.factories import NOON, TODAY, a_facility, state

pytestmark = pytest.mark.django_db


def search(query=""):
    return FacilityFilter(QueryDict(query), today=TODAY)


def counted(query=""):
    one = search(query)
    return one, find(one).counts


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
    assert +counts.groups["route"] == {"iv": 2, "im": 1}
    assert counts.must["vital-signs"] == 1
    assert counts.must["bladder-check"] == 1
    assert counts.must["informed-consent"] == 0
    assert (counts.confirmed, counts.partly) == (3, 3)


@pytest.mark.usefixtures("three_clinics")
def test_group_joined_by_or_is_counted_without_its_own_selection():
    _one, counts = counted("state=CO&route=im")

    assert counts.total == 0
    assert counts.groups["state"] == {"OR": 1, "CO": 0}
    assert +counts.groups["route"] == {}


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
        ("area=1", [("Remove “Part of the map”", 3)]),
        ("area=off&state=OR", [("Remove “Not on the map”", 2)]),
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


@pytest.fixture
def portland():
    PostalCode.objects.create(
        code="97201", city="Portland", state="OR", latitude=45.5, longitude=-122.7
    )


@pytest.fixture
def talkative_clinics():
    """Every group has an answer; D is near nothing, E only has a withheld place."""
    a, b = a_facility(name="A"), a_facility(name="B", latitude=45.9, state="WA")
    d, e = a_facility(name="D", latitude=30.0), a_facility(name="E", **WITHHELD)
    state(a, **SAID, accepting_new_patients="newpt")
    state(b, **SAID | {"languages": ["es", "es-MX"], "routes": ["im"]})
    state(d, dosing_setting=["at_home_supervised", "at_home_unsupervised"])
    state(e, telehealth=["none"], accepting_new_patients="nopt")
    confirm(a, "vital-signs", checked_on=TODAY - timedelta(days=100))
    for facility, cents in ((a, 25_000), (b, 80_000)):
        price = actions.StatedPrice(PriceKind.SESSION, cents, 90_000)
        actions.state_prices(facility=facility, prices=[price], by=None, at=NOON)


SAID = {
    "routes": ["iv", "oral"],
    "dosing_setting": ["in_clinic", "at_home_supervised"],
    "conditions_treated": ["ptsd"],
    "age_groups": ["adults_18_64"],
    "payment_types": ["self_pay", "medicaid"],
    "languages": ["en", "es-MX"],
    "accessibility": ["hearing_loop"],
    "populations": ["veterans"],
    "telehealth": ["check_ins"],
}


@pytest.mark.usefixtures("talkative_clinics", "portland")
@pytest.mark.parametrize(
    "query", ["", "route=im&setting=home&price=1000", "place=97201"]
)
def test_each_count_is_what_choosing_it_alone_would_find(query):
    one, counts = counted(query)

    assert any(counts.groups["language"].values())
    for group in GROUP_NAMES:
        for value, _label in one.form.fields[group].choices:
            alone = search(one.query_for(**{group: [value]}).urlencode())
            assert counts.groups[group][value] == alone.qs.count(), (group, value)
    for slug in CRITERIA:
        alone = search(one.query_for(must=[slug]).urlencode())
        assert counts.must[slug] == alone.qs.count()


@pytest.mark.usefixtures("talkative_clinics", "portland")
def test_each_radius_says_what_it_would_leave():
    one, counts = counted("place=97201&radius=10")

    assert counts.radius == {10: 1, 25: 1, 50: 2, 100: 2, None: 4}
    group = radius_group(one, counts)
    assert group.title == "Distance from 97201 (Portland, OR)"
    assert [(each.value, each.count, each.is_chosen) for each in group.choices] == [
        ("10", 1, True),
        ("25", 1, False),
        ("50", 2, False),
        ("100", 2, False),
        ("any", 4, False),
    ]


@pytest.mark.usefixtures("talkative_clinics")
def test_radius_is_not_offered_without_a_point():
    assert radius_group(*counted("place=OR")) is None
    assert counted("near=1,2")[1].radius == {10: 0, 25: 0, 50: 0, 100: 0, None: 4}


@pytest.mark.usefixtures("talkative_clinics", "portland")
@pytest.mark.parametrize(
    ("query", "labels"),
    [
        (
            "place=97201&radius=10&state=WA",
            [("Widen to 50 miles", 1), ("Remove “Washington”", 1)],
        ),
        (
            "place=97201&radius=10&q=D",
            [("Search at any distance", 1), ("Remove “D”", 1)],
        ),
        ("place=WA&setting=hospital", [("Remove “In a hospital”", 1)]),
        ("place=TX&route=im", [("Remove “Texas”", 1)]),
        ("route=sc&route=iv&state=WA", [("Take any choice of “How it is given”", 1)]),
    ],
)
def test_way_out_names_the_filter_or_the_radius(query, labels):
    one = search(query)

    ways = ways_out(one, find(one))

    assert set(labels) <= {(way.label, way.count) for way in ways}
    for way in ways:
        assert search(way.query).qs.count() == way.count


@pytest.mark.usefixtures("talkative_clinics")
def test_words_that_find_nothing_are_corrected():
    a_facility(name="Harbor Wellness", is_published=True)

    assert find(search("q=harbro+wellness")).meant == ["harbor wellness"]
    assert find(search("q=harbor+wellness&state=TX")).meant == []
    assert find(search("q=xyzzy")).meant == []


def test_clinic_unlisted_this_moment_is_left_out(monkeypatch):
    kept, gone = a_facility(name="A"), a_facility(name="B")
    look_up = finding.answer

    def unlist_and_answer(snapshot, question):
        answer = look_up(snapshot, question)
        Facility.objects.filter(pk=gone.pk).update(listing_status="suspended")
        return answer

    monkeypatch.setattr(finding, "answer", unlist_and_answer)

    found = find(search())

    assert (found.total, found.facilities) == (2, [kept])


def test_page_that_is_none_is_the_nearest_one():
    for number in range(finding.PAGE_SIZE + 1):
        a_facility(name=f"{number:02}")

    assert [each.name for each in find(search(), "99").facilities] == ["20"]
    assert find(search(), "x").page.number == 1
    assert len(find(search(), "0").facilities) == 1
    assert len(find(search(), "1").facilities) == finding.PAGE_SIZE


@pytest.mark.parametrize(
    ("text", "names"),
    [("harb", ["Harbor A", "Harbor B"]), ("b harbor", ["Harbor B"]), ("", [])],
)
def test_clinics_are_offered_by_the_words_of_their_name(text, names):
    for name in ("Harbor B", "Harbor A", "Other"):
        a_facility(name=name)
    a_facility(name="Harbor C", is_published=False)

    assert [each.name for each in clinics_named(text)] == names
