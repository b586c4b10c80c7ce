"""A patient reads what is checked, in Chromium, with and without JavaScript."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from facilities.criteria import CRITERIA, CriterionStatus
from tests.factories import NOON, a_facility, state, verify

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
SMALLEST = {"width": 320, "height": 700}
AXE_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
}
PAGES = ["/what-we-check/", "/what-we-check/vital-signs/", "/what-we-check/dose-range/"]


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


@pytest.fixture
def clinics():
    clinic, _silent = a_facility(name="Oak Clinic"), a_facility(name="Elm Clinic")
    state(clinic, **CRITERIA["vital-signs"].examples[CriterionStatus.MEETS])
    verify(clinic, "ae_log", True, "policy_document")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["1280", "390"])
def test_from_the_index_to_the_clinics_that_meet_a_check(open_page, viewport, script):
    page = open_page("/what-we-check/", viewport, java_script_enabled=script)

    page.get_by_role("link", name="Vital-sign monitoring").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vital-sign monitoring")
    page.get_by_text("The exact rule").first.click()
    expect(page.get_by_text("“Vital signs measured”:").first).to_be_visible()
    page.get_by_role("link", name="See the 1 clinic that meets this").click()

    expect(page.get_by_role("link", name="Oak Clinic", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Elm Clinic", exact=True)).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["1280", "390"])
@pytest.mark.parametrize("path", PAGES)
def test_page_is_accessible(open_page, path, viewport, scheme):
    page = open_page(path, viewport, color_scheme=scheme)

    found = Axe().run(page, options=AXE_OPTIONS).response["violations"]

    assert {
        each["id"]: [node["html"] for node in each["nodes"]] for each in found
    } == {}


@pytest.mark.parametrize("path", PAGES)
def test_nothing_scrolls_sideways(open_page, path):
    page = open_page(path, SMALLEST)

    for summary in page.locator("main summary").all():
        summary.click()

    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= SMALLEST["width"]
