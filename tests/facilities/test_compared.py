"""The address of a comparison: read, and written again."""

from urllib.parse import quote

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from facilities.criteria import CRITERIA
from facilities.filters.compared import MOST_READ, Choice, read_choice
from facilities.search import CORE

ALL = tuple(CRITERIA)
OTHER = next(slug for slug in ALL if slug not in CORE)


def read(query: str) -> Choice:
    return read_choice(QueryDict(query))


def test_nothing_asked_for_is_nothing_with_the_core():
    assert read("") == Choice()
    assert read("").mine == CORE
    assert len(CORE) == 16
    assert read("").query() == ""


def test_clinics_keep_their_order_and_come_once():
    choice = read("facility=b&facility=a&facility=&facility=b")

    assert choice.slugs == ("b", "a")
    assert not choice.is_garbled


def test_ticks_take_the_place_of_the_core_in_the_order_of_the_specification():
    choice = read(f"mine={ALL[7]}&mine={ALL[2]}&mine={ALL[7]}")

    assert choice.mine == (ALL[2], ALL[7])
    assert not choice.is_core


def test_must_have_matters_without_being_ticked():
    assert read(f"must={OTHER}").mine == tuple(
        slug for slug in ALL if slug in {*CORE, OTHER}
    )
    assert read(f"must={OTHER}&mine={ALL[0]}").mine == tuple(
        slug for slug in ALL if slug in {OTHER, ALL[0]}
    )
    assert read(f"must={OTHER}").must == (OTHER,)


def test_nothing_ticked_is_the_core_again():
    assert read("mine=").mine == CORE
    assert read("mine=nonsense").mine == CORE


@pytest.mark.parametrize(
    "query",
    [
        "facility=see+above!",
        "facility=" + "x" * 121,
        "facility=" + quote("clínica"),
        "mine=nonsense",
        "must=nonsense",
        f"mine={ALL[0]}&mine=%00",
        "only=worst",
        "facility=%F0%9F%92%8A",
    ],
)
def test_what_can_be_nothing_is_told(query):
    assert read(query).is_garbled


def test_only_so_many_clinics_are_read():
    choice = read("&".join(f"facility=clinic-{number}" for number in range(500)))

    assert len(choice.slugs) == MOST_READ
    assert choice.slugs[-1] == f"clinic-{MOST_READ - 1}"


def test_rows_to_show_are_read():
    assert read("only=mine&only=differences").only == ("differences", "mine")
    assert read("only=mine").only_mine
    assert not read("only=mine").only_differences
    assert read("only=differences").only_differences


def test_core_goes_unsaid_and_the_rest_is_written():
    choice = read(f"facility=b&facility=a&mine={ALL[0]}&must={ALL[0]}&only=mine")

    assert choice.query() == (
        f"facility=b&facility=a&mine={ALL[0]}&must={ALL[0]}&only=mine"
    )
    assert choice.query(slugs=("c",), mine=CORE, must=(), only=()) == "facility=c"


@given(
    st.lists(st.from_regex(r"[-a-zA-Z0-9_]{1,12}", fullmatch=True), max_size=6),
    st.lists(st.sampled_from(ALL), max_size=8),
    st.lists(st.sampled_from(ALL), max_size=3),
    st.lists(st.sampled_from(["differences", "mine"])),
)
def test_written_address_reads_the_same(slugs, mine, must, only):
    pairs = [("facility", each) for each in slugs] + [("mine", each) for each in mine]
    pairs += [("must", each) for each in must] + [("only", each) for each in only]
    choice = read("&".join(f"{name}={value}" for name, value in pairs))

    assert read(choice.query()) == choice


@given(
    st.lists(
        st.tuples(st.sampled_from(["facility", "mine", "must", "only"]), st.text())
    )
)
def test_any_text_is_read_into_what_is_known(pairs):
    query = QueryDict(mutable=True)
    for name, value in pairs:
        query.appendlist(name, value)

    choice = read_choice(query)

    assert set(choice.mine) | set(choice.must) <= set(ALL)
    assert set(choice.must) <= set(choice.mine)
    assert read(choice.query()).slugs == choice.slugs
