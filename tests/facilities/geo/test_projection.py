import json
import re
from math import dist

import pytest

from facilities.geo.outlines import DATA, read_outlines
from facilities.geo.places import read_places
from facilities.geo.projection import (
    HEIGHT,
    INSETS,
    PIECE_OF_STATE,
    PIECES,
    WIDTH,
    piece_of,
)
from facilities.geo.states import STATES

# As d3.geoAlbersUsa().scale(1300).translate([487.5, 305]) of d3-geo 3.1.1 says.
KNOWN = [
    (39.7392, -104.9903, 342.8, 273.9),  # Denver
    (40.7128, -74.006, 869.7, 215.7),
    (34.0522, -118.2437, 86.8, 363.1),  # Los Angeles
    (47.6062, -122.3321, 97.6, 46.3),  # Seattle
    (25.7617, -80.1918, 822.7, 572.5),  # Miami
    (43.6591, -70.2568, 913.6, 135.0),  # Portland
    (25.9017, -97.4975, 467.2, 596.2),  # Brownsville
    (61.2181, -149.9003, 112.3, 544.3),  # Anchorage
    (58.3019, -134.4197, 176.9, 556.1),  # Juneau
    (51.88, -176.658, -12.8, 600.1),  # Adak
    (21.3069, -157.8583, 267.0, 549.2),  # Honolulu
    (19.7071, -155.0885, 326.2, 585.2),  # Hilo
]
TERRITORIES = {
    "PR": (18.4655, -66.1057),
    "VI": (18.3419, -64.9307),
    "GU": (13.4443, 144.7937),
    "MP": (15.19, 145.75),
    "AS": (-14.2781, -170.7025),
}


def project(latitude, longitude):
    return piece_of(latitude, longitude).place(latitude, longitude)


@pytest.mark.parametrize(("latitude", "longitude", "x", "y"), KNOWN)
def test_points_are_where_d3_draws_them(latitude, longitude, x, y):
    assert project(latitude, longitude) == pytest.approx((x, y), abs=0.1)


@pytest.mark.parametrize("state", TERRITORIES)
def test_a_territory_is_in_its_box_and_inside_its_outline(state):
    x, y = project(*TERRITORIES[state])
    inset = next(inset for inset in INSETS if state in inset.states)

    assert piece_of(*TERRITORIES[state]) is inset
    assert read_outlines()[state].touches(x - 1, y - 1, x + 1, y + 1)


def test_the_city_with_most_zip_codes_is_inside_the_outline_of_its_state():
    cities = {}
    for place in read_places():
        if place.state in read_outlines() and place.latitude is not None:
            found = cities.setdefault(place.state, {})
            found.setdefault(place.city, []).append((place.latitude, place.longitude))

    outside = []
    for state, found in cities.items():
        points = max(found.values(), key=len)
        x, y = project(*points[0])
        if not read_outlines()[state].touches(x - 1, y - 1, x + 1, y + 1):
            outside.append(state)

    assert len(cities) == 56
    assert outside == []


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [
        (None, None),
        (7.5, 134.6),  # Palau
        (50.0, -100.0),  # Canada
        (0.0, 0.0),
        (-90.0, 180.0),
    ],
)
def test_what_has_no_place_on_the_map_is_on_no_piece(latitude, longitude):
    assert piece_of(latitude, longitude) is None


def test_every_zip_code_of_a_state_is_on_its_piece_of_the_map():
    places = [place for place in read_places() if place.latitude is not None]
    elsewhere = [
        place.code
        for place in places
        if place.state in STATES
        and piece_of(place.latitude, place.longitude)
        is not PIECE_OF_STATE.get(place.state)
    ]

    assert len(places) > 40_000
    assert elsewhere == []


@pytest.mark.parametrize("inset", INSETS, ids=lambda inset: "-".join(inset.states))
def test_all_of_an_inset_is_drawn_inside_its_box(inset):
    part = inset.part
    left, top = inset.place(part.north, part.west)
    right, bottom = inset.place(part.south, part.east)

    assert inset.left <= left < right <= inset.left + inset.width
    assert inset.top <= top < bottom <= inset.top + inset.height


@pytest.mark.parametrize("piece", PIECES, ids=lambda piece: piece.part)
def test_a_degree_of_latitude_is_drawn_as_long_as_the_piece_says(piece):
    latitude = (piece.part.south + piece.part.north) / 2
    longitude = (piece.part.west + piece.part.east) / 2
    south, north = (piece.place(latitude + each, longitude) for each in (-0.5, 0.5))

    assert dist(south, north) == pytest.approx(piece.degree, rel=0.03)


def test_every_state_but_the_associated_ones_has_an_outline_inside_the_map():
    outlines = read_outlines()

    assert set(outlines) == set(STATES) - {"FM", "MH", "PW"}
    assert min(outline.left for outline in outlines.values()) >= 0
    assert min(outline.top for outline in outlines.values()) >= 0
    assert max(outline.right for outline in outlines.values()) <= WIDTH
    assert max(outline.bottom for outline in outlines.values()) <= HEIGHT


def test_the_file_of_outlines_is_small_names_its_source_and_is_only_paths():
    text = DATA.read_text(encoding="utf-8")
    file = json.loads(text)

    assert len(text) < 16_000
    assert "US Census Bureau" in file["source"]
    assert "public domain" in file["source"]
    assert all(
        re.fullmatch(r"(M\d+ \d+l[-\d ]+z)+", path)
        for path in file["outlines"].values()
    )
