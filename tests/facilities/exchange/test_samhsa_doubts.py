import pytest

from facilities.exchange.samhsa.doubts import doubtful_pairs
from facilities.exchange.samhsa.matching import STATED
from tests.facilities.exchange.test_samhsa_matching import WITHHELD, facility

NEXT = "mh 2023"


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ({"phone": "503-226-0199"}, "Same names, street and ZIP code"),
        ({"name_1": "Invented House"}, "Same street and phone, different names"),
        ({"street_1": "14 Sample St"}, "Same names and phone, another street"),
        ({"street_2": "Suite B"}, "Same names and phone, another street"),
        (
            {"street_1": "14 Sample St", "phone": ""},
            "Same names in the same ZIP code",
        ),
        (
            WITHHELD | {"postal_code": "", "phone": ""},
            "Same names in the same city, one address withheld",
        ),
        (
            WITHHELD | {"name_1": "Invented House"},
            "Same phone in the same city, one address withheld",
        ),
    ],
)
def test_what_may_be_one_facility_is_told_with_the_reason(columns, reason):
    traces = [facility(2, NEXT, **columns), facility(1)]

    assert doubtful_pairs(traces) == {(1, 2): reason}


@pytest.mark.parametrize(
    "columns",
    [
        {"street_1": "14 Sample St", "phone": "503-226-0199", "postal_code": "97202"},
        {"name_1": "Invented House", "phone": "503-226-0199"},
        {"name_1": "Invented House", "street_1": "14 Sample St"},
    ],
)
def test_a_name_alone_or_a_phone_alone_is_no_reason(columns):
    assert doubtful_pairs([facility(1), facility(2, NEXT, **columns)]) == {}


def test_two_entries_of_one_directory_are_two_facilities():
    assert doubtful_pairs([facility(1), facility(2, street_2="Suite B")]) == {}


def test_two_facilities_that_people_described_may_still_be_one():
    traces = [facility(1, STATED), facility(2, STATED, street_2="Suite B")]

    assert set(doubtful_pairs(traces)) == {(1, 2)}


def test_a_chain_with_one_name_and_phone_is_no_reason():
    traces = [
        facility(number, f"mh {2000 + number}", street_1=f"{number} Sample Street")
        for number in range(1, 41)
    ]

    assert doubtful_pairs(traces) == {}


def test_one_facility_is_never_doubted_with_itself():
    assert doubtful_pairs([facility(1), facility(1, NEXT, street_2="B")]) == {}
