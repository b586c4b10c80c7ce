"""Guides and pages about the directory, in Chromium, with and without JavaScript."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from facilities.guides import GUIDES
from facilities.views.about import PAGES
from tests.factories import a_facility

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
SMALLEST = {"width": 320, "height": 700}
AXE_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
}
SIGNS = "/guides/signs-of-addiction/"
EVERY_PAGE = [
    "/guides/",
    *(f"/guides/{slug}/" for slug in GUIDES),
    "/about/",
    *(f"/about/{slug}/" for slug in PAGES),
]
both_widths = pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["1280", "390"])
with_and_without_script = pytest.mark.parametrize(
    "has_script", [True, False], ids=["script", "no script"]
)


@pytest.fixture
def open_page(browser, live_server):
    """Opens an address in a fresh browser; fails on anything the console says."""
    contexts, said, asked = [], [], []

    def open_page(path, viewport, **options):
        context = browser.new_context(
            viewport=viewport, base_url=live_server.url, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(path)
        return page

    open_page.asked = asked
    yield open_page
    for context in contexts:
        context.close()
    assert said == []
    assert [
        url for url in asked if not url.startswith((live_server.url, "data:"))
    ] == []


def problems(page):
    found = Axe().run(page, options=AXE_OPTIONS).response["violations"]
    return {each["id"]: [node["html"] for node in each["nodes"]] for each in found}


def width(page):
    return page.evaluate("document.documentElement.scrollWidth")


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_a_page_is_accessible_at_each_width_light_and_dark(open_page, path):
    a_facility(is_sample=True)
    # Nothing fades from one scheme into the other while axe measures.
    page = open_page(path, WIDE, reduced_motion="reduce")

    found = {}
    for viewport in (WIDE, NARROW):
        for scheme in ("light", "dark"):
            page.set_viewport_size(viewport)
            page.emulate_media(color_scheme=scheme)
            found[viewport["width"], scheme] = problems(page)
    page.set_viewport_size(SMALLEST)

    assert found == {each: {} for each in found}
    assert width(page) == SMALLEST["width"]


@with_and_without_script
@both_widths
def test_ticks_stay_in_the_page(open_page, viewport, has_script):
    page = open_page(SIGNS, viewport, java_script_enabled=has_script)
    expect(page.get_by_text("Tick anything that fits.")).to_be_visible()
    expect(page.get_by_text("Even one tick")).to_be_hidden()
    page.get_by_label("I think about the next dose a lot").check()
    page.get_by_label("I forget things").check()

    expect(page.get_by_text("Tick anything that fits.")).to_be_hidden()
    expect(page.get_by_text("Even one tick is worth talking about.")).to_be_visible()
    assert [url for url in open_page.asked if "/static/" not in url] == [page.url]
    assert page.context.storage_state() == {"cookies": [], "origins": []}
    page.reload()
    expect(page.locator(":checked")).to_have_count(0)


def test_ticks_are_counted(open_page):
    page = open_page(SIGNS, WIDE)
    tally = "getComputedStyle(document.querySelector('.tally-n'), '::after').content"

    page.get_by_label("I think about the next dose a lot").check()

    assert page.locator(".tick input").count() == 11
    assert page.evaluate(tally) == '" " counter(ticks) " of " counter(all)'


@with_and_without_script
@both_widths
def test_patient_finds_a_guide_and_follows_a_source(open_page, viewport, has_script):
    page = open_page("/", viewport, java_script_enabled=has_script)

    page.get_by_role("link", name="All guides").click()
    page.get_by_role("link", name="Is ketamine addictive?").click()
    page.get_by_role("link", name="Source 1", exact=True).first.click()

    assert page.url.endswith("/guides/is-it-addictive/#source-1")
    expect(page.locator("#source-1")).to_be_in_viewport()
    page.get_by_role("link", name="corrections", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Corrections")
    about = page.get_by_role("navigation", name="About this directory")
    about.get_by_role("link", name="Privacy").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Privacy")


@both_widths
def test_what_to_do_next_is_one_step_away(open_page, viewport):
    page = open_page(SIGNS, viewport, java_script_enabled=False)

    page.get_by_role("link", name="What to do next").click()

    expect(page.get_by_role("heading", name="What to do next")).to_be_in_viewport()
    call = page.get_by_role("complementary").get_by_role("link", name="Call").first
    expect(call).to_have_attribute("href", "tel:988")
