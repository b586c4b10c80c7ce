"""What a query string means, and that no query string is an accident."""

import os
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
from facilities.enums import AddressPrecision, PointPrecision, PriceKind
from facilities.filters import GROUPS, FacilityFilter
from facilities.models import Facility, Organization, PostalCode
from facilities.search import CLAIMED, CORE, SETTINGS
from tests.factories import NOON, TODAY, a_facility, a_user, state, verify

pytestmark = pytest.mark.django_db

WITHHELD = {
    "is_address_withheld": True,
    "precision": AddressPrecision.CITY,
    "latitude": None,
    "longitude": None,
    "point_precision": PointPrecision.NONE,
}


NAMES = (
    *("place", "near", "area", "radius", "q", *GROUPS, "must", "confirmed", "partly"),
    *("sort", "view", "compare"),
)


@pytest.fixture
def portlands():
    """Two Portlands, one of them much larger, and two Salems of one size."""
    for code, city, state_code, *point in (
        ("97201", "Portland", "OR", 45.5, -122.7),
        ("97202", "Portland", "OR", 45.4, -122.6),
        ("97203", "Portland", "OR", None, None),
        ("04101", "Portland", "ME", 43.7, -70.3),
        ("97301", "Salem", "OR", 44.9, -123.0),
        ("01970", "Salem", "MA", 42.5, -70.9),
    ):
        latitude, longitude = point
        PostalCode.objects.create(
            code=code,
            city=city,
            state=state_code,
            latitude=latitude,
            longitude=longitude,
        )


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


def test_searches_share_their_fields_and_nothing_that_was_asked():
    wrong, right = search("state=OR&state=nope&q=%00"), search("state=CO&q=a")

    assert set(wrong.form.errors) == {"state", "q"}
    assert right.form.errors == {}
    assert (wrong.chosen["state"], right.chosen["state"]) == (["OR"], ["CO"])
    assert (wrong.chosen["q"], right.chosen["q"]) == ("", "a")
    assert {wrong.filters[name].parent for name in wrong.filters} == {wrong}
    for name, field in wrong.form.fields.items():
        assert right.form.fields[name] is field


def test_every_way_of_giving_can_be_asked_for():
    choices = tuple(search().form.fields["route"].choices)

    assert choices == FIELDS["routes"].choices


@pytest.mark.parametrize(("group", "field"), CLAIMED.items())
def test_every_group_offers_what_a_clinic_can_say(group, field):
    offered = dict(search().form.fields[group].choices)
    said = FIELDS[field].choices or tuple(FIELDS[field].value_labels.items())

    if group == "setting":
        assert list(offered) == ["clinic", "hospital", "home"]
        assert SETTINGS.keys() == dict(said).keys()
        assert set(SETTINGS.values()) == offered.keys()
    elif group == "accepting":
        assert list(offered) == ["newpt"]
    else:
        assert offered == {name: label for name, label in said if name != "none"}


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
        ("WEST", ["West"]),
        ("line east", ["East"]),
        ("umbrella", ["West"]),
        ("umb", ["West"]),
        ("portland", ["East", "West"]),
        ("land", []),
        (",", []),
        ("%", []),
        ("_", []),
    ],
)
def test_every_word_is_in_a_name_or_the_city(text, names):
    a_facility(name="East", name_line_2="Second line", city="Portland")
    west = a_facility(name="West", city="Portland")
    Facility.objects.filter(pk=west.pk).update(
        organization=Organization.objects.create(name="Umbrella Group")
    )

    assert found(urlencode({"q": text})) == names


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
@pytest.mark.parametrize("name", NAMES)
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
    one = search("&".join(f"{name}=" for name in NAMES))

    assert one.form.errors == {}
    assert one.chips == []
    assert one.query.urlencode() == ""


def test_chips_name_what_is_chosen_and_lead_to_the_search_without_it(portlands):  # noqa: ARG001
    one = search(
        "partly=on&q=A&must=vital-signs&state=OR&state=CO&place=97201&sort=name"
    )

    rest = "q=A&state=CO&state=OR&must=vital-signs&partly=on&sort=name"
    assert [(chip.label, chip.query) for chip in one.chips] == [
        (
            "97201 (Portland, OR)",
            "q=A&state=CO&state=OR&must=vital-signs&partly=on&sort=name",
        ),
        (
            "Within 25 miles",
            f"place=97201&radius=any&{rest}",
        ),
        (
            "“A”",
            "place=97201&state=CO&state=OR&must=vital-signs&partly=on&sort=name",
        ),
        ("Colorado", "place=97201&q=A&state=OR&must=vital-signs&partly=on&sort=name"),
        ("Oregon", "place=97201&q=A&state=CO&must=vital-signs&partly=on&sort=name"),
        (
            "Vital-sign monitoring",
            "place=97201&q=A&state=CO&state=OR&partly=on&sort=name",
        ),
        (
            "Count “partly meets” too",
            "place=97201&q=A&state=CO&state=OR&must=vital-signs&sort=name",
        ),
    ]


def test_where_you_are_is_rounded_and_never_named_by_numbers():
    one = search("near=45.523456,-122.676543")

    assert one.chosen["near"] == (45.52, -122.68)
    assert one.query.urlencode() == "near=45.52%2C-122.68"
    assert [chip.label for chip in one.chips] == ["Near you", "Within 25 miles"]
    assert one.sentence_place == "within 25 miles of you"


@pytest.mark.parametrize(
    "text", ["91,0", "0,181", "1", "1,2,3", "nan,nan", "inf,0", "1e3,0", "٤٥,1", "a,b"]
)
def test_where_you_are_must_be_on_earth(text):
    one = search(urlencode({"near": text}))

    assert one.form.errors == {"near": ["We could not read where you are."]}
    assert one.terms.point is None


def test_place_that_was_typed_goes_before_where_you_are(portlands):  # noqa: ARG001
    one = search("near=1,2&place=Portland, OR")

    assert one.query.urlencode() == "place=Portland%2C+OR"
    assert one.terms.point == (45.45, -122.65)


def test_only_what_is_within_the_radius_is_found(portlands):  # noqa: ARG001
    at = {"point_precision": PointPrecision.ADDRESS, "longitude": -122.7}
    for miles in (0, 9, 24, 49, 99, 200):
        a_facility(name=f"{miles:03}", latitude=45.5 - miles / 69.1, **at)
    a_facility(name="No point", **WITHHELD)

    assert found("place=97201&radius=10") == ["000", "009"]
    assert found("place=97201") == ["000", "009", "024"]
    assert found("place=97201&radius=50") == ["000", "009", "024", "049"]
    assert found("place=97201&radius=100") == ["000", "009", "024", "049", "099"]
    assert found("place=97201&radius=any") == [
        *("000", "009", "024", "049", "099", "200"),
        "No point",
    ]
    assert found("radius=10") == found()


def test_state_that_was_typed_has_no_radius(portlands):  # noqa: ARG001
    for place in ("OR", "CO", "TX"):
        a_facility(name=place, state=place)

    one = search("place=oregon&radius=10")
    assert found("place=oregon&radius=10") == ["OR"]
    assert one.sentence_place == "in Oregon"
    assert one.query.urlencode() == "place=OR&radius=10"
    assert found("place=OR&state=TX") == ["OR", "TX"]


def test_place_of_which_there_are_several_is_asked_back(portlands):  # noqa: ARG001
    a_facility(name="A")

    one = search("place=Salem")

    assert one.form.errors == {
        "place": ["There is more than one place of this name. Which one?"]
    }
    assert one.place_options == ("Salem, MA", "Salem, OR")
    assert one.typed_place == "Salem"
    assert [facility.name for facility in one.qs] == ["A"]


def test_place_that_is_not_known_brings_guesses(portlands):  # noqa: ARG001
    one = search("place=Portlnd")

    assert one.form.errors == {
        "place": ["We do not know this place. Did you mean one of these?"]
    }
    assert one.place_options == ("Portland, OR",)
    assert search("place=Xyzzy").form.errors == {
        "place": ["We do not know this place. Try a ZIP code, or “city, state”."]
    }


def test_large_place_is_taken_and_others_of_its_name_are_told(portlands):  # noqa: ARG001
    one = search("place=Portland")

    assert one.chosen["place"].label == "Portland, OR"
    assert one.other_places == ("Portland, ME",)


@pytest.mark.parametrize(
    ("group", "stated", "query", "names"),
    [
        ("setting", {"dosing_setting": ["at_home_unsupervised"]}, "home", ["A"]),
        ("setting", {"dosing_setting": ["in_clinic"]}, "home", []),
        ("condition", {"conditions_treated": ["ptsd", "ocd"]}, "ocd", ["A"]),
        ("age", {"age_groups": ["adolescents"]}, "adolescents", ["A"]),
        ("payment", {"payment_types": ["medicaid"]}, "medicaid", ["A"]),
        ("language", {"languages": ["es-MX"]}, "es", ["A"]),
        ("language", {"languages": ["ase"]}, "es", []),
        ("accessibility", {"accessibility": ["hearing_loop"]}, "hearing_loop", ["A"]),
        ("population", {"populations": ["veterans"]}, "veterans", ["A"]),
        ("telehealth", {"telehealth": ["check_ins"]}, "check_ins", ["A"]),
        ("accepting", {"accepting_new_patients": "newpt"}, "newpt", ["A"]),
        ("accepting", {"accepting_new_patients": "existptonly"}, "newpt", []),
    ],
)
def test_what_is_stated_is_found(group, stated, query, names):
    state(a_facility(name="A"), **stated)
    a_facility(name="Silent")

    assert found(f"{group}={query}") == names


def test_price_is_found_from_the_lowest_of_a_session():
    for name, low, kind, currency in (
        ("A", 30_000, PriceKind.SESSION, "USD"),
        ("B", 30_001, PriceKind.SESSION, "USD"),
        ("C", 100, PriceKind.EVALUATION, "USD"),
        ("D", 100, PriceKind.SESSION, "CAD"),
    ):
        price = actions.StatedPrice(kind, low, 90_000, currency)
        facility = a_facility(name=name)
        actions.state_prices(facility=facility, prices=[price], by=None, at=NOON)

    assert found("price=300") == ["A"]
    assert found("price=300&price=400") == ["A", "B"]
    assert search("price=300&price=400").chosen["price"] == ["400"]


def test_checked_lately_needs_a_check_that_still_stands():
    confirm(a_facility(name="A"), "vital-signs", TODAY - timedelta(days=90))
    confirm(a_facility(name="B"), "vital-signs", TODAY - timedelta(days=91))
    state(a_facility(name="C"), **facts("vital-signs"))

    assert found("checked=90&sort=name") == ["A"]
    assert found("checked=180&sort=name") == ["A", "B"]
    assert found("checked=365", TODAY + timedelta(days=3650)) == []


@pytest.mark.parametrize(
    ("area", "names"),
    [
        ("0101", ["Portland"]),
        ("0100", ["Denver"]),
        ("010", ["Denver", "Portland"]),
        ("1", []),
        ("off", ["Palau", "Withheld"]),
        ("", ["Denver", "Palau", "Portland", "Withheld"]),
    ],
)
def test_part_of_the_map(area, names):
    a_facility(name="Portland")
    a_facility(name="Denver", state="CO", latitude=39.7, longitude=-105)
    a_facility(name="Palau", state="PW", latitude=7.34, longitude=134.48)
    a_facility(name="Withheld", **WITHHELD)

    assert found(f"area={area}") == names


def test_part_of_the_map_is_named_and_can_be_taken_back(portlands):  # noqa: ARG001
    part, off = search("area=0101&place=97201&radius=50"), search("area=off")

    assert part.sentence_place == (
        "within 50 miles of 97201 (Portland, OR), in the part of the map you chose"
    )
    assert (part.chips[1].label, part.chips[1].query) == (
        "Part of the map",
        "place=97201&radius=50",
    )
    assert off.sentence_place == "not on the map"
    assert [chip.label for chip in off.chips] == ["Not on the map"]


@pytest.mark.parametrize(
    "area", ["2", "01 ", "0" * 30, "OFF", "\u0660\u0661", "01\n", "-1"]
)
def test_part_of_the_map_that_cannot_be_read(area):
    one = search(urlencode({"area": area}))

    assert one.form.errors == {"area": ["We could not read which part of the map."]}
    assert one.terms.area is None


def test_few_clinics_are_chosen_to_compare_in_their_order():
    one = search("compare=e&compare=a&compare=e&compare=b&compare=c&compare=d")

    assert one.chosen["compare"] == ["e", "a", "b", "c"]
    assert one.form.errors == {
        "compare": ["You can compare 4 clinics at most. We kept the first 4."]
    }
    assert one.chips == []


def test_query_means_what_was_chosen():
    one = search(
        "must=vital-signs&q=A  b&confirmed=on&state=TX&state=CO&page=7&x=y"
        "&radius=50&sort=match&compare=b&compare=a"
    )

    again = FacilityFilter(one.query, today=TODAY)

    assert one.query.urlencode() == (
        "radius=50&q=A+b&confirmed=on&state=CO&state=TX&must=vital-signs"
        "&compare=b&compare=a"
    )
    assert again.chosen == one.chosen


def test_question_is_the_search_in_plain_values():
    assert search("place=OR&route=iv&must=vital-signs&q=a&sort=name").question(
        40, 20
    ) == {
        "choices": {"route": frozenset({"iv"}), "state": frozenset({"OR"})},
        "must": ("vital-signs",),
        "is_confirmed_only": False,
        "is_partly_enough": False,
        "point": None,
        "radius": None,
        "area": None,
        "text": "a",
        "criteria": ("vital-signs",),
        "order": "name",
        "offset": 40,
        "limit": 20,
    }
    assert search("near=1,2&radius=any").question(0, 1)["radius"] is None
    assert search("near=1,2").question(0, 1)["point"] == (1, 2)
    assert search("near=1,2").question(0, 1)["radius"] == 25
    assert search().question(0, 1)["criteria"] == CORE


def test_other_facilities_can_be_searched():
    a_facility(name="Listed")
    a_facility(name="Draft", is_published=False)

    drafts = FacilityFilter(None, Facility.objects.exclude(name="Listed"), today=TODAY)

    assert [facility.name for facility in drafts.qs] == ["Draft"]


anything = st.text(st.characters(exclude_categories=[]), max_size=120)
known = st.sampled_from(
    [
        *(
            "on",
            "off",
            "OR",
            "iv",
            "vital-signs",
            "97201",
            "Portland, OR",
            "Oregon",
            ",",
        ),
        *("any", "10", "45.5,-122.7", "0,0", "90,180", "-90,-180", "200", "365", "map"),
        *("off", "0100", "01001111011000100110001001010"),
        *(
            "compare",
            "distance",
            "checked",
            "name",
            "es",
            "home",
            "newpt",
            "Salem",
            "-",
        ),
    ]
)
queries = st.dictionaries(
    st.sampled_from([*NAMES, "page"]), st.lists(anything | known, max_size=5)
)


# HOSTILE_QUERIES=10000 for the whole of it.
@settings(
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.function_scoped_fixture,
    ],
    max_examples=int(os.environ.get("HOSTILE_QUERIES", "500")),
)
@given(queries)
def test_no_query_string_is_an_accident(portlands, query):  # noqa: ARG001
    one = FacilityFilter(MultiValueDict(query), today=TODAY)

    assert list(one.qs) == []
    again = FacilityFilter(one.query, today=TODAY)
    assert again.form.errors == {}
    assert again.chosen == one.chosen
    assert set(one.form.errors) <= set(query)
    assert one.typed_place == one.typed_place.encode().decode()
    for chip in one.chips:
        assert FacilityFilter(QueryDict(chip.query), today=TODAY).form.errors == {}
