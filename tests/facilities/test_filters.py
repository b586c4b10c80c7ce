"""What a query string means, and that no query string is an accident."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facilities import actions
from facilities.criteria import (
    CRITERIA,
    FIELDS,
    CriterionStatus,
    confirmation_limit_months,
)
from facilities.enums import AddressPrecision, PointPrecision
from facilities.filters import FacilityFilter
from facilities.models import Facility, PostalCode
from tests.factories import NOON, TODAY, a_facility, a_user, state, verify

pytestmark = pytest.mark.django_db

WITHHELD = {
    "is_address_withheld": True,
    "precision": AddressPrecision.CITY,
    "latitude": None,
    "longitude": None,
    "point_precision": PointPrecision.NONE,
}


def search(query="", today=TODAY):
    return FacilityFilter(QueryDict(query), today=today)


def found(query="", today=TODAY):
    return [facility.name for facility in search(query, today).qs]


def facts(slug, status=CriterionStatus.MEETS):
    """Facts by which a facility has this status."""
    return CRITERIA[slug].examples[status]


def confirm(facility, slug, checked_on=TODAY, status=CriterionStatus.MEETS):
    """Check each of those facts; returns the last day on which all checks stand."""
    moderator = a_user()
    return min(
        verify(
            facility,
            field,
            FIELDS[field].clean(value),
            accepted_evidence(slug, field),
            by=moderator,
            checked_on=checked_on,
        ).expires_on
        for field, value in facts(slug, status).items()
    )


def accepted_evidence(slug, field):
    return next(
        evidence.type
        for evidence in CRITERIA[slug].evidence
        if not evidence.is_identity_only
        and confirmation_limit_months(field, evidence.type)
    )


def test_every_criterion_can_be_asked_for():
    assert dict(search().form.fields["must"].choices) == {
        slug: criterion.title for slug, criterion in CRITERIA.items()
    }


def test_every_way_of_giving_can_be_asked_for():
    choices = tuple(search().form.fields["route"].choices)

    assert choices == FIELDS["routes"].choices


def test_nothing_chosen_finds_everything_listed_by_name():
    for name in ("beta", "Alpha", "Gamma"):
        a_facility(name=name)
    a_facility(name="Hidden", is_published=False)

    assert found() == ["Alpha", "beta", "Gamma"]


def test_same_names_keep_one_order():
    first, second = a_facility(name="Alpha"), a_facility(name="Alpha")

    assert list(search().qs) == [first, second]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("portland", ["East", "West"]),
        ("  Portland ,  OR ", ["East"]),
        ("Portland, Maine", ["West"]),
        ("OR", ["East"]),
        ("oregon", ["East"]),
        ("Ore.", []),
        ("WEST", ["West"]),
        ("line east", ["East"]),
        ("97201", ["East"]),
        ("97201-1234", ["East"]),
        ("9720", []),
        (",", []),
        ("%", []),
        ("_", []),
    ],
)
def test_place_or_name(text, names):
    a_facility(name="East", name_line_2="Second line", city="Portland", state="OR")
    a_facility(
        name="West", city="Portland", state="ME", postal_code="04101", street_1=""
    )

    assert found(urlencode({"q": text})) == names


def test_zip_code_finds_the_city_where_the_address_is_withheld():
    PostalCode.objects.create(code="97299", city="PORTLAND", state="OR")
    a_facility(name="East", city="Portland", state="OR", **WITHHELD)
    a_facility(name="West", city="Portland", state="ME", **WITHHELD)

    assert found("q=97299") == ["East"]


def test_name_with_a_comma_and_a_state_code_is_found():
    a_facility(name="Quillmoor, PA", city="Eugene", state="OR")

    assert found("q=quillmoor, pa") == ["Quillmoor, PA"]


def test_one_of_several_states_is_enough():
    for place in ("OR", "CO", "TX"):
        a_facility(name=place, state=place)

    assert found("state=OR&state=TX") == ["OR", "TX"]


def test_one_of_several_ways_of_giving_is_enough():
    for name, routes in (("A", ["iv"]), ("B", ["im", "oral"]), ("C", ["sc"])):
        state(a_facility(name=name), routes=routes)
    a_facility(name="Silent")

    assert found("route=iv&route=oral") == ["A", "B"]


def test_way_of_giving_that_was_found_untrue_is_not_counted():
    facility = a_facility()
    state(facility, routes=["iv"])
    actions.contradict_claim(
        facility=facility,
        field="routes",
        evidence_kind="website_capture",
        source="state board",
        by=a_user(),
        at=NOON,
    )

    assert found("route=iv") == []


def test_every_criterion_asked_for_must_be_met():
    both, one = a_facility(name="Both"), a_facility(name="One")
    state(both, **facts("vital-signs"), **facts("bladder-check"))
    state(one, **facts("vital-signs"))

    assert found("must=vital-signs") == ["Both", "One"]
    assert found("must=vital-signs&must=bladder-check") == ["Both"]


def test_groups_are_joined_by_and():
    state(a_facility(name="A", state="OR"), **facts("vital-signs"))
    state(a_facility(name="B", state="CO"), **facts("vital-signs"))
    a_facility(name="C", state="OR")

    assert found("state=OR&must=vital-signs&q=a") == ["A"]


def test_what_is_not_met_or_not_stated_is_never_counted():
    state(a_facility(), **facts("vital-signs", CriterionStatus.DOES_NOT_MEET))
    a_facility()

    assert found("must=vital-signs&partly=on") == []


def test_partly_met_counts_only_when_allowed():
    state(a_facility(name="A"), **facts("vital-signs", CriterionStatus.PARTLY_MEETS))

    assert found("must=vital-signs") == []
    assert found("must=vital-signs&partly=on") == ["A"]


def test_verified_facts_only():
    state(a_facility(name="Stated"), **facts("vital-signs"))
    confirm(a_facility(name="Verified"), "vital-signs")

    assert found("must=vital-signs&confirmed=on") == ["Verified"]


def test_verified_ends_after_its_last_day():
    last_day = confirm(a_facility(name="A"), "vital-signs")

    query = "must=vital-signs&confirmed=on"
    assert found(query, last_day) == ["A"]
    assert found(query, last_day + timedelta(days=1)) == []
    assert found("must=vital-signs", last_day + timedelta(days=1)) == ["A"]


def test_verified_and_partly_met_counts_when_both_are_chosen():
    partly = CriterionStatus.PARTLY_MEETS
    confirm(a_facility(name="A"), "vital-signs", status=partly)
    state(a_facility(name="B"), **facts("vital-signs", partly))

    assert found("must=vital-signs&confirmed=on") == []
    assert found("must=vital-signs&confirmed=on&partly=on") == ["A"]


def test_unknown_value_is_an_error_and_the_rest_is_kept():
    state(a_facility(name="A", state="OR"), **facts("vital-signs"))
    a_facility(name="B", state="OR")

    one = search("must=nope&must=vital-signs&state=ZZ&state=OR&confirmed=perhaps")

    assert one.form.errors == {
        "must": ["Left out, because we do not know it: “nope”"],
        "state": ["Left out, because we do not know it: “ZZ”"],
        "confirmed": ["This can only be on or off."],
    }
    assert one.query.urlencode() == "state=OR&must=vital-signs"
    assert [facility.name for facility in one.qs] == ["A"]


@pytest.mark.parametrize("text", ["a\0b", "\ud800", "x" * 100_000])
@pytest.mark.parametrize("name", ["q", "state", "route", "must", "confirmed", "partly"])
def test_hostile_value_is_an_error_of_its_field(name, text):
    one = FacilityFilter(MultiValueDict({name: [text]}), today=TODAY)

    assert list(one.form.errors) == [name]
    assert len(str(one.form.errors[name])) < 500
    assert one.query.urlencode() == ""
    assert list(one.qs) == []


def test_value_repeated_a_thousand_times_counts_once():
    one = search("&".join(["must=vital-signs", "must=nope"] * 500))

    assert one.chosen["must"] == ["vital-signs"]
    assert one.form.errors["must"] == ["Left out, because we do not know it: “nope”"]


def test_blank_values_are_no_choice():
    one = search("q=&state=&route=&must=&confirmed=&partly=")

    assert one.form.errors == {}
    assert one.chips == []


def test_chips_name_what_is_chosen():
    one = search("partly=on&q=Portland&must=vital-signs&state=OR&route=iv&confirmed=1")

    assert [tuple(chip) for chip in one.chips] == [
        ("q", "Portland", "“Portland”"),
        ("state", "OR", "Oregon"),
        ("route", "iv", "IV drip"),
        ("must", "vital-signs", "Vital-sign monitoring"),
        ("confirmed", "on", "Verified facts only"),
        ("partly", "on", "Count “partly meets” too"),
    ]


def test_query_means_what_was_chosen():
    one = search("must=vital-signs&q=A  b&confirmed=on&state=TX&state=CO&page=7&x=y")

    again = FacilityFilter(one.query, today=TODAY)

    assert one.query.urlencode() == (
        "q=A+b&state=CO&state=TX&must=vital-signs&confirmed=on"
    )
    assert again.chosen == one.chosen


def test_other_facilities_can_be_searched():
    a_facility(name="Listed")
    a_facility(name="Draft", is_published=False)

    drafts = FacilityFilter(None, Facility.objects.exclude(name="Listed"), today=TODAY)

    assert [facility.name for facility in drafts.qs] == ["Draft"]


anything = st.text(st.characters(exclude_categories=[]), max_size=120)
known = st.sampled_from(
    ["on", "off", "OR", "iv", "vital-signs", "97201", "Portland, OR", "Oregon", ","]
)
queries = st.dictionaries(
    st.sampled_from(["q", "state", "route", "must", "confirmed", "partly", "page"]),
    st.lists(anything | known, max_size=5),
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(queries)
def test_no_query_string_is_an_accident(query):
    one = FacilityFilter(MultiValueDict(query), today=TODAY)

    assert list(one.qs) == []
    assert FacilityFilter(one.query, today=TODAY).chosen == one.chosen
    assert set(one.form.errors) <= set(query)
