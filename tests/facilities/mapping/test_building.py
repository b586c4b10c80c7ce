import gzip
from xml.etree import ElementTree as ET

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from facilities.geo.areas import smallest_area
from facilities.geo.projection import OFF_MAP
from facilities.mapping import Near, build_map
from facilities.mapping.frames import WHOLE
from tests.facilities.mapping.places import (
    DENVER,
    LINKS,
    NEAR_DENVER,
    a_site,
    denver,
    denvers,
    every_zip_code,
)

ASKED = {
    "nothing": {},
    "a state": {"states": ["CO"]},
    "a radius": {"near": NEAR_DENVER},
    "an area": {"area": smallest_area(*DENVER)[:13]},
}


class Nothing:
    """A search without must-haves, in which nothing is flagged."""

    confirmed = stated = flagged = 0
    must = ()


def rendered(map_, **context):
    found = {"map": map_, "search": {"chosen": Nothing}, "found": {"blocks": Nothing}}
    return render_to_string("facilities/_map.html", found | context)


def labels(sites, **asked):
    return [(mark.label, mark.link) for mark in build_map(sites, LINKS, **asked).marks]


def test_nothing_found_is_a_map_without_circles():
    empty = build_map([], LINKS)

    assert (empty.marks, empty.states) == ((), ())
    assert (empty.off_map, empty.off_map_link) == (0, "")
    assert empty.title == "Map of 0 clinics"


def test_one_clinic_leads_to_its_page():
    assert labels([denver()]) == [
        ("1 clinic: Wrenfold, Denver, CO", "/clinics/wrenfold/")
    ]


def test_clinic_that_says_only_its_state_has_no_town():
    assert labels([denver(city="")]) == [
        ("1 clinic: Wrenfold, CO", "/clinics/wrenfold/")
    ]


def test_several_in_one_town_lead_to_their_area():
    [(label, link)] = labels(denvers(12))

    assert label == "12 clinics in Denver, CO"
    assert smallest_area(*DENVER).startswith(link.removeprefix("?area="))


@pytest.mark.parametrize(
    ("towns", "words"),
    [
        (["A", "B"], "2 clinics in A, CO; B, CO"),
        (["A", "B", "C"], "3 clinics in A, CO; B, CO; C, CO"),
        (["A", "B", "C", "D"], "4 clinics in A, CO; B, CO; C, CO and 1 more town"),
        (
            ["A", "B", "C", "D", "E"],
            "5 clinics in A, CO; B, CO; C, CO and 2 more towns",
        ),
    ],
)
def test_several_towns_are_named(towns, words):
    [(label, _)] = labels([denver(city=town, slug=town) for town in towns])

    assert label == words


def test_thousands_at_one_point_are_one_circle():
    (mark,) = build_map(denvers(5000), LINKS).marks

    assert (mark.count, mark.number) == (5000, "5k")
    assert mark.label == "5,000 clinics in Denver, CO"


def test_order_of_what_is_found_changes_nothing():
    sites = every_zip_code()[::20]

    assert build_map(sites[::-1], LINKS) == build_map(sites, LINKS)


def test_clinics_without_a_point_are_counted_in_their_state():
    nowhere = denvers(3, latitude=None, longitude=None)
    palau = a_site("PW", "Koror", 7.34, 134.48)

    found = build_map([*nowhere, palau, denver()], LINKS)

    assert (found.off_map, found.off_map_link) == (4, f"?area={OFF_MAP}")
    assert [mark.count for mark in found.marks] == [1]
    assert [(state.name, state.count, state.link) for state in found.states] == [
        ("Colorado", 4, "?state=CO"),
        ("Palau", 1, "?state=PW"),
    ]


def test_code_that_is_no_state_leads_nowhere():
    found = build_map(denvers(2, state="XX"), LINKS)

    assert [(each.name, each.count, each.link) for each in found.states] == [
        ("XX", 2, "")
    ]
    assert "<li>XX: 2 clinics</li>" in rendered(found)


def test_what_is_off_the_map_leads_nowhere_further():
    found = build_map(denvers(3, latitude=None, longitude=None), LINKS, area=OFF_MAP)

    assert (found.off_map, found.off_map_link, found.marks) == (3, "", ())


def test_radius_is_drawn():
    found = build_map(denvers(2), LINKS, near=NEAR_DENVER)
    numbers = [float(number) for number in found.reach[1:-1].split()]

    assert found.title == "Map of 2 clinics near Denver, CO"
    assert (min(numbers[1::2]), max(numbers[1::2])) == pytest.approx((40, 570), abs=8)
    assert "The broken line is 50 miles away." in rendered(found)


@pytest.mark.parametrize(
    "asked",
    [
        {"near": NEAR_DENVER, "area": smallest_area(*DENVER)[:23]},
        {"near": Near((0, 0), 50)},
        {},
    ],
)
def test_radius_is_not_drawn_where_something_else_fills_the_map(asked):
    found = build_map(denvers(2), LINKS, **asked)

    assert found.reach == ""
    assert "broken line" not in rendered(found)


def test_towns_are_named_on_closer_maps_where_there_is_room():
    boulder = denvers(3, city="Boulder", latitude=40.015, longitude=-105.2705)
    close_by = denver(city="Golden", longitude=DENVER.longitude - 0.3)

    near = build_map([*denvers(5), *boulder, close_by], LINKS, near=NEAR_DENVER)
    whole = build_map([*denvers(5), *boulder], LINKS)

    assert {mark.town: bool(mark.town_y) for mark in near.marks} == {
        "Boulder": True,
        "Denver": True,
        "Golden": True,
    }
    assert ">Boulder</text>" in rendered(near)
    assert not any(mark.town_y for mark in whole.marks)
    assert ">Denver</text>" not in rendered(whole)


def test_names_of_towns_cover_nothing():
    found = build_map(
        [each for n in range(20) for each in denvers(2, latitude=39.7 + n / 50)],
        LINKS,
        near=NEAR_DENVER,
    )

    assert sum(bool(mark.town_y) for mark in found.marks) == 1


def test_insets_are_on_the_whole_map_only():
    assert len(build_map([denver()], LINKS).insets) == 3
    assert build_map([denver()], LINKS, states=["CO"]).insets == ()


def test_chosen_state_is_marked():
    found = build_map([denver()], LINKS, states=["CO"])

    assert rendered(found).count('class="state here"') == 1


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
def test_template_is_well_formed_and_each_circle_is_a_named_link(asked):
    html = rendered(build_map([*every_zip_code()[::20], denver()], LINKS, **asked))
    links = list(ET.fromstring(html).iter("a"))  # noqa: S314 - our own template
    points = [link for link in links if link.get("class") == "pt"]

    assert points
    assert all(link.get("href") and link.find("title").text for link in points)


def test_map_without_a_circle_is_words_alone():
    html = rendered(build_map(denvers(3, latitude=None, longitude=None), LINKS))

    assert "<svg" not in html
    assert "3 clinics are not on the map" in html
    assert 'href="?area=off"' in html


@pytest.mark.parametrize("step", [1, 4, 400])
def test_map_is_small_however_much_is_found(step):
    html = rendered(build_map(every_zip_code()[::step], LINKS)).encode()

    assert len(html) < 36_000
    assert len(gzip.compress(html)) < 12_000


def test_names_are_escaped():
    html = rendered(build_map([denver(name="<b>&")], LINKS))

    assert "<b>" not in html
    assert "&lt;b&gt;&amp;" in html


def test_numbers_of_the_drawing_do_not_follow_the_language():
    found = build_map([denver()], LINKS, near=NEAR_DENVER)
    with translation.override("de"):
        html = rendered(found)

    assert f"translate({found.marks[0].x} {found.marks[0].y})" in html


def test_whole_map_is_the_frame_without_a_place():
    assert build_map([denver()], LINKS).frame == WHOLE
