from itertools import combinations

import pytest

from facilities.geo.areas import rectangle_of, smallest_area
from facilities.geo.projection import PIECES
from facilities.mapping import Near
from facilities.mapping.clusters import LEAST_BITS, MOST_CLUSTERS, find_clusters
from facilities.mapping.frames import WHOLE, choose_frame
from facilities.mapping.sites import on_map
from tests.facilities.mapping.places import (
    DENVER,
    a_site,
    denver,
    denvers,
    every_place,
)

CLOSE = choose_frame(on_map([denver()]), (), Near(DENVER, 10), "")


def members(clusters):
    return sorted(site.slug for cluster in clusters for site in cluster.sites)


def test_nothing_is_no_cluster():
    assert find_clusters([], WHOLE) == []


@pytest.mark.parametrize("step", [1, 20, 400])
def test_every_site_on_the_map_is_in_exactly_one_cluster(step):
    placed = every_place()[::step]

    clusters = find_clusters(placed, WHOLE)

    assert members(clusters) == sorted(each.site.slug for each in placed)
    assert 10 < len(clusters) <= MOST_CLUSTERS


def test_cluster_is_all_that_is_in_its_area_and_on_the_map():
    for cluster in find_clusters(every_place(), WHOLE):
        area = rectangle_of(cluster.area)
        there = [
            site
            for site, _, _ in every_place()
            if area.holds(site.latitude, site.longitude)
        ]
        assert sorted(each.slug for each in there) == members([cluster])
        assert cluster.count == len(there)


def test_no_area_is_so_large_that_it_could_reach_another_piece():
    clusters = find_clusters(every_place(), WHOLE)

    assert min(len(cluster.area) for cluster in clusters) >= LEAST_BITS


def test_pieces_of_the_map_are_never_in_one_area_of_a_cluster():
    reached = [_areas_of(piece.part) for piece in PIECES]

    assert all(reached)
    assert all(one.isdisjoint(other) for one, other in combinations(reached, 2))


def _areas_of(part, area=""):
    """Those of the least bits that share a point with a part of the map."""
    rectangle = rectangle_of(area)
    is_touched = (
        rectangle.south < part.north
        and part.south < rectangle.north
        and rectangle.west < part.east
        and part.west < rectangle.east
    )
    if not is_touched:
        return set()
    if len(area) == LEAST_BITS:
        return {area}
    return _areas_of(part, area + "0") | _areas_of(part, area + "1")


def test_areas_are_no_larger_than_the_one_that_is_searched():
    searched = smallest_area(*DENVER)
    [cluster] = find_clusters(on_map(denvers(2)), WHOLE, searched)

    assert cluster.area == searched


def test_closer_maps_have_smaller_areas():
    placed = on_map([denver(), a_site("CO", "Aurora", 39.7294, -104.8319)])

    apart = find_clusters(placed, CLOSE)
    together = find_clusters(placed, WHOLE)

    assert [cluster.count for cluster in apart] == [1, 1]
    assert [cluster.count for cluster in together] == [2]
    assert all(each.area.startswith(together[0].area) for each in apart)


def test_middle_is_that_of_all_the_clinics():
    sites = [*denvers(3, latitude=39.0), denver(latitude=39.2)]

    [cluster] = find_clusters(on_map(sites), WHOLE)

    assert cluster.middle == pytest.approx((39.05, DENVER.longitude))


def test_towns_are_by_clinics_then_by_name():
    sites = [
        denver(city="Golden"),
        *denvers(2, city="Aurora"),
        *denvers(3, city="Denver"),
        denver(city="Arvada"),
    ]

    [cluster] = find_clusters(on_map(sites), WHOLE)

    assert [site.city for site in cluster.towns] == [
        *("Denver", "Aurora", "Arvada", "Golden")
    ]


@pytest.mark.parametrize(
    ("count", "number"),
    [(1, "1"), (999, "999"), (1000, "1k"), (1499, "1k"), (12_600, "13k")],
)
def test_number_is_short(count, number):
    [cluster] = find_clusters(on_map([denver()]) * count, WHOLE)

    assert cluster.number == number


def test_order_of_what_is_found_changes_no_cluster():
    placed = every_place()[::20]

    forwards = find_clusters(placed, WHOLE)
    backwards = find_clusters(placed[::-1], WHOLE)

    assert {(each.area, each.count, each.middle) for each in forwards} == {
        (each.area, each.count, each.middle) for each in backwards
    }
