import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilities.exchange.samhsa.printed import (
    Printed,
    plain,
    plain_phone,
    plain_street,
)


def printed(**columns):
    plain_clinic = {
        "name_1": "Sample Clinic",
        "name_2": "",
        "street_1": "12 Sample Street",
        "street_2": "",
        "city": "Portland",
        "state": "OR",
        "postal_code": "97201",
        "phone": "503-226-0100",
    }
    return Printed(**(plain_clinic | columns))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Paseo del Cañon", "paseo del canon"),
        ("O'Neill & Sons, Inc.", "o neill sons inc"),
        ("  ", ""),
    ],
)
def test_words_are_compared_without_accents_and_punctuation(text, expected):
    assert plain(text) == expected


def test_streets_are_compared_with_their_words_shortened():
    assert plain_street("120 South 24th Street, Suite 100") == "120 s 24th st ste 100"
    assert plain_street("120 S. 24th St., Ste 100") == "120 s 24th st ste 100"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("503-226-0100", "5032260100"),
        ("503-226-0100 x1126", "5032260100"),
        ("+15032260100", "5032260100"),
        ("1 (503) 226-0100 ext. 4", "5032260100"),
        ("888-85COMPA", "88885compa"),
        ("", ""),
    ],
)
def test_numbers_are_compared_without_country_code_and_extension(text, expected):
    assert plain_phone(text) == expected


@given(st.text())
def test_any_text_can_be_compared(text):
    assert plain(plain(text)) == plain(text)
    assert plain_phone(text) == plain_phone(text.swapcase())


def test_the_identity_is_the_same_however_it_is_spelled():
    other = printed(name_1="SAMPLE CLINIC", street_1="12 Sample St.", city="Salem")

    assert printed().identity == other.identity


def test_without_a_street_the_identity_is_all_the_rest():
    hidden = printed(street_1="", is_withheld=True)

    assert hidden.identity == printed().identity_without_street
    assert hidden.identity != printed().identity
    assert hidden.identity != printed(city="Salem").identity_without_street
    assert hidden.identity != printed(phone="503-226-0111").identity_without_street


def test_parts_of_an_identity_cannot_flow_into_each_other():
    assert printed(name_1="A B", name_2="C").identity != (
        printed(name_1="A", name_2="B C").identity
    )
