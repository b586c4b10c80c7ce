import pytest

from facilities.enums import PhoneKind
from facilities.exchange.samhsa.phones import dialled, phone_lines


@pytest.mark.parametrize(
    ("text", "state", "expected"),
    [
        ("503-226-0100", "OR", ("+15032260100", "")),
        ("503-226-0100 x1126", "OR", ("+15032260100", "1126")),
        ("(503) 226-0100 ext. 7", "OR", ("+15032260100", "7")),
        ("684-633-1222 x406", "AS", ("+16846331222", "406")),
        ("787-765-2929", "PR", ("+17877652929", "")),
    ],
)
def test_a_number_is_read_with_its_extension(text, state, expected):
    assert dialled(text, state) == expected


@pytest.mark.parametrize(
    ("text", "state", "expected"),
    [
        ("680-488-1907", "PW", ("+6804881907", "")),
        ("680-488-1907", "NY", ("+16804881907", "")),
        ("691-320-2619", "FM", ("+6913202619", "")),
    ],
)
def test_a_number_of_a_freely_associated_state_is_not_one_of_new_york(
    text, state, expected
):
    assert dialled(text, state) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "888-85COMPA",
        "402-717HOPE",
        "800-KIDSDOC",
        "999-999-9999",
        "555-667-8999",
        "503-226",
        "no phone",
        "(-)",
        "x12",
    ],
)
def test_letters_and_numbers_that_do_not_exist_are_not_made_up(text):
    assert dialled(text, "OR") is None


def test_lines_are_listed_main_first_and_none_twice():
    lines = phone_lines(
        "503-226-0100",
        ("503-226-0101 x2", "503-226-0100", "503-226-0100 x9", "888-85COMPA"),
        "OR",
    )

    assert lines == [
        (PhoneKind.MAIN, "+15032260100", ""),
        (PhoneKind.INTAKE, "+15032260101", "2"),
        (PhoneKind.INTAKE, "+15032260100", "9"),
    ]


def test_a_clinic_without_a_number_to_dial_has_none():
    assert phone_lines("888-85COMPA", (), "OR") == []
