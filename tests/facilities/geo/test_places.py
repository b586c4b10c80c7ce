import pytest

from facilities.enums import PointPrecision
from facilities.geo.places import NOWHERE, Place, Places, Spot, read_places
from facilities.geo.states import STATES

PLACES = Places(
    [
        Place("97201", "Portland", "OR", 45.5, -122.7),
        Place("97202", "Portland", "OR", 45.4, -122.6),
        Place("04101", "Portland", "ME", 43.7, -70.3),
        Place("22101", "Mc Lean", "VA", 38.9, -77.2),
        Place("55101", "Saint Paul", "MN", 44.9, -93.1),
        Place("09001", "Apo", "AE", None, None),
        Place("96943", "Yap", "FM", None, None),
    ]
)


def test_a_zip_code_is_the_middle_of_its_area():
    spot = PLACES.of_postal_code("97201", "OR")

    assert spot == Spot(45.5, -122.7, PointPrecision.ZIP)


def test_a_zip_code_of_another_state_is_nowhere():
    assert PLACES.of_postal_code("97201", "ME") == NOWHERE


@pytest.mark.parametrize("code", ["00000", "", "96943"])
def test_an_unknown_zip_code_or_one_without_a_point_is_nowhere(code):
    assert PLACES.of_postal_code(code, "FM") == NOWHERE


def test_the_middle_of_a_city_is_the_mean_of_its_zip_points():
    assert PLACES.of_city("Portland", "OR") == Spot(45.45, -122.65, PointPrecision.CITY)


def test_cities_of_one_name_in_two_states_are_told_apart():
    assert PLACES.of_city("Portland", "ME") == Spot(43.7, -70.3, PointPrecision.CITY)


@pytest.mark.parametrize(
    ("city", "state", "latitude"),
    [
        ("McLean", "VA", 38.9),
        ("MC LEAN", "VA", 38.9),
        ("St. Paul", "MN", 44.9),
        ("saint paul", "MN", 44.9),
    ],
)
def test_a_city_is_found_however_it_is_spelled(city, state, latitude):
    assert PLACES.of_city(city, state).latitude == latitude


def test_a_city_without_any_point_is_nowhere():
    assert PLACES.of_city("Yap", "FM") == NOWHERE


def test_an_address_falls_back_to_its_city():
    assert PLACES.of_address("97299", "Portland", "OR").precision == PointPrecision.CITY


def test_an_address_uses_its_zip_code_first():
    assert PLACES.of_address("97201", "Portland", "OR").precision == PointPrecision.ZIP


def test_an_address_with_a_zip_of_another_state_is_put_into_its_city():
    spot = PLACES.of_address("04101", "Portland", "OR")

    assert spot == PLACES.of_city("Portland", "OR")


def test_zero_coordinates_are_missing_and_both_are_missing_together():
    places = {place.code: place for place in read_places()}

    assert len(places) > 40_000
    assert places["09001"].latitude is None
    assert [
        place
        for place in places.values()
        if (place.latitude is None) != (place.longitude is None)
        or (place.latitude, place.longitude) == (0, 0)
    ] == []


def test_leading_zeros_of_zip_codes_are_kept():
    assert {len(place.code) for place in read_places()} == {5}


def test_states_are_those_with_a_usps_code_and_no_military_ones():
    assert len(STATES) == 50 + len(["DC"]) + len(["AS", "GU", "MP", "PR", "VI"]) + len(
        ["FM", "MH", "PW"]
    )
    assert {"AA", "AE", "AP"} & set(STATES) == set()
