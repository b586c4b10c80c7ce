"""A patient looks for a clinic, in Chromium, with and without JavaScript."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from facilities.criteria import CriterionStatus
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
    state(a_facility(name="Oxlip Care", state="CO", is_sample=True), **partly)


@pytest.fixture
def open_page(browser, live_server, clinics):  # noqa: ARG001
    """Opens an address in a fresh browser; fails on anything the console says."""
    contexts, said = [], []

    def open_page(path, viewport, **options):
        context = browser.new_context(
            viewport=viewport, base_url=live_server.url, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert said == []


def names(page):
    return page.locator(".card-name").all_inner_texts()


def problems(page):
    found = Axe().run(page, options=AXE_OPTIONS).response["violations"]
    return {each["id"]: [node["html"] for node in each["nodes"]] for each in found}


def show_filters(page):
    if page.viewport_size == NARROW:
        page.get_by_role("button", name="Filters").click()


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["1280", "390"])
def test_choices_act_at_once_with_script(open_page, viewport):
    page = open_page("/clinics/", viewport)

    show_filters(page)
    page.get_by_label("IV drip").check()
    page.wait_for_url("**/clinics/?q=&route=iv")
    expect(page.get_by_role("status")).to_have_text("1 clinic")
    expect(page.locator("#show")).to_have_text("Show 1 clinic")
    expect(page.locator("#n-vital-signs")).to_have_text("1 clinic")
    assert names(page) == ["Quillmoor Clinic"]
    expect(page.get_by_label("IV drip")).to_be_focused()

    page.locator("#filters").get_by_role("button", name="Show 1 clinic").click()
    page.wait_for_load_state()
    assert names(page) == ["Quillmoor Clinic"]
    page.get_by_role("link", name="IV drip Remove filter").click()
    page.wait_for_url("**/clinics/?")
    assert names(page) == ["Oxlip Care", "Quillmoor Clinic", "Tarnbrook House"]


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["1280", "390"])
def test_choices_act_on_submit_without_script(open_page, viewport):
    page = open_page("/clinics/", viewport, java_script_enabled=False)

    show_filters(page)
    page.locator("summary", has_text="Supervision").first.click()
    page.get_by_label("Vital-sign monitoring").check()
    page.locator("#filters").get_by_role("button", name="Show clinics").click()

    assert page.url.endswith("/clinics/?q=&must=vital-signs")
    assert names(page) == ["Quillmoor Clinic", "Tarnbrook House"]
    page.get_by_label("Compare Quillmoor Clinic").check()
    page.get_by_label("Compare Tarnbrook House").check()
    page.get_by_role("button", name="Compare", exact=True).click()
    assert page.url.endswith(
        "/compare/?facility=quillmoor-clinic-portland-or"
        "&facility=tarnbrook-house-portland-or"
    )


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
    expect(page.locator("#compare")).to_be_visible()


def test_search_from_home(open_page):
    page = open_page("/", WIDE)

    page.get_by_role("searchbox").fill("Portland, OR")
    page.get_by_label("How it is given").select_option("IV drip")
    page.get_by_role("button", name="Search").click()

    assert names(page) == ["Quillmoor Clinic"]
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "1 clinic for “Portland, OR”"
    )


@pytest.mark.parametrize(
    ("viewport", "scheme"),
    [(WIDE, "light"), (NARROW, "dark")],
    ids=["1280 light", "390 dark"],
)
@pytest.mark.parametrize(
    "path",
    ["/", "/clinics/", "/clinics/?state=TX&must=nope&confirmed=on", "/clinics/?q=%00"],
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
