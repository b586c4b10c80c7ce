"""A place that was not meant is never taken in silence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilities.geo.gazetteer import Gazetteer, Several, Spot, Unknown, WholeState
from facilities.geo.places import Place


def some(city, state, number, *, first, latitude=40.0, longitude=-100.0):
    return [
        Place(f"{first + each:05}", city, state, latitude, longitude)
        for each in range(number)
    ]


GAZETTEER = Gazetteer(
    [
        *some("Portland", "OR", 6, first=97201, latitude=45.5, longitude=-122.7),
        *some("Portland", "ME", 2, first=4101, latitude=43.7, longitude=-70.3),
        *some("Salem", "OR", 4, first=97301, latitude=44.9, longitude=-123.0),
        *some("Salem", "MA", 2, first=1970, latitude=42.5, longitude=-70.9),
        *some("New York", "NY", 20, first=10001, latitude=40.7, longitude=-74.0),
        *some("Delaware", "OH", 1, first=43015),
        *some("Saint Louis", "MO", 3, first=63101),
        *some("Mc Lean", "VA", 1, first=22101),
        Place("80201", "Denver", "CO", None, None),
        Place("80202", "Denver", "CO", 39.7, -105.0),
        Place("09001", "Apo", "AE", None, None),
        Place("96943", "Yap", "FM", None, None),
    ]
)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("97201", "97201 (Portland, OR)"),
        (" 97201-1234 ", "97201 (Portland, OR)"),
        ("972011234", "97201 (Portland, OR)"),
        ("97201 (Portland, OR)", "97201 (Portland, OR)"),
        ("80201", "Denver, CO"),
        ("portland", "Portland, OR"),
        ("PORTLAND ,  me", "Portland, ME"),
        ("Portland, Maine", "Portland, ME"),
        ("St. Louis", "Saint Louis, MO"),
        ("st louis, mo", "Saint Louis, MO"),
        ("McLean, VA", "Mc Lean, VA"),
        ("New York, NY", "New York, NY"),
        ("New York, New York", "New York, NY"),
        ("Delaware, OH", "Delaware, OH"),
    ],
)
def test_place_with_a_point(text, label):
    answer = GAZETTEER.find(text)

    assert isinstance(answer, Spot)
    assert answer.label == label
    assert GAZETTEER.find(answer.label).point == answer.point
    assert GAZETTEER.find(answer.text).point == answer.point


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("OR", "OR"),
        ("or", "OR"),
        ("Oregon", "OR"),
        ("oregon.", "OR"),
        ("Delaware", "DE"),
        ("NY", "NY"),
        ("New York (whole state)", "NY"),
        ("district of columbia", "DC"),
    ],
)
def test_whole_state(text, code):
    assert GAZETTEER.find(text) == WholeState(code)
    assert GAZETTEER.find(WholeState(code).text) == WholeState(code)


def test_large_city_and_state_of_one_name_are_asked_back():
    assert GAZETTEER.find("New York") == Several(
        ("New York, NY", "New York (whole state)")
    )


def test_cities_of_about_one_size_are_asked_back():
    assert GAZETTEER.find("salem") == Several(("Salem, OR", "Salem, MA"))


def test_much_larger_city_is_taken_and_the_others_are_named():
    assert GAZETTEER.find("Portland").others == ("Portland, ME",)
    assert GAZETTEER.find("Portland, OR").others == ()


@pytest.mark.parametrize(
    ("text", "guesses"),
    [
        ("Portlnd", ("Portland, OR",)),
        ("Portlnd, ME", ("Portland, ME",)),
        ("Denver, OR", ("Denver, CO",)),
        ("Saint Luis", ("Saint Louis, MO",)),
        ("Apo", ()),
        ("09001", ()),
        ("96943", ()),
        ("00000", ()),
        ("Yap", ()),
        ("Xyzzyx", ()),
        ("", ()),
        ("ZZ", ()),
        ("1 Main Street, Portland, OR", ()),
    ],
)
def test_unknown_place(text, guesses):
    assert GAZETTEER.find(text) == Unknown(guesses)


@given(st.text(max_size=60))
def test_any_text_has_an_answer(text):
    answer = GAZETTEER.find(text)

    assert isinstance(answer, Spot | WholeState | Several | Unknown)
    assert len(GAZETTEER.starting(text)) <= 8


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("port", ["Portland, OR", "Portland, ME"]),
        ("portland, m", ["Portland, ME"]),
        ("portland, ore", ["Portland, OR"]),
        ("new y", ["New York (whole state)", "New York, NY"]),
        ("oreg", ["Oregon"]),
        ("8020", ["80202 (Denver, CO)"]),
        ("yap", []),
        ("%", []),
    ],
)
def test_offered_while_typing(text, offered):
    assert GAZETTEER.starting(text) == offered


@pytest.mark.parametrize("text", ["p", "s", "new", "9", "972"])
def test_what_is_offered_is_understood(text):
    offered = GAZETTEER.starting(text)

    assert offered
    for each in offered:
        assert isinstance(GAZETTEER.find(each), Spot | WholeState)


def test_empty_one_says_so():
    assert not Gazetteer([])
    assert Gazetteer([]).find("Portland") == Unknown()
