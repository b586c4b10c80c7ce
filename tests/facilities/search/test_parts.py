"""The small parts of the index, each by itself."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilities.geo.distance import squared_chord
from facilities.search.bits import bitmap, slots_in
from facilities.search.days import CHECK, latest_checks, worth_keeping
from facilities.search.gathering import Gathering
from facilities.search.geometry import (
    cell_ranges,
    cells_of,
    miles_of,
    squared_chords,
    unit_vectors,
)
from facilities.search.keys import (
    CONFIRMED_GROUPS,
    CORE,
    GROUPS,
    PROVEN_GROUPS,
    TARGET_NUMBERS,
    TARGETS,
    key_of_claim,
    known_values,
)
from facilities.search.names import Names, ranks_of_all
from facilities.search.table import Table
from facilities.search.ties import by_count, planes_of

latitudes = st.floats(-90, 90)
longitudes = st.floats(-180, 180)
points = st.tuples(latitudes, longitudes)


def chords(point, others):
    array = np.array(others, dtype=float).reshape(-1, 2)
    rows = np.zeros(len(array), dtype=[(name, float) for name in "xyz"])
    for name, each in zip("xyz", unit_vectors(array[:, 0], array[:, 1]), strict=True):
        rows[name] = each
    return squared_chords(point, rows, np.arange(len(array)))


@given(one=points, other=points)
def test_distance_is_symmetric_and_agrees_with_the_haversine_formula(one, other):
    [there] = miles_of(chords(one, [other]))
    [back] = miles_of(chords(other, [one]))

    north = math.radians(other[0] - one[0]) / 2
    east = math.radians(other[1] - one[1]) / 2
    along = math.cos(math.radians(one[0])) * math.cos(math.radians(other[0]))
    half = math.sin(north) ** 2 + along * math.sin(east) ** 2
    haversine = 2 * 3958.7613 * math.asin(min(1, math.sqrt(half)))
    assert there == back
    assert there == pytest.approx(haversine, abs=1e-3)


@given(point=points, others=st.lists(points, max_size=30))
def test_equal_points_are_equally_far_wherever_they_stand(point, others):
    repeated = chords(point, [*others, *others, *others[:1]])

    assert (
        repeated[: len(others)].tolist()
        == repeated[len(others) :][: len(others)].tolist()
    )


@given(miles=st.floats(0, 12_400))
def test_a_chord_is_as_long_as_its_miles(miles):
    assert miles_of(np.array([squared_chord(miles)]))[0] == pytest.approx(
        miles, abs=1e-3
    )


rims = st.tuples(
    latitudes | st.sampled_from([89.6, -89.9, 90, 0]),
    longitudes | st.sampled_from([179.9, -179.9, 180, -180]),
)


@settings(max_examples=300)
@given(
    point=rims,
    miles=st.sampled_from([0.1, 10, 25, 69, 100, 500, 3000, 6000, 12_436, 20_000]),
    ways=st.lists(st.tuples(st.floats(0, 1.1), st.floats(0, 2 * math.pi)), max_size=20),
)
def test_cells_hold_every_point_this_near(point, miles, ways):
    others = np.array([along(point, part * miles, to) for part, to in ways] + [point])
    is_near = chords(point, others) <= squared_chord(miles)
    cells = cells_of(others[:, 0], others[:, 1])

    ranges = cell_ranges(point, miles)

    is_inside = [any(first <= cell <= last for first, last in ranges) for cell in cells]
    assert (is_near <= np.array(is_inside)).all()


def along(point, miles, bearing):
    """Where one comes from a point, so far in one direction."""
    north, angle = math.radians(point[0]), miles / 3958.7613
    sine = math.sin(north) * math.cos(angle)
    sine += math.cos(north) * math.sin(angle) * math.cos(bearing)
    there = math.asin(max(-1, min(1, sine)))
    east = math.atan2(
        math.sin(bearing) * math.sin(angle) * math.cos(north),
        math.cos(angle) - math.sin(north) * sine,
    )
    longitude = (point[1] + math.degrees(east) + 540) % 360 - 180
    return math.degrees(there), longitude


def test_no_point_is_near_to_nothing():
    assert not (chords((45.0, -122.0), [(math.nan, math.nan)]) <= 4).any()


@given(sets=st.lists(st.sets(st.integers(0, 40)), max_size=12))
def test_ties_are_by_how_many_sets_a_slot_is_in(sets):
    members = set(range(0, 41, 2))
    counted = {slot: sum(slot in each for each in sets) for slot in members}

    ties = list(
        by_count(bitmap(sorted(members)), planes_of(map(bitmap, map(sorted, sets))))
    )

    found = [{counted[slot] for slot in tie} for tie in ties]
    assert [len(each) for each in found] == [1] * len(ties)
    assert [each.pop() for each in found] == sorted(set(counted.values()), reverse=True)
    assert sorted(slot for tie in ties for slot in tie) == sorted(members)


def test_a_set_is_read_back_as_it_was_put_in():
    assert slots_in(bitmap([5, 70_000, 3])).tolist() == [3, 5, 70_000]
    assert slots_in(bitmap()).tolist() == []


def rows(*numbers):
    return np.array([(number,) for number in numbers], dtype=[("number", "i8")])


def test_a_longer_table_leaves_the_shorter_one_as_it_was():
    table = Table(rows(1, 2))
    longer = table.extended(rows(3))
    longest = longer.extended(rows(4, 5))

    assert table.rows["number"].tolist() == [1, 2]
    assert longer.rows["number"].tolist() == [1, 2, 3]
    assert longest.rows["number"].tolist() == [1, 2, 3, 4, 5]
    assert np.shares_memory(table.rows, longest.rows)


def test_two_tables_that_grew_from_one_do_not_meet():
    table = Table(rows(1))
    one, other = table.extended(rows(2)), table.extended(rows(3))

    assert one.rows["number"].tolist() == [1, 2]
    assert other.rows["number"].tolist() == [1, 3]
    assert other.extended(rows(4)).rows["number"].tolist() == [1, 3, 4]
    assert one.extended(rows(5)).rows["number"].tolist() == [1, 2, 5]


def test_a_table_grows_past_its_memory():
    table = Table(rows(1))
    longer = table.extended(rows(*range(5000)))

    assert longer.rows["number"].tolist() == [1, *range(5000)]
    assert table.rows["number"].tolist() == [1]
    assert longer.nbytes >= 8 * 5001


names = st.tuples(
    st.text("abé\U0001d538", max_size=3).map(str.encode), st.integers(1, 9)
)


@given(known=st.sets(names, max_size=20), others=st.lists(names, max_size=10))
def test_ranks_are_in_the_order_of_names(known, others):
    known = sorted(known)
    in_one_piece = Names(
        text=b"".join(text for text, _ in known),
        ends=np.cumsum([len(text) for text, _ in known]).astype(np.uint32),
        pks=np.array([pk for _, pk in known], dtype=np.int64),
    )
    ranked = sorted([*known, *others])

    ranks = [in_one_piece.rank(name) for name in ranked]

    assert ranks == sorted(ranks)
    assert [in_one_piece.rank(name) for name in known] == ranks_of_all(
        len(known)
    ).tolist()
    assert list(in_one_piece) == known
    new = [rank for name, rank in zip(ranked, ranks, strict=True) if name not in known]
    assert all(rank % 2 == 0 for rank in new)


checks = st.lists(
    st.tuples(st.integers(0, 3), st.integers(1, 20), st.integers(1, 40)), max_size=20
)


@given(given_checks=checks, day=st.integers(1, 41))
def test_the_latest_check_is_the_one_that_still_stands(given_checks, day):
    table = worth_keeping(np.array(given_checks, dtype=CHECK))

    latest = latest_checks(table, 4, day)

    assert latest.tolist() == [
        max(
            (on for slot, on, until in given_checks if slot == each and until >= day),
            default=0,
        )
        for each in range(4)
    ]


@given(given_checks=checks)
def test_no_check_is_kept_that_is_never_the_latest(given_checks):
    table = worth_keeping(np.array(given_checks, dtype=CHECK))

    for slot in range(4):
        own = table[table["slot"] == slot]
        assert own["on"].tolist() == sorted(set(own["on"].tolist()))
        assert own["until"].tolist() == sorted(set(own["until"]), reverse=True)


def test_a_facility_that_is_not_listed_is_an_error():
    gathering = Gathering(np.array([7, 3]), first=10)

    assert gathering.slots_of(np.array([3, 7, 3])).tolist() == [11, 10, 11]
    for unknown in ([5], [8], [1]):
        with pytest.raises(LookupError):
            gathering.slots_of(np.array(unknown))
    with pytest.raises(LookupError):
        Gathering(np.array([], dtype=np.int64)).slots_of(np.array([1]))


def test_every_target_is_one_of_the_sets_that_end():
    assert len(TARGET_NUMBERS) == len(TARGETS)
    groups = {group for keys in TARGETS for group, _value in keys}
    assert groups == {
        "flag",
        *CONFIRMED_GROUPS.values(),
        *PROVEN_GROUPS.values(),
    }


def test_sixteen_criteria_are_core():
    assert len(CORE) == 16


@pytest.mark.parametrize(
    ("field", "value", "key"),
    [
        ("routes", "iv", ("route", "iv")),
        ("dosing_setting", "in_clinic", ("setting", "clinic")),
        ("dosing_setting", "at_home_supervised", ("setting", "home")),
        ("dosing_setting", "at_home_unsupervised", ("setting", "home")),
        ("languages", "es-MX", ("language", "es")),
        ("languages", "ase", ("language", "ase")),
        ("telehealth", "check_ins", ("telehealth", "check_ins")),
        ("telehealth", "none", None),
        ("accepting_new_patients", "newpt", ("accepting", "newpt")),
        ("accepting_new_patients", "nopt", None),
        ("dosing_setting", "on the moon", None),
    ],
)
def test_where_a_claim_stands(field, value, key):
    assert key_of_claim(field, value) == key


def test_known_values_are_of_groups_that_can_be_chosen():
    assert {group for group, _value in known_values()} <= set(GROUPS)
