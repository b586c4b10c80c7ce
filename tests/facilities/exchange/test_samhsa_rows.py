import random

import pytest

from facilities.enums import SamhsaBook
from facilities.exchange.samhsa.rows import (
    is_dashes,
    keyed,
    read_row,
    says_something,
    without_repeats,
)
from tests.facilities.exchange.workbooks import a_row


def read(number=2, **columns):
    return read_row(number, a_row(**columns), SamhsaBook.MENTAL_HEALTH)


@pytest.mark.parametrize(
    "street",
    [
        "- - -",
        "-",
        "---",
        " - - - ",
        "\N{EN DASH}\N{EM DASH}",
        "\N{NON-BREAKING HYPHEN} -",
        "\N{MINUS SIGN}",
        "_ _",
        "* * *",
        "...",
    ],
)
def test_a_street_of_dashes_is_withheld_with_its_suite(street):
    row = read(street1=street, street2="Suite 5")

    assert row.printed.is_withheld
    assert (row.printed.street_1, row.printed.street_2) == ("", "")


def test_a_suite_of_dashes_withholds_the_street():
    assert read(street2="- - -").printed.is_withheld


def test_a_stray_mark_for_a_suite_is_no_suite():
    printed = read(street2=".").printed

    assert (printed.street_1, printed.street_2) == ("12 Sample Street", "")
    assert not printed.is_withheld


def test_a_street_with_a_dash_in_it_is_a_street():
    printed = read(street1="12-14 Sample - Street").printed

    assert (printed.street_1, printed.is_withheld) == ("12-14 Sample - Street", False)


def test_a_missing_street_is_missing_and_not_withheld():
    printed = read(street1=None).printed

    assert (printed.street_1, printed.is_withheld) == ("", False)


def test_dashes_and_letters_are_told_apart():
    assert [is_dashes(text) for text in ("-", "", " ", "a-", "\N{EN DASH}")] == [
        True,
        False,
        False,
        False,
        True,
    ]
    assert [says_something(text) for text in ("é", "7", "-", "")] == [
        True,
        True,
        False,
        False,
    ]


def test_characters_that_cannot_be_seen_are_dropped():
    row = read(name1="Clinic\u202etxt.exe\u200b", city="San\x07Juan")

    assert (row.printed.name_1, row.printed.city) == ("Clinictxt.exe", "San Juan")


def test_accents_are_kept_as_printed():
    assert read(street1="105 Paseo del Can\u0303on").printed.street_1 == (
        "105 Paseo del Cañon"
    )


def test_codes_are_read_across_groups_each_once_in_order():
    row = read(service_code_info="SA MH *  * OP*KIT * mh KIT")

    assert row.codes == ("SA", "MH", "OP", "KIT")


def test_a_row_without_codes_has_none():
    assert read(service_code_info=None).codes == ()


def test_intake_lines_are_kept_in_order_without_the_empty_ones():
    row = read(intake1="503-226-0101", intake2=" ", intake1a="888-85COMPA")

    assert row.intake_phones == ("503-226-0101", "888-85COMPA")


def test_rows_that_repeat_are_parted_from_the_first():
    rows = [read(2), read(3, phone="503-226-0111"), read(4), read(5)]

    kept, repeated = without_repeats(rows)

    assert [row.number for row in kept] == [2, 3]
    assert [row.number for row in repeated] == [4, 5]


def test_a_row_that_changes_its_phone_and_codes_keeps_its_key():
    [before] = keyed([read()])
    [after] = keyed([read(phone="503-226-0111", service_code_info="MH")])

    assert before == after


@pytest.mark.parametrize(
    "columns",
    [
        {"name1": "Other"},
        {"name2": "North"},
        {"street1": "14 Sample Street"},
        {"street2": "Suite B"},
        {"zip": "97202"},
    ],
)
def test_a_row_with_another_name_street_or_zip_has_another_key(columns):
    assert set(keyed([read()])) != set(keyed([read(**columns)]))


def test_rows_that_share_names_and_address_have_keys_that_do_not_hang_on_order():
    rows = [read(name2=name, phone=phone) for name, phone in TWINS]
    expected = keyed(rows)

    for seed in range(5):
        shuffled = list(rows)
        random.Random(seed).shuffle(shuffled)  # noqa: S311
        assert keyed(shuffled) == expected
    assert len(expected) == len(rows)


TWINS = [
    ("North", "503-226-0100"),
    ("North", "503-226-0101"),
    ("South", "503-226-0100"),
]


def test_a_withheld_row_is_known_by_name_city_zip_and_phone():
    withheld = {"street1": "- - -"}
    [key] = keyed([read(**withheld)])

    assert [key] == list(keyed([read(**withheld, street2="7")]))
    assert [key] != list(keyed([read(**withheld, phone="503-226-0111")]))
    assert [key] != list(keyed([read(**withheld, city="Salem")]))
