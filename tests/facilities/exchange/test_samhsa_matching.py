import dataclasses

import pytest

from facilities.exchange.samhsa.matching import certain_matches, trace
from tests.facilities.exchange.test_samhsa_printed import printed

WITHHELD = {"street_1": "", "street_2": "", "is_withheld": True}


def row(key, **columns):
    return trace(key, "mh 2023", printed(**columns))


def facility(number, source="mh 2022", **columns):
    return trace(number, source, printed(**columns))


def match(rows, known, settled=None):
    return certain_matches(rows, known, settled=settled or {})


def test_the_same_names_street_and_zip_are_one_facility():
    known = [facility(1, phone="503-226-0199")]

    assert match([row("a")], known) == {"a": 1}


@pytest.mark.parametrize(
    "columns",
    [
        {"street_1": "14 Sample Street"},
        {"street_2": "Suite B"},
        {"postal_code": "97202"},
    ],
)
def test_a_name_and_phone_with_another_address_are_not_certain(columns):
    assert match([row("a", **columns)], [facility(1)]) == {}


def test_rows_that_differ_only_by_suite_stay_apart():
    rows = [row("b", street_2="Building B"), row("c", street_2="Building C")]
    known = [facility(1, street_2="Building C"), facility(2, street_2="Building D")]

    assert match(rows, known) == {"c": 1}


def test_a_name_that_agrees_at_the_same_address_and_phone_is_one_facility():
    rows = [row("a", name_1="Sample Clinic", name_2="North Campus")]

    assert match(rows, [facility(1)]) == {"a": 1}


@pytest.mark.parametrize(
    "columns",
    [
        {"name_1": "Invented Clinic"},
        {"name_2": "North", "phone": "503-226-0199"},
        {"name_2": "North", "street_2": "Suite B"},
        {"name_2": "North", "phone": ""},
    ],
)
def test_another_name_or_phone_at_the_same_street_is_not_certain(columns):
    assert match([row("a", **columns)], [facility(1)]) == {}


def test_a_name_that_agrees_is_not_enough_where_an_address_has_two_entries():
    known = [facility(1, name_2="North"), facility(2, name_2="South")]
    rows = [row("a", name_2="North Campus"), row("b", name_2="South")]

    assert match(rows, known) == {"b": 2}


def test_an_address_with_two_entries_in_the_workbook_needs_the_same_names():
    rows = [row("a", name_2="North Campus"), row("b", name_2="Other")]

    assert match(rows, [facility(1)]) == {}


def test_two_rows_never_become_one_facility():
    rows = [row("a"), row("b", phone="503-226-0111")]

    assert match(rows, [facility(1)]) == {"a": 1}


def test_twins_are_told_apart_by_their_phones():
    rows = [row("a", phone="503-226-0111"), row("b", phone="503-226-0122 x5")]
    known = [
        facility(1, phone="503-226-0122"),
        facility(2, phone="503-226-0111"),
    ]

    assert match(rows, known) == {"a": 2, "b": 1}


def test_what_is_left_of_twins_is_one_facility():
    rows = [row("a"), row("b", phone="503-226-0111")]
    known = [facility(1), facility(2, phone="503-226-0122")]

    assert match(rows, known) == {"a": 1, "b": 2}


def test_twins_that_cannot_be_told_apart_are_not_certain():
    known = [facility(1, phone="503-226-0111"), facility(2, phone="503-226-0122")]

    assert match([row("a")], known) == {}


def test_a_settled_facility_is_not_matched_again():
    rows = [row("a"), row("b", name_2="North")]

    assert match(rows, [facility(1)], settled={"b": 1}) == {}


def test_a_row_settled_before_a_break_stands_in_the_way_as_it_did():
    rows = [row("a", phone="503-226-0111"), row("b", phone="503-226-0122")]
    known = [facility(1)]
    assert match(rows, known) == {}

    after = [*known, dataclasses.replace(rows[0], owner=2)]

    assert match(rows, after, settled={"a": 2}) == {}


def test_any_source_of_a_facility_can_match():
    known = [facility(1), facility(1, "sa 2022", name_1="Elsewhere", phone="")]

    assert match([row("a")], known) == {"a": 1}


def test_a_withheld_street_matches_when_all_else_is_the_same():
    assert match([row("a", **WITHHELD)], [facility(1)]) == {"a": 1}
    assert match([row("a")], [facility(1, **WITHHELD)]) == {"a": 1}
    assert match([row("a", **WITHHELD)], [facility(1, **WITHHELD)]) == {"a": 1}


@pytest.mark.parametrize(
    "columns",
    [
        {"phone": "503-226-0199"},
        {"name_2": "North"},
        {"city": "Salem"},
        {"postal_code": "97202"},
        {"phone": "503-226-0199", "street_1": "- - -"},
    ],
)
def test_a_withheld_street_does_not_match_when_anything_differs(columns):
    assert match([row("a", **(columns | WITHHELD))], [facility(1)]) == {}


def test_withheld_rows_never_match_by_their_dashes():
    rows = [row("a", name_1="Invented House", **WITHHELD)]

    assert match(rows, [facility(1, **WITHHELD)]) == {}


def test_a_withheld_street_that_may_be_either_of_two_is_not_certain():
    known = [facility(1), facility(2, street_1="14 Sample Street")]

    assert match([row("a", **WITHHELD)], known) == {}


def test_a_wiped_record_is_still_known_by_its_key():
    wiped = printed(postal_code="", **WITHHELD)
    known = [trace(1, "sa 2022", wiped, row_key=printed().identity)]

    assert match([row("a")], known) == {"a": 1}
    assert match([row("a", street_1="14 Sample Street")], known) == {}


def test_a_missing_street_matches_by_all_the_rest_and_not_by_name_and_zip():
    missing = {"street_1": "", "phone": "503-226-0199"}

    assert match([row("a", street_1="")], [facility(1)]) == {"a": 1}
    assert match([row("a", **missing)], [facility(1, street_1="")]) == {}


def test_a_chain_with_one_phone_and_name_matches_site_by_site():
    streets = [f"{number} Sample Street" for number in range(1, 41)]
    rows = [row(street, street_1=street) for street in streets]
    known = [facility(n, street_1=street) for n, street in enumerate(streets)]

    assert match(rows, known) == {street: n for n, street in enumerate(streets)}
    moved = [row("new", street_1="99 Sample Street")]
    assert match(moved, known) == {}
