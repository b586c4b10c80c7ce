from itertools import combinations
from math import dist
from random import Random

import pytest

from facilities.geo.areas import rectangle_of
from facilities.geo.projection import HEIGHT, PIECES, WIDTH
from facilities.mapping import Near
from facilities.mapping.circles import LARGEST, SMALLEST, draw_circles
from facilities.mapping.clusters import find_clusters
from facilities.mapping.frames import WHOLE, choose_frame
from facilities.mapping.sites import on_map
from tests.facilities.mapping.places import (
    DENVER,
    a_site,
    denver,
    denvers,
    every_place,
)

FRAMES = {
    "whole": WHOLE,
    "CO": choose_frame((), ["CO"], None, ""),
    "100 miles": choose_frame(on_map([denver()]), (), Near(DENVER, 100), ""),
    "10 miles": choose_frame(on_map([denver()]), (), Near(DENVER, 10), ""),
}
every_frame = pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES)


def circles_of(placed, frame=WHOLE):
    return draw_circles(find_clusters(placed, frame), frame)


def shown_in(frame, placed):
    return [
        each
        for each in placed
        if is_inside(frame, *frame.place(*each.at))
        and frame.piece in (None, each.piece)
    ]


def is_inside(frame, x, y):
    return frame.sides[0] < x < frame.sides[1] and 0 < y < HEIGHT


def overlaps(circles):
    """By how much circles cover each other, at most."""
    return max(
        (
            one.radius + other.radius - dist((one.x, one.y), (other.x, other.y))
            for one, other in combinations(circles, 2)
        ),
        default=0,
    )


@every_frame
@pytest.mark.parametrize("step", [1, 7, 150])
def test_circles_of_real_places_do_not_cover_each_other(frame, step):
    circles = circles_of(shown_in(frame, every_place()[::step]), frame)

    assert circles
    assert overlaps(circles) <= 1
    assert all(SMALLEST <= circle.radius <= LARGEST for circle in circles)
    assert all(circle.finger >= circle.radius for circle in circles)


@pytest.mark.parametrize("seed", range(5))
def test_circles_of_any_sizes_do_not_cover_each_other(seed):
    chance = Random(seed)  # noqa: S311 -- not for secrets
    placed = [
        each
        for each in chance.sample(every_place(), 300)
        for _ in range(chance.choice([1, 2, 30, 900]))
    ]

    assert overlaps(circles_of(placed)) <= 1


@every_frame
def test_circles_are_inside_the_map(frame):
    circles = circles_of(shown_in(frame, every_place()), frame)

    assert min(circle.x - circle.radius for circle in circles) >= frame.sides[0] - 0.1
    assert min(circle.y - circle.radius for circle in circles) >= -0.1
    assert max(circle.x + circle.radius for circle in circles) <= frame.sides[1] + 0.1
    assert max(circle.y + circle.radius for circle in circles) <= HEIGHT + 0.1


@pytest.mark.parametrize("piece", PIECES, ids=str)
def test_corners_of_every_piece_are_drawn_inside_the_map(piece):
    part = piece.part
    corner = a_site("XX", "", part.south, part.west)

    [circle] = circles_of(on_map([corner]))

    assert SMALLEST <= circle.x <= WIDTH - SMALLEST
    assert SMALLEST <= circle.y <= HEIGHT - SMALLEST


def test_lone_circle_stands_where_its_clinic_is():
    [circle] = circles_of(on_map([denver()]), FRAMES["10 miles"])

    assert (circle.x, circle.y) == pytest.approx((WIDTH / 2, HEIGHT / 2), abs=1)


def test_crowded_circles_stay_in_their_areas():
    frame = FRAMES["100 miles"]
    [cluster] = find_clusters(on_map([denver()]), frame)
    area = rectangle_of(cluster.area)
    either_side = [
        denver(slug=slug, latitude=(area.south + area.north) / 2, longitude=longitude)
        for slug, longitude in (("a", area.east - 0.001), ("b", area.east + 0.001))
    ]

    west, east = circles_of(on_map(either_side), frame)

    assert west.cluster.area != east.cluster.area
    assert west.apart(east) == pytest.approx(2 * SMALLEST, abs=0.5)
    assert (west.x + east.x) / 2 == pytest.approx(
        frame.place(*PIECES[0].place(area.south, area.east))[0], abs=3
    )


def test_area_of_a_circle_grows_with_its_count():
    sites = [
        *denvers(10),
        a_site("IA", "Ames", 42.0, -93.6),
        *denvers(20, latitude=39.2, longitude=-114.9),
    ]

    radii = {
        circle.cluster.count: circle.radius for circle in circles_of(on_map(sites))
    }

    assert radii[1] == SMALLEST
    assert radii[1] < radii[10] < radii[20] <= LARGEST


def test_touched_parts_never_cover_each_other():
    circles = circles_of(every_place()[::40])

    for one, other in combinations(circles, 2):
        if one.finger > one.radius and other.finger > other.radius:
            assert one.finger + other.finger <= one.apart(other) + 0.2


def test_reading_order_is_from_north_to_south_and_west_to_east():
    towns = {
        "Seattle": ("WA", 47.6, -122.33),
        "Missoula": ("MT", 46.87, -113.99),
        "Fargo": ("ND", 46.88, -96.79),
        "Boston": ("MA", 42.36, -71.06),
        "Miami": ("FL", 25.76, -80.19),
    }
    sites = [a_site(state, name, *at) for name, (state, *at) in sorted(towns.items())]

    circles = circles_of(on_map(sites))

    assert [circle.cluster.towns[0].city for circle in circles] == [
        *("Seattle", "Missoula", "Fargo", "Boston", "Miami")
    ]
