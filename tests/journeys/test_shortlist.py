"""A patient comes back to a shortlist and sees what changed, in Chromium."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.factories import a_facility, state

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
SMALLEST = {"width": 320, "height": 700}
AXE_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
}
SAVED = "/shortlist/?facility=oak-clinic-portland-or&facility=elm-clinic-portland-or"


@pytest.fixture
def clinics():
    a_facility(name="Elm Clinic")
    return a_facility(name="Oak Clinic")


def day(days_ago) -> str:
    return (datetime.now(UTC) - timedelta(days=days_ago)).date().isoformat()


def test_second_visit_shows_what_changed_since_the_first(open_page, clinics):
    page = open_page("/clinics/", WIDE)
    page.get_by_role("button", name="Save Oak Clinic").click()
    page.get_by_role("link", name=re.compile("Shortlist")).click()
    expect(page.get_by_label("Show what changed since")).to_have_value("")
    # As if the first visit had been three days ago, before the clinic was listed.
    page.evaluate(
        "day => localStorage.setItem('visits', JSON.stringify({ day, before: '' }))",
        day(3),
    )
    state(clinics, ae_log=True)

    page.goto("/clinics/")
    page.get_by_role("link", name=re.compile("Shortlist")).click()

    assert f"since={day(3)}" in page.url
    expect(page.get_by_label("Show what changed since")).to_have_value(day(3))
    expect(page.get_by_text("This is the day of your last visit")).to_be_visible()
    expect(page.get_by_text("1 fact stated by the clinic:")).to_be_visible()
    expect(page.get_by_text("Keeps a log of harms")).to_be_visible()
    page.goto("/clinics/")
    link = page.get_by_role("link", name=re.compile("Shortlist"))
    assert f"since={day(3)}" in link.get_attribute("href")
    assert page.context.cookies() == []


@pytest.mark.parametrize("kept", ["", "null", "[]", '{"day": 7}', "{", '"2026"'])
def test_garbage_in_the_browser_does_no_harm(open_page, kept):
    page = open_page("/clinics/", WIDE)
    page.evaluate("kept => localStorage.setItem('visits', kept)", kept)

    page.goto(SAVED)

    expect(page.get_by_label("Show what changed since")).to_have_value("")
    assert page.evaluate("JSON.parse(localStorage.getItem('visits'))") == {
        "day": day(0),
        "before": "",
    }


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["1280", "390"])
def test_day_is_typed_without_script(open_page, viewport):
    page = open_page(SAVED, viewport, java_script_enabled=False)

    page.get_by_label("Show what changed since").fill(day(7))
    page.get_by_role("button", name="Show", exact=True).click()

    assert f"since={day(7)}" in page.url
    assert page.get_by_text("Listed in this directory.").count() == 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["1280", "390"])
def test_page_is_accessible(open_page, viewport, scheme):
    page = open_page(f"{SAVED}&since={day(7)}", viewport, color_scheme=scheme)

    found = Axe().run(page, options=AXE_OPTIONS).response["violations"]

    assert {
        each["id"]: [node["html"] for node in each["nodes"]] for each in found
    } == {}


def test_nothing_scrolls_sideways(open_page):
    page = open_page(f"{SAVED}&since={day(7)}", SMALLEST)

    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= SMALLEST["width"]
