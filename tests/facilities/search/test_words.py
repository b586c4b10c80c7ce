"""Full text: every word, in a name or the city, whatever is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilities.enums import ListingStatus
from facilities.models import Facility, Organization
from facilities.search import current
from facilities.search.suggesting import suggestions
from facilities.search.words import found_in, words_in
from tests.facilities.search.invented import TODAY, Clinic, plant, rolled_back
from tests.facilities.search.test_answering import property_settings

pytestmark = pytest.mark.django_db


def clinic(name, *, city="Portland", line="", organization="", **columns):
    facility = plant(Clinic(name=name, **columns))
    if organization:
        facility.organization = Organization.objects.create(name=organization)
    facility.city, facility.name_line_2 = city, line
    facility.save()
    return facility


def found(text):
    pks = found_in(text).tolist()
    return sorted(Facility.objects.filter(pk__in=pks).values_list("name", flat=True))


@pytest.fixture
def clinics():
    clinic("St. Mary's Wellness", city="Los Angeles")
    clinic("José-Luis Pain/Relief", line="Suite 24th")
    clinic("Harbor", organization="Mindful Médicine, Inc.", city="Bend")
    clinic("100% Ketamine_Clinic", city="Saint Louis")
    clinic("Hidden Harbor", listing_status=ListingStatus.DRAFT)


@pytest.mark.usefixtures("clinics")
@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("harbor", ["Harbor"]),
        ("HARB", ["Harbor"]),
        ("arbor", []),
        ("harb bend", []),
        ("bend harb", ["Harbor"]),
        ("mindful bend", ["Harbor"]),
        ("medicine", ["Harbor"]),
        ("harbor medicine inc bend", ["Harbor"]),
        ("harbor portland", []),
        ("mary's", ["St. Mary's Wellness"]),
        ("marys", ["St. Mary's Wellness"]),
        ("mary\u2019s wellness los ange", ["St. Mary's Wellness"]),
        ("st", ["St. Mary's Wellness"]),
        ("jose", ["José-Luis Pain/Relief"]),
        ("Jose\u0301 luis", ["José-Luis Pain/Relief"]),
        ("relief pain", ["José-Luis Pain/Relief"]),
        ("24th", ["José-Luis Pain/Relief"]),
        ("100%", ["100% Ketamine_Clinic"]),
        ("%", []),
        ("_", []),
        ("ketamine clinic", ["100% Ketamine_Clinic"]),
        ("ketamine_clinic", ["100% Ketamine_Clinic"]),
        ("", []),
        ("  \t", []),
        ("harbor harbor", ["Harbor"]),
    ],
)
def test_what_is_found(text, names):
    assert found(text) == names


def test_words_end_somewhere():
    clinic("x" * 200)

    assert found("x" * 50) == ["x" * 200]
    assert found("x" * 180) == ["x" * 200]
    assert found(" ".join("x" * 100 for _ in range(3))) == ["x" * 200]


def test_a_name_whose_letters_decompose_into_many_can_be_written():
    clinic("\ufdfa" * 200)
    clinic("\u337f" * 200)

    assert found("\u682a\u5f0f\u4f1a\u793e") == ["\u337f" * 200]


def test_words_are_plain_lower_case_and_each_is_there_once():
    words = words_in("Zo\u00eb\u2019s  \u24c0ETAMINE -- zoes ketamine 2\u00bd")

    assert words == ["zoes", "ketamine", "21", "2"]


@property_settings
@given(text=st.text(max_size=100))
def test_no_text_is_an_accident(text):
    assert found_in(text.replace("\0", "")).tolist() == []


letters = st.text(
    st.sampled_from("aeiouxyzAEIOÉ'\u2019&|!:*()<->\\\"%_ -,.19"), max_size=20
)


@property_settings
@given(names=st.lists(letters, min_size=1, max_size=3), text=letters)
def test_found_is_what_has_every_word(names, text):
    with rolled_back():
        facilities = [clinic(name, city="Bend") for name in names]

        *whole, last = words_in(text) or [None]

        expected = [
            facility.pk
            for facility in facilities
            for words in [words_in(f"{facility.name} Bend")]
            if last
            and set(whole) <= set(words)
            and any(word.startswith(last) for word in words)
        ]
        assert sorted(found_in(text).tolist()) == expected


@pytest.mark.usefixtures("clinics")
@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("harbour", ["harbor"]),
        ("Welness", ["wellness"]),
        ("welnes los angles", ["wellness los angeles"]),
        ("medecine", ["medicine"]),
        ("harbor", []),
        ("harbor angeles", []),
        ("qqqqqq", []),
        ("hiden", []),
        ("", []),
        ("%%", []),
    ],
)
def test_suggestions_are_near_and_find_something(text, meant):
    assert suggestions(text, current(on=TODAY)) == meant


def test_the_nearest_suggestion_comes_first():
    for name in ("Marlin", "Marvin", "Marten", "Marlin Bay"):
        clinic(name)

    assert suggestions("marlinn", current(on=TODAY))[0] == "marlin"


def test_words_to_suggest_are_read_once_a_day():
    clinic("Harbor")
    snapshot = current(on=TODAY)
    assert suggestions("harbour", snapshot) == ["harbor"]
    clinic("Willow")

    assert suggestions("wilow", snapshot) == []
    assert suggestions("wilow", snapshot.on(TODAY.replace(day=16))) == ["willow"]
