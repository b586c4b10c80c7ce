import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from facilities.geo.distance import (
    Point,
    box_around,
    circle_around,
    miles_between,
    miles_of,
    squared_chord,
)

points = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))
miles = st.floats(0.1, 3000)


def test_known_distance():
    denver, boulder = Point(39.7392, -104.9903), Point(40.0150, -105.2705)

    assert miles_between(denver, boulder) == pytest.approx(24.2, abs=0.2)


def test_no_distance_is_nothing():
    assert miles_between(Point(10, 20), Point(10, 20)) == 0


@given(points, points)
def test_distance_is_symmetric(first, second):
    assert miles_between(first, second) == miles_between(second, first)


@given(miles)
def test_chord_and_miles_are_each_others_inverse(distance):
    assert miles_of(squared_chord(distance)) == pytest.approx(distance)


def test_chord_grows_no_further_than_around_the_earth():
    assert squared_chord(math.inf) == pytest.approx(4)


@given(points, points)
def test_box_holds_whatever_is_as_near(center, other):
    box = box_around(center, miles_between(center, other))

    assert box.south <= other.latitude <= box.north
    # A point at the pole, or on the 180th, has more than one longitude.
    assume(abs(other.latitude) < 89.99 and abs(other.longitude) < 179.999)
    assert any(west <= other.longitude <= east for west, east in box.longitudes)


@given(points, st.floats(-0.2, 0.2), st.floats(-0.2, 0.2))
def test_box_agrees_with_the_distance_close_by(center, north, east):
    other = Point(
        min(max(center.latitude + north, -90), 90),
        (center.longitude + east + 180) % 360 - 180,
    )
    box = box_around(center, 25)
    is_in = box.south <= other.latitude <= box.north and any(
        west <= other.longitude <= end for west, end in box.longitudes
    )

    assert is_in or miles_between(center, other) > 25


@pytest.mark.parametrize("longitude", [-179.9, 179.9])
def test_box_goes_over_the_180th(longitude):
    box = box_around(Point(52, longitude), 50)

    assert len(box.longitudes) == 2
    assert all(west < east for west, east in box.longitudes)


def test_box_at_a_pole_goes_all_around():
    assert box_around(Point(89.9, 10), 50).longitudes == ((-180, 180),)


@given(points.filter(lambda point: abs(point.latitude) < 80), st.floats(1, 300))
def test_every_corner_of_a_circle_is_at_its_distance(center, distance):
    corners = circle_around(center, distance)

    assert len(corners) == 48
    assert [miles_between(center, corner) for corner in corners] == pytest.approx(
        [distance] * 48, rel=1e-6
    )


def test_circle_begins_in_the_north_and_turns_to_the_east():
    north, east, south, west = circle_around(Point(40, -100), 100, corners=4)

    assert north.latitude > 41 > east.latitude > 39 > south.latitude
    assert west.longitude < north.longitude == pytest.approx(-100)
    assert east.longitude > -99
