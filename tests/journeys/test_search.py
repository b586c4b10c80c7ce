"""A patient looks for a clinic, in Chromium, with and without JavaScript."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from facilities.criteria import CriterionStatus
from facilities.models import PostalCode
from tests.facilities.test_filters import confirm, facts
from tests.factories import NOON, a_facility, state

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
AXE_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
}


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


@pytest.fixture
def clinics():
    quillmoor = a_facility(name="Quillmoor Clinic", state="OR", is_sample=True)
    confirm(quillmoor, "vital-signs")
    state(quillmoor, routes=["iv"], escort_required=False, supervision_level="none")
    tarnbrook = a_facility(name="Tarnbrook House", state="OR", is_sample=True)
    state(tarnbrook, **facts("vital-signs"), routes=["oral"])
    partly = facts("vital-signs", CriterionStatus.PARTLY_MEETS)
    denver = {"state": "CO", "latitude": 39.7, "longitude": -105.0}
    state(a_facility(name="Oxlip Care", is_sample=True, **denver), **partly)


def names(page):
    return page.locator(".card-name").all_inner_texts()


def problems(page):
    found = Axe().run(page, options=AXE_OPTIONS).response["violations"]
    return {each["id"]: [node["html"] for node in each["nodes"]] for each in found}


def show_filters(page):
    if page.viewport_size == NARROW:
        page.get_by_role("button", name="Filters").click()


both_widths = pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["1280", "390"])


def query_of(page):
    return page.url.partition("?")[2]


def counted_by_server(client, query):
    counts = client.get(f"/clinics/?{query}").context["counts"]
    groups = {"must": counts.must} | counts.groups
    return {
        f"n-{group}-{value}": number
        for group, numbers in groups.items()
        for value, number in numbers.items()
    }


def counted_by_page(page):
    shown = page.locator("#filters .n-of[id]").evaluate_all(
        "all => all.map(each => [each.id, parseInt(each.textContent)])"
    )
    return dict(shown)


@both_widths
def test_choices_act_at_once_with_script(open_page, viewport):
    page = open_page("/clinics/", viewport)

    show_filters(page)
    page.get_by_label("IV drip").check()
    page.wait_for_url("**/clinics/?route=iv")
    expect(page.get_by_role("status")).to_have_text("1 clinic")
    expect(page.locator("#show")).to_have_text("Show 1 clinic")
    expect(page.locator("#n-must-vital-signs")).to_have_text("1 clinic")
    assert names(page) == ["Quillmoor Clinic"]
    expect(page.get_by_label("IV drip")).to_be_focused()

    page.locator("#filters").get_by_role("button", name="Show 1 clinic").click()
    page.wait_for_load_state()
    assert query_of(page) == "route=iv"
    assert names(page) == ["Quillmoor Clinic"]
    page.get_by_role("link", name="IV drip Remove filter").click()
    page.wait_for_url("**/clinics/?")
    assert names(page) == ["Quillmoor Clinic", "Oxlip Care", "Tarnbrook House"]


@both_widths
def test_choices_act_on_submit_without_script(open_page, viewport):
    page = open_page("/clinics/", viewport, java_script_enabled=False)

    show_filters(page)
    page.locator("summary", has_text="Supervision").first.click()
    page.get_by_label("Vital-sign monitoring").check()
    page.locator("#filters").get_by_role("button", name="Show clinics").click()

    assert "must=vital-signs" in query_of(page)
    assert names(page) == ["Quillmoor Clinic", "Tarnbrook House"]
    expect(page.get_by_role("heading", name="Stated only")).to_be_visible()
    page.get_by_label("Compare Quillmoor Clinic").check()
    page.get_by_label("Compare Tarnbrook House").check()
    page.get_by_role("button", name="Compare", exact=True).click()
    assert page.url.endswith(
        "/compare/?facility=quillmoor-clinic-portland-or"
        "&facility=tarnbrook-house-portland-or"
    )


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
@both_widths
def test_patient_searches_by_place_narrows_and_compares(
    open_page,
    viewport,
    has_script,
    client,
    places,  # noqa: ARG001
):
    page = open_page("/", viewport, java_script_enabled=has_script)
    page.locator("#place").fill("97201")
    page.get_by_role("button", name="Search").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("2 clinics within 25 miles of 97201 (Portland, OR)")

    def choose(label, query, count):
        show_filters(page)
        page.locator("#filters summary").evaluate_all(
            "all => all.forEach(each => each.parentNode.open = true)"
        )
        page.locator("#filters").get_by_label(label).first.check()
        if not has_script:
            page.get_by_role("button", name="Show clinics").click()
        expect(page).to_have_url(re.compile(query))
        expect(heading).to_contain_text(count)
        if page.locator("#filters:popover-open").count():
            page.keyboard.press("Escape")
        server = counted_by_server(client, query_of(page))
        shown = counted_by_page(page)
        assert {k: server[k] for k in shown.keys() & server.keys()} == {
            k: shown[k] for k in shown.keys() & server.keys()
        }
        assert len(shown) > 100

    choose("Any distance", "radius=any", "3 clinics")
    choose("IV drip", "route=iv", "1 clinic")
    choose("By mouth", "route=oral", "2 clinics")
    choose("Vital-sign monitoring", "must=vital-signs", "2 clinics")
    page.get_by_role("link", name="By mouth Remove filter").click()
    expect(heading).to_contain_text("1 clinic")
    page.get_by_role("link", name="IV drip Remove filter").click()
    expect(heading).to_contain_text("2 clinics")
    page.get_by_label("Compare Quillmoor Clinic").check()
    page.get_by_label("Compare Tarnbrook House").check()
    page.get_by_role("button", name="Compare", exact=True).click()
    page.wait_for_url(
        "**/compare/?facility=quillmoor-clinic-portland-or&facility=tarn*"
    )


@pytest.fixture
def places(clinics):  # noqa: ARG001
    for code, city, state_code, latitude, longitude in (
        ("97201", "Portland", "OR", 45.5, -122.7),
        ("80202", "Denver", "CO", 39.7, -105.0),
    ):
        PostalCode.objects.create(
            code=code,
            city=city,
            state=state_code,
            latitude=latitude,
            longitude=longitude,
        )


@pytest.mark.usefixtures("places")
def test_place_is_completed_by_keyboard(open_page):
    page = open_page("/clinics/", WIDE)
    field = page.get_by_role("combobox", name="Where")

    field.press_sequentially("port")
    expect(page.locator(".offered").get_by_role("option")).to_have_text(
        ["Portland, OR"]
    )
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowDown")
    expect(page.locator(".offered").get_by_role("option")).to_have_attribute(
        "aria-selected", "true"
    )
    assert problems(page) == {}
    field.press("Enter")

    page.wait_for_url("**/clinics/?place=Portland*")
    expect(page.locator(".offered").get_by_role("option")).to_have_count(0)
    expect(page.get_by_role("status")).to_have_text(
        "2 clinics within 25 miles of Portland, OR"
    )


def test_suggestions_close_on_escape_and_keep_the_text(open_page):
    page = open_page("/clinics/", WIDE)
    field = page.get_by_role("combobox", name="Name of a clinic")

    field.press_sequentially("quill")
    expect(page.locator(".offered").get_by_role("option")).to_have_count(1)
    field.press("Escape")

    expect(page.locator(".offered").get_by_role("option")).to_have_count(0)
    expect(field).to_have_value("quill")


def test_where_you_are_leaves_the_page_rounded(open_page):
    page = open_page(
        "/clinics/",
        WIDE,
        geolocation={"latitude": 45.523456, "longitude": -122.676543},
        permissions=["geolocation"],
    )
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.get_by_role("button", name="Use my location").click()

    page.wait_for_url("**/clinics/?near=45.52%2C-122.68")
    expect(page.get_by_role("link", name="Near you Remove filter")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("2 clinics within 25 miles of you")
    assert asked
    assert [url for url in asked if "45.523" in url] == []
    page.get_by_label("10 miles").check()
    page.wait_for_url("**/clinics/?near=45.52%2C-122.68&radius=10")
    expect(page.get_by_label("10 miles")).to_be_focused()


def test_home_searches_where_you_are(open_page):
    page = open_page(
        "/",
        NARROW,
        geolocation={"latitude": 45.523456, "longitude": -122.676543},
        permissions=["geolocation"],
    )

    page.get_by_role("button", name="Use my location").click()
    expect(page.get_by_text("Using a point near you")).to_be_visible()
    page.get_by_role("button", name="Search").click()

    expect(page.get_by_role("status")).to_have_text("2 clinics within 25 miles of you")
    assert "near=45.52%2C-122.68" in page.url


def test_choice_that_would_find_nothing_goes_off_and_on(open_page):
    page = open_page("/clinics/", WIDE)
    page.locator("#filters summary", has_text="Supervision").click()
    choice = page.get_by_label("Vital-sign monitoring")
    expect(choice).to_be_enabled()
    page.locator("#filters summary", has_text="State").last.click()

    page.get_by_label("Colorado").check()
    expect(choice).to_be_disabled()

    page.get_by_label("Colorado").uncheck()
    expect(choice).to_be_enabled()


def test_saved_clinics_stay_in_the_browser(open_page):
    page = open_page("/clinics/", WIDE)

    page.get_by_role("button", name="Save Quillmoor Clinic").click()
    expect(page.get_by_role("button", name="Saved Quillmoor Clinic")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="Saved Quillmoor Clinic")).to_have_attribute(
        "aria-pressed", "true"
    )
    assert page.context.cookies() == []
    page.get_by_role("link", name="Shortlist 1").click()
    expect(page.get_by_role("link", name="Quillmoor Clinic, P")).to_have_count(1)
    assert problems(page) == {}
    page.get_by_role("link", name="Remove Quillmoor Clinic").click()
    expect(page.get_by_text("Nothing is saved here yet.")).to_be_visible()

    page.goto("/clinics/")
    expect(page.get_by_role("link", name="Shortlist 0")).to_be_visible()


def test_tray_is_kept_and_emptied(open_page):
    page = open_page("/clinics/", WIDE)
    page.get_by_label("Compare Oxlip Care").check()
    expect(page.get_by_text("1 of 4 to compare")).to_be_visible()

    page.goto("/clinics/?state=OR")
    page.wait_for_url("**/clinics/?state=OR&compare=oxlip-care-portland-co")
    expect(page.get_by_text("1 of 4 to compare")).to_be_visible()
    assert problems(page) == {}
    page.get_by_role("link", name="Remove Oxlip Care").click()

    expect(page.locator("#tray")).to_be_hidden()
    page.goto("/clinics/")
    expect(page.get_by_label("Compare Oxlip Care")).not_to_be_checked()


def test_going_back_shows_the_search_before(open_page):
    page = open_page("/clinics/", WIDE)
    page.get_by_label("By mouth").check()
    page.wait_for_url("**route=oral**")
    expect(page.get_by_role("status")).to_have_text("1 clinic")

    page.go_back()

    expect(page.get_by_role("status")).to_have_text("3 clinics")
    expect(page.get_by_label("By mouth")).not_to_be_checked()


def test_choice_of_clinics_outlives_a_change_of_filters(open_page):
    page = open_page("/clinics/", WIDE)
    page.get_by_label("Compare Quillmoor Clinic").check()

    page.get_by_label("IV drip").check()
    page.wait_for_url("**route=iv**")

    expect(page.get_by_role("status")).to_have_text("1 clinic")
    expect(page.get_by_label("Compare Quillmoor Clinic")).to_be_checked()
    expect(page.locator("#tray")).to_be_visible()


@pytest.mark.usefixtures("places")
def test_search_from_home(open_page):
    page = open_page("/", WIDE)

    page.locator("#place").fill("Portland, OR")
    page.get_by_label("Within").select_option("50 miles")
    page.get_by_role("button", name="Search").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(
        "2 clinics within 50 miles of Portland, OR"
    )
    assert names(page) == ["Quillmoor Clinic", "Tarnbrook House"]


@pytest.mark.parametrize(
    ("viewport", "scheme"),
    [(WIDE, "light"), (NARROW, "dark")],
    ids=["1280 light", "390 dark"],
)
@pytest.mark.parametrize(
    "path",
    [
        *("/", "/clinics/", "/clinics/?state=TX&must=nope&confirmed=on"),
        *(
            "/clinics/?q=%00&place=nowhere",
            "/clinics/?must=vital-signs&near=45.5,-122.7",
        ),
        *("/how-results-are-ordered/", "/shortlist/"),
    ],
)
def test_page_has_no_known_barrier(open_page, path, viewport, scheme):
    page = open_page(path, viewport, color_scheme=scheme)

    assert problems(page) == {}
    assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]


def test_open_filters_have_no_known_barrier(open_page):
    page = open_page("/clinics/", NARROW)
    page.get_by_role("button", name="Filters").click()
    page.locator("#filters summary").evaluate_all("all => all.map(s => s.click())")

    assert problems(page) == {}


def test_nothing_scrolls_sideways_on_a_very_narrow_screen(open_page):
    page = open_page("/clinics/", {"width": 320, "height": 700})

    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_menu_opens_and_closes_without_script(open_page):
    page = open_page("/", NARROW, java_script_enabled=False)
    menu = page.locator("#site-nav")

    page.get_by_role("button", name="Menu", exact=True).click()
    expect(menu.get_by_role("link", name="Find care")).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
