from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilities.criteria.values import (
    InvalidValue,
    clean_bool,
    clean_choice,
    clean_choices,
    clean_date,
    clean_decimal,
    clean_int,
    clean_text,
)

ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.decimals()
    | st.text()
    | st.dates()
    | st.datetimes()
    | st.binary(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
ALLOWED = ("iv", "im", "none", "not_disclosed")


def kind(raw):
    """A short name for a test: some values here are too long to print."""
    return type(raw).__name__


def int_to_1440(raw):
    return clean_int(raw, 1, 1440)


def dose(raw):
    return clean_decimal(raw, Decimal("0.01"), Decimal(20))


def one_of(raw):
    return clean_choice(raw, ALLOWED)


def several_of(raw):
    return clean_choices(raw, ALLOWED)


@pytest.mark.parametrize(
    ("clean", "raw", "canonical"),
    [
        (clean_bool, True, True),
        (clean_bool, False, False),
        (clean_bool, "true", True),
        (clean_bool, " Yes ", True),
        (clean_bool, "FALSE", False),
        (clean_bool, "no", False),
        (int_to_1440, 1, 1),
        (int_to_1440, "120", 120),
        (int_to_1440, " 007 ", 7),
        (int_to_1440, 1440, 1440),
        (dose, "0.5", "0.5"),
        (dose, ".5", "0.5"),
        (dose, "0.50", "0.5"),
        (dose, "1.0", "1"),
        (dose, 10, "10"),
        (dose, 0.5, "0.5"),
        (dose, 2.675, "2.675"),
        (dose, Decimal("1E+1"), "10"),
        (clean_date, "2026-03-12", "2026-03-12"),
        (clean_date, " 2028-02-29 ", "2028-02-29"),
        (clean_date, date(2026, 3, 12), "2026-03-12"),
        (one_of, " iv ", "iv"),
        (several_of, ["im", "iv", "im"], ["iv", "im"]),
        (several_of, ("im",), ["im"]),
        (several_of, {"im", "iv"}, ["iv", "im"]),
        (several_of, "iv", ["iv"]),
        (several_of, ["none"], ["none"]),
        (clean_text, "  Ann\tO\u2019Neill \n MD ", "Ann O\u2019Neill MD"),
        (clean_text, "Ann\u00a0Lee", "Ann Lee"),
        (clean_text, "José", "José"),
        (clean_text, "क्\u200dष", "क्\u200dष"),
        (clean_text, "x" * 2000, "x" * 2000),
    ],
)
def test_good_value_becomes_canonical(clean, raw, canonical):
    cleaned = clean(raw)

    assert (cleaned, type(cleaned)) == (canonical, type(canonical))
    assert clean(cleaned) == canonical


@pytest.mark.parametrize(
    "raw", [1, 0, 1.0, "1", "on", "maybe", "", None, [], "y" * 101]
)
def test_bool_is_never_guessed(raw):
    with pytest.raises(InvalidValue, match=r"Answer yes or no\."):
        clean_bool(raw)


@pytest.mark.parametrize(
    "raw",
    [
        True,
        0,
        -1,
        1441,
        10**5000,
        "0",
        "-5",
        "+5",
        "1.5",
        1.0,
        "1e3",
        "1_0",
        "\uff11\uff12",
        "\u0663",
        "\u00b2",
        "0x10",
        "9" * 5000,
        "",
        None,
        [5],
        Decimal(5),
    ],
    ids=kind,
)
def test_int_is_whole_ascii_and_within_bounds(raw):
    with pytest.raises(InvalidValue, match=r"whole number from 1 to 1,440\."):
        int_to_1440(raw)


@pytest.mark.parametrize(
    "raw",
    [
        True,
        "0",
        0,
        -0.0,
        "-0.5",
        20.001,
        "1e999",
        1e999,
        float("nan"),
        float("inf"),
        Decimal("NaN"),
        Decimal("sNaN"),
        Decimal("Infinity"),
        Decimal("1E+999999"),
        Decimal("1E-999999"),
        "NaN",
        "Infinity",
        "0,5",
        "1.",
        ".",
        "\u0660.\u0665",
        "0.5 mg",
        "1" * 5000,
        "",
        None,
        [0.5],
        10**5000,
    ],
    ids=kind,
)
def test_decimal_is_finite_plain_and_within_bounds(raw):
    with pytest.raises(InvalidValue, match=r"from 0\.01 to 20, such as 0\.5\."):
        dose(raw)


@pytest.mark.parametrize("raw", ["0.5001", 0.1 + 0.2, Decimal("1.0000001")])
def test_decimal_has_few_places(raw):
    with pytest.raises(InvalidValue, match="at most 3 digits after"):
        dose(raw)


def test_decimal_that_may_be_zero_has_no_sign():
    assert clean_decimal(-0.0, Decimal(0), Decimal(10)) == "0"


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ("12 Mar 2026", "such as 2026-03-12"),
        ("03/12/2026", "such as 2026-03-12"),
        ("20260312", "such as 2026-03-12"),
        ("\uff12026-03-12", "such as 2026-03-12"),
        ("2026-W11-4", "such as 2026-03-12"),
        (datetime(2026, 3, 12, tzinfo=UTC), "such as 2026-03-12"),
        (20260312, "such as 2026-03-12"),
        (None, "such as 2026-03-12"),
        ("2026-02-30", "There is no such day"),
        ("0000-01-01", "There is no such day"),
        ("1899-12-31", "from the year 1900 to 2100"),
        ("2101-01-01", "from the year 1900 to 2100"),
    ],
)
def test_date_is_a_real_day_of_our_time(raw, message):
    with pytest.raises(InvalidValue, match=message):
        clean_date(raw)


@pytest.mark.parametrize("raw", ["IV", "oral", "", "iv" * 100, None, True, 1, ["iv"]])
def test_choice_is_one_of_those_listed(raw):
    with pytest.raises(InvalidValue, match="Choose one of the answers listed"):
        one_of(raw)


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ([], "Choose at least one"),
        (["iv"] * 101, "Choose at least one"),
        (["iv", "oral"], "Choose one of"),
        (["iv", None], "Choose one of"),
        (["iv", ["im"]], "Choose one of"),
        ("", "Choose one of"),
        (None, "Choose from"),
        ({"iv": True}, "Choose from"),
        (7, "Choose from"),
        (["iv", "none"], "“none” cannot be chosen together"),
        (["not_disclosed", "iv"], "“not disclosed” cannot be chosen together"),
        (["not_disclosed", "none"], "“none” cannot be chosen together"),
    ],
)
def test_choices_are_some_of_those_listed(raw, message):
    with pytest.raises(InvalidValue, match=message):
        several_of(raw)


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (None, "Enter text"),
        (5, "Enter text"),
        (["text"], "Enter text"),
        ("x" * 2001, "at most 2,000 characters"),
        ("x" * 10_000_000, "at most 2,000 characters"),
        ("a\x00b", "hidden or control"),
        ("a\x1b[31mb", "hidden or control"),
        ("a\u202eb", "hidden or control"),
        ("a\u200bb", "hidden or control"),
        ("a\ufeffb", "hidden or control"),
        ("a\ud800b", "hidden or control"),
        ("a\ue000b", "hidden or control"),
        ("", "Leave this blank"),
        (" \t\u3000 ", "Leave this blank"),
        ("-", "Leave this blank"),
        ("…", "Leave this blank"),
        ("N/A", "Leave this blank"),
        ("Unknown", "Leave this blank"),
        ("none", "Leave this blank"),
    ],
    ids=kind,
)
def test_text_is_visible_and_says_something(raw, message):
    with pytest.raises(InvalidValue, match=message):
        clean_text(raw)


@given(ANYTHING)
def test_whatever_comes_is_cleaned_once_and_for_all_or_refused(raw):
    for clean in (
        clean_bool,
        int_to_1440,
        dose,
        clean_date,
        one_of,
        several_of,
        clean_text,
    ):
        try:
            cleaned = clean(raw)
        except InvalidValue:
            continue
        assert clean(cleaned) == cleaned
