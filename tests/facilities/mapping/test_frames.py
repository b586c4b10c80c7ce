from math import dist

import pytest

from facilities.geo.areas import rectangle_of, smallest_area
from facilities.geo.distance import Point
from facilities.geo.outlines import read_outlines
from facilities.geo.projection import HEIGHT, LOWER_48, WIDTH
from facilities.mapping.frames import MARGIN, WHOLE, Near, choose_frame, reach_points
from facilities.mapping.sites import on_map
from tests.facilities.mapping.places import DENVER, NEAR_DENVER, a_site

HONOLULU = Point(21.3069, -157.8583)
ANCHORAGE = Point(61.2181, -149.9003)
WICHITA = Point(37.6872, -97.3301)


def frame_of(points=(), states=(), near=None, area=""):
    placed = on_map(a_site("XX", "", *point) for point in points)
    return choose_frame(placed, states, near, area)


def states_drawn(frame):
    return {outline.state for outline in frame.outlines}


def test_nothing_asked_is_the_whole_map():
    frame = frame_of([DENVER, HONOLULU])

    assert frame == WHOLE
    assert frame.is_whole
    assert states_drawn(frame) == read_outlines().keys()


def test_whole_map_has_room_around_its_outermost_points():
    corners = [WHOLE.place(0, 0), WHOLE.place(WIDTH, HEIGHT)]

    assert corners[0] == pytest.approx((26.5, 16.6), abs=0.1)
    assert corners[1] == pytest.approx((WIDTH - 26.5, HEIGHT - 16.6), abs=0.1)


def test_radius_fills_a_square():
    frame = frame_of([DENVER], near=NEAR_DENVER)
    reached = [frame.place(*point) for point in reach_points(NEAR_DENVER)]
    middle = frame.place(*LOWER_48.place(*DENVER))

    assert frame.is_square
    assert (frame.has_outlines, frame.outlines) == (False, [])
    assert middle == pytest.approx((WIDTH / 2, HEIGHT / 2), abs=2)
    assert min(x for x, _ in reached) == pytest.approx(182.5 + MARGIN, abs=8)
    assert max(y for _, y in reached) == pytest.approx(HEIGHT - MARGIN, abs=8)
    assert {round(dist(middle, point) / 265) for point in reached} == {1}


def test_radius_around_a_point_off_the_map_is_the_whole_map():
    nowhere = Near(Point(0, 0), 100)

    assert reach_points(nowhere) == []
    assert frame_of(near=nowhere) == WHOLE


def test_radius_may_go_over_the_edge_of_the_map():
    bellingham = Near(Point(48.75, -122.48), 100)

    assert frame_of(near=bellingham).zoom > 5


def test_chosen_states_fill_the_map():
    frame = frame_of([DENVER], ["CO"])

    assert frame.zoom > 4
    assert not frame.is_square
    assert {"CO", "UT"} <= states_drawn(frame)
    assert "FL" not in states_drawn(frame)


def test_high_state_is_drawn_in_a_square():
    assert frame_of(states=["IN"]).is_square
    assert frame_of(states=["IN", "OH"]).zoom < frame_of(states=["IN"]).zoom


def test_alaska_and_hawaii_are_drawn_without_their_neighbours_on_the_plane():
    assert states_drawn(frame_of([ANCHORAGE], ["AK"])) == {"AK"}
    assert states_drawn(frame_of([HONOLULU], ["HI"])) == {"HI"}


@pytest.mark.parametrize("states", [["PW"], ["CO", "PW"], ["CO", "HI"], ["XX"]])
def test_states_that_have_no_piece_in_common_leave_the_whole_map(states):
    assert frame_of([], states) == WHOLE


def test_clinic_far_from_its_state_is_in_the_frame_all_the_same():
    frame = frame_of([WICHITA], ["CO"])
    x, y = frame.place(*LOWER_48.place(*WICHITA))

    assert frame.sides[0] < x < frame.sides[1]
    assert 0 < y < HEIGHT
    assert frame_of([WICHITA, ANCHORAGE], ["CO"]) == WHOLE


@pytest.mark.parametrize("bits", [13, 18, 23, 29])
def test_area_fills_the_map_before_radius_and_states(bits):
    area = smallest_area(*DENVER)[:bits]
    rectangle = rectangle_of(area)

    frame = frame_of([DENVER], ["TX"], NEAR_DENVER, area)
    corners = [
        frame.place(*LOWER_48.place(latitude, longitude))
        for latitude in (rectangle.south, rectangle.north)
        for longitude in (rectangle.west, rectangle.east)
    ]

    assert all(
        frame.sides[0] < x < frame.sides[1] and 0 < y < HEIGHT for x, y in corners
    )
    assert frame.piece is LOWER_48


def test_area_of_half_the_world_is_the_whole_map():
    assert frame_of([DENVER], area="0") == WHOLE


def test_area_without_a_clinic_is_the_whole_map():
    assert frame_of([], area=smallest_area(*DENVER)) == WHOLE


def test_outlines_are_moved_like_points():
    frame = frame_of([DENVER], ["CO"])
    left, top = frame.place(0, 0)

    assert frame.move == f"translate({left:.1f} {top:.1f}) scale({frame.zoom:.4f})"
    assert frame.move_tenths == f"{frame.move} scale(0.1)"
