"""A patient looks at clinics on the map, in Chromium, with and without JavaScript."""

import pytest
from playwright.sync_api import expect

from facilities import actions
from facilities.enums import PriceKind
from facilities.models import PostalCode
from tests.facilities.test_filters import WITHHELD, confirm, facts
from tests.factories import NOON, a_facility, contradict, state
from tests.journeys.test_search import (
    NARROW,
    WIDE,
    both_widths,
    names,
    problems,
    query_of,
    show_filters,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MAP = "/clinics/?view=map"
BOSTON = {"city": "Boston", "state": "MA", "latitude": 42.36, "longitude": -71.06}
SAN_JUAN = {"city": "San Juan", "state": "PR", "latitude": 18.45, "longitude": -66.1}
with_and_without = pytest.mark.parametrize(
    "has_script", [True, False], ids=["script", "no script"]
)


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


@pytest.fixture
def clinics():
    """Two in Portland, one each in Boston and San Juan, and one without a point."""
    confirm(a_facility(name="Quillmoor Clinic"), "vital-signs")
    state(a_facility(name="Tarnbrook House"), **facts("vital-signs"), routes=["iv"])
    oxlip = a_facility(name="Oxlip Care", **BOSTON)
    state(oxlip, routes=["iv"], **facts("vital-signs"))
    contradict(oxlip, "routes")
    price = actions.StatedPrice(PriceKind.SESSION, 30_000, 30_000)
    actions.state_prices(
        facility=a_facility(name="Coquina", **SAN_JUAN),
        prices=[price],
        by=None,
        at=NOON,
    )
    a_facility(name="Veilmere", **WITHHELD)
    for code, city, place, latitude, longitude in (
        ("97201", "Portland", "OR", 45.5, -122.7),
        ("02108", "Boston", "MA", 42.36, -71.06),
    ):
        PostalCode.objects.create(
            code=code,
            city=city,
            state=place,
            latitude=latitude,
            longitude=longitude,
        )


def circles(page):
    return page.locator("a.pt title").all_text_contents()


def view(page, name):
    return page.get_by_role("navigation", name="Show results as").get_by_role(
        "link", name=name
    )


def is_as_wide_as_the_screen(page):
    return (
        page.evaluate("document.documentElement.scrollWidth")
        == (page.viewport_size["width"])
    )


@with_and_without
@both_widths
def test_patient_goes_from_the_map_to_the_list_and_back(
    open_page, viewport, has_script
):
    page = open_page("/clinics/", viewport, java_script_enabled=has_script)
    expect(view(page, "List")).to_have_attribute("aria-current", "true")

    view(page, "Map").click()
    expect(view(page, "Map")).to_have_attribute("aria-current", "true")
    expect(page.get_by_role("heading", name="Map of 4 clinics")).to_be_attached()
    assert circles(page) == [
        "2 clinics in Portland, OR",
        "1 clinic: Oxlip Care, Boston, MA",
        "1 clinic: Coquina, San Juan, PR",
    ]
    assert len(names(page)) == 5
    assert is_as_wide_as_the_screen(page)

    page.get_by_role("link", name="2 clinics in Portland, OR").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("2 clinics in the part of the map you chose")
    assert names(page) == ["Quillmoor Clinic", "Tarnbrook House"]
    assert circles(page) == ["2 clinics in Portland, OR"]

    view(page, "List").click()
    expect(heading).to_have_text("2 clinics in the part of the map you chose")
    expect(page.locator(".map")).to_have_count(0)
    assert names(page) == ["Quillmoor Clinic", "Tarnbrook House"]

    view(page, "Map").click()
    expect(page.locator(".map")).to_be_visible()
    page.get_by_role("link", name="Part of the map Remove filter").click()
    expect(heading).to_have_text("5 clinics")
    page.get_by_role("link", name="1 clinic: Oxlip Care, Boston, MA").click()
    expect(heading).to_contain_text("Oxlip Care")
    page.go_back()
    expect(heading).to_have_text("5 clinics")
    expect(page.locator(".map")).to_be_visible()


@with_and_without
@both_widths
def test_filters_keep_the_map(open_page, viewport, has_script):
    page = open_page(MAP, viewport, java_script_enabled=has_script)

    show_filters(page)
    page.locator("#filters").get_by_label("IV drip").check()
    if not has_script:
        page.get_by_role("button", name="Show clinics").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("1 clinic")
    expect(page.locator("a.pt")).to_have_count(1)
    assert circles(page) == ["1 clinic: Tarnbrook House, Portland, OR"]
    assert "view=map" in query_of(page)
    assert "route=iv" in query_of(page)


@with_and_without
def test_clinics_without_a_point_and_states_are_links(open_page, has_script):
    page = open_page(MAP, NARROW, java_script_enabled=has_script)
    heading = page.get_by_role("heading", level=1)

    page.get_by_role("link", name="List the 1 clinic").click()
    expect(heading).to_have_text("1 clinic not on the map")
    assert names(page) == ["Veilmere"]
    expect(page.locator(".map")).to_have_count(0)

    page.get_by_role("link", name="Not on the map Remove filter").click()
    page.get_by_text("The same in words, by state").click()
    page.get_by_role("link", name="Oregon").click()
    expect(heading).to_have_text("3 clinics")
    expect(page.locator("path.here")).to_have_count(1)
    assert circles(page) == ["2 clinics in Portland, OR"]


def test_map_is_used_by_keyboard_alone(open_page):
    page = open_page(MAP, WIDE)
    page.locator(".order-rule a").focus()

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip the map")).to_be_focused()
    expect(page.get_by_role("link", name="Skip the map")).to_be_in_viewport()
    reached = []
    for _ in circles(page):
        page.keyboard.press("Tab")
        reached.append(page.locator("a.pt:focus-visible title").text_content())
        ring = page.locator("a.pt:focus-visible circle").last
        assert ring.evaluate("each => getComputedStyle(each).strokeWidth") == "5px"

    assert reached == circles(page)
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/clinics/?area=*")
    assert names(page) == ["Quillmoor Clinic", "Tarnbrook House"]


def test_map_can_be_skipped(open_page):
    page = open_page(MAP, WIDE)

    page.get_by_role("link", name="Skip the map").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    expect(page.get_by_role("link", name="List the 1 clinic")).to_be_focused()


def test_map_scrolls_in_its_own_box_on_a_phone(open_page):
    page = open_page(MAP, NARROW)
    box = page.locator(".map-scroll")

    assert box.evaluate("each => each.scrollWidth > each.clientWidth")
    assert is_as_wide_as_the_screen(page)
    last = page.get_by_role("link", name="1 clinic: Coquina, San Juan, PR")
    last.focus()
    expect(last).to_be_in_viewport()
    assert box.evaluate("each => each.scrollLeft") > 0
    assert is_as_wide_as_the_screen(page)


def test_circles_are_large_enough_for_a_finger(open_page):
    page = open_page(MAP, NARROW)

    for link in page.locator("a.pt").all():
        box = link.bounding_box()
        assert min(box["width"], box["height"]) >= 24


def test_new_place_leaves_the_part_of_the_map(open_page):
    page = open_page(MAP, WIDE)
    page.get_by_role("link", name="2 clinics in Portland, OR").click()
    place = page.locator("#place")

    place.fill("02108")
    place.press("Escape")
    place.press("Tab")

    page.wait_for_url("**/clinics/?*place=02108*")
    expect(page.get_by_role("status")).to_have_text(
        "1 clinic within 25 miles of 02108 (Boston, MA)"
    )
    assert "area" not in query_of(page)
    expect(page.locator("path.reach")).to_be_attached()


def test_going_back_shows_the_map_before(open_page):
    page = open_page(MAP, WIDE)
    page.locator("#filters").get_by_label("IV drip").check()
    expect(page.locator("a.pt")).to_have_count(1)

    page.go_back()

    expect(page.locator("a.pt")).to_have_count(3)


def test_comparing_is_possible_from_the_map(open_page):
    page = open_page(MAP, WIDE)
    page.get_by_label("Compare Quillmoor Clinic").check()
    page.get_by_label("Compare Tarnbrook House").check()

    page.get_by_role("button", name="Compare", exact=True).click()

    page.wait_for_url("**/compare/?facility=quillmoor-clinic-portland-or*")


@pytest.mark.parametrize(
    ("viewport", "scheme"),
    [(WIDE, "light"), (NARROW, "dark")],
    ids=["1280 light", "390 dark"],
)
@pytest.mark.parametrize(
    "path",
    [
        MAP,
        f"{MAP}&state=OR&must=vital-signs",
        f"{MAP}&place=97201&radius=100",
        f"{MAP}&area=0101",
        f"{MAP}&area=off",
        f"{MAP}&area=2",
    ],
)
def test_map_has_no_known_barrier(open_page, path, viewport, scheme):
    page = open_page(path, viewport, color_scheme=scheme)
    page.locator(".map-part summary").click()

    assert problems(page) == {}
    assert is_as_wide_as_the_screen(page)


def test_map_can_be_seen_in_forced_colors(open_page):
    page = open_page(MAP, WIDE, forced_colors="active")
    colors = page.locator("a.pt").first.evaluate(
        """each => ["circle:last-of-type", "text"].map(
            part => getComputedStyle(each.querySelector(part))
        ).flatMap(style => [style.fill, style.stroke])"""
    )

    paper, ring, ink, _ = colors
    assert paper not in (ring, ink)
