import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilities.geo.areas import (
    MOST_BITS,
    WORLD,
    Rectangle,
    rectangle_of,
    sides_of,
    smallest_area,
)

latitudes, longitudes = st.floats(-90, 90), st.floats(-180, 180)
# Where areas begin and end, and the numbers next to those.
edges = st.sampled_from(
    [0.0, -0.0, 5e-324, -5e-324, 45.0, -45.0, 90.0, -90.0, 22.5, 49.99999999999999]
)
areas = st.text("01", max_size=MOST_BITS)


def test_first_bits_are_those_of_a_geohash():
    # Denver is 9xj64 in base 32, five bits a letter.
    assert smallest_area(39.7392, -104.9903).startswith("0100111101100010011000100")


@pytest.mark.parametrize(
    ("area", "rectangle"),
    [
        ("", (-90, 90, -180, 180)),
        ("0", (-90, 90, -180, 0)),
        ("1", (-90, 90, 0, 180)),
        ("01", (0, 90, -180, 0)),
        ("010", (0, 90, -180, -90)),
        ("0100", (0, 45, -180, -90)),
    ],
)
def test_every_bit_takes_half(area, rectangle):
    assert rectangle_of(area) == rectangle


@given(latitudes | edges, longitudes | edges, areas)
def test_area_holds_just_the_points_whose_smallest_area_begins_with_it(
    latitude, longitude, area
):
    is_in = smallest_area(latitude, longitude).startswith(area)

    assert rectangle_of(area).holds(latitude, longitude) is is_in


@given(latitudes | edges, longitudes | edges)
def test_point_is_in_each_of_its_areas(latitude, longitude):
    area = smallest_area(latitude, longitude)

    assert len(area) == MOST_BITS
    assert all(
        rectangle_of(area[:bits]).holds(latitude, longitude)
        for bits in range(MOST_BITS + 1)
    )


@given(areas.filter(lambda area: len(area) < MOST_BITS), latitudes, longitudes)
def test_halves_share_nothing_and_leave_nothing_out(area, latitude, longitude):
    halves = [rectangle_of(area + bit).holds(latitude, longitude) for bit in "01"]

    assert halves.count(True) == rectangle_of(area).holds(latitude, longitude)


@pytest.mark.parametrize("latitude", [-90, 90])
@pytest.mark.parametrize("longitude", [-180, 180])
def test_corners_of_the_world_are_in_it(latitude, longitude):
    assert WORLD.holds(latitude, longitude)
    assert rectangle_of(smallest_area(latitude, longitude)).holds(latitude, longitude)


def test_rectangle_holds_its_south_and_west_side_only():
    rectangle = Rectangle(10, 20, 30, 40)

    assert rectangle.holds(10, 30)
    assert not rectangle.holds(20, 30)
    assert not rectangle.holds(10, 40)


@given(areas)
def test_sides_are_those_of_the_rectangle(area):
    rectangle = rectangle_of(area)

    assert sides_of(len(area)) == (
        rectangle.north - rectangle.south,
        rectangle.east - rectangle.west,
    )


def test_no_area_is_finer_than_a_hundredth_of_a_degree():
    assert min(sides_of(MOST_BITS)) > 0.01
