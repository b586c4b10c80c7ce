import pytest

from facilities.geo.areas import smallest_area
from facilities.geo.projection import ALASKA, LOWER_48
from facilities.mapping.sites import on_map
from tests.facilities.mapping.places import DENVER, a_site, denver

ANCHORAGE = (61.2181, -149.9003)


def test_words_are_as_much_as_is_known():
    assert denver().words == "Wrenfold, Denver, CO"
    assert denver(name_line_2="North").words == "Wrenfold, North, Denver, CO"
    assert denver(city="").words == "Wrenfold, CO"


def test_each_is_on_the_piece_where_its_point_is_whatever_its_state():
    sites = [denver(state="AK"), a_site("OH", "", *ANCHORAGE)]

    placed = on_map(sites)

    assert [each.site for each in placed] == sites
    assert [each.piece for each in placed] == [LOWER_48, ALASKA]
    assert [each.area for each in placed] == [
        smallest_area(*DENVER),
        smallest_area(*ANCHORAGE),
    ]


def test_place_on_the_plane_is_that_of_its_piece():
    [placed] = on_map([denver()])

    assert placed.at == pytest.approx((342.8, 273.9), abs=0.1)


@pytest.mark.parametrize("point", [(None, None), (7.34, 134.48), (0, 0)])
def test_what_is_nowhere_on_the_map_is_left_out(point):
    assert on_map([a_site("PW", "Koror", *point)]) == []
