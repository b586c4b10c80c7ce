"""A patient reads a clinic's page and compares four, in Chromium, with and without
JavaScript."""

import re
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from facilities import actions
from facilities.criteria import CRITERIA, CriterionStatus
from facilities.enums import PriceKind
from tests.factories import NOON, a_facility, a_user, contradict, state, verify

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
SMALLEST = {"width": 320, "height": 700}
AXE_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
}
FOUR = (
    "/compare/?facility=quillmoor-clinic-portland-or"
    "&facility=tarnbrook-house-portland-or"
    "&facility=oxlip-care-portland-or"
    "&facility=the-very-long-named-bracketmoorington-clinic-portland-or"
)
QUILLMOOR = "/clinics/quillmoor-clinic-portland-or/"
SILENT = "/clinics/the-very-long-named-bracketmoorington-clinic-portland-or/"
DIFFERING = 3


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


@pytest.fixture
def clinics():
    by = a_user()
    quillmoor = a_facility(name="Quillmoor Clinic", is_sample=True)
    state(quillmoor, **CRITERIA["vital-signs"].examples[CriterionStatus.MEETS])
    verify(quillmoor, "ae_log", True, "policy_document")
    state(quillmoor, routes=["iv"], iv_max_mg_per_kg="0.5", languages=["en", "es"])
    actions.state_prices(
        facility=quillmoor,
        prices=[actions.StatedPrice(PriceKind.SESSION, 42_500, 56_000)],
        by=by,
        at=NOON,
    )
    actions.state_clinicians(
        facility=quillmoor,
        clinicians=[actions.StatedClinician(role="Nurse", credential="RN")],
        by=by,
        at=NOON,
    )
    tarnbrook = a_facility(name="Tarnbrook House", is_sample=True)
    state(tarnbrook, ae_log=True, supervision_level="none", escort_required=False)
    contradict(tarnbrook, "ae_log")
    oxlip = a_facility(name="Oxlip Care", is_sample=True)
    actions.close(
        facility=oxlip,
        on=date(2026, 2, 3),
        reason="The owner retired.",
        by=by,
        is_permanent=True,
    )
    a_facility(name="The Very Long Named Bracketmoorington Clinic", is_sample=True)


def problems(page):
    found = Axe().run(page, options=AXE_OPTIONS).response["violations"]
    return {each["id"]: [node["html"] for node in each["nodes"]] for each in found}


def shown_rows(page):
    return page.locator(".crow:visible").count()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["1280", "390"])
def test_four_clinics_are_compared(open_page, viewport, script):
    page = open_page(FOUR, viewport, java_script_enabled=script)

    expect(page.get_by_role("heading", level=1)).to_have_text("Compare 4 clinics")
    differing = page.locator(".crow.diff").count()
    assert differing > DIFFERING
    assert shown_rows(page) == 45
    page.get_by_role("switch", name="Only show differences").click()
    assert shown_rows(page) == differing
    expect(page.get_by_text(f"Showing the {differing} checks of 45")).to_be_visible()
    page.get_by_role("link", name="link to the differences only").click()
    page.wait_for_url("**only=differences")
    assert shown_rows(page) == differing
    row = page.locator(".crow", has_text="Vital-sign monitoring").first
    gap = row.locator(".gap").first
    gap.locator("summary").click()
    expect(gap.get_by_text("Which vital signs are measured")).to_be_visible()
    row.locator(".rowhelp summary").click()
    expect(row.locator(".rowhelp p")).to_be_visible()
    page.get_by_role("checkbox", name="Qualified staff").set_checked(False, force=True)
    assert page.locator("#group-staff .crow:visible").count() == 0


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["1280", "390"])
def test_a_clinic_is_removed_and_another_added(open_page, viewport):
    page = open_page(FOUR, viewport)

    page.get_by_role("link", name=re.compile("Remove.*Oxlip|Oxlip.*Remove")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Compare 3 clinics")
    page.get_by_role("link", name="Quillmoor").first.click()
    page.wait_for_url(f"**{QUILLMOOR}" if viewport == WIDE else "**")


@pytest.mark.parametrize(
    ("viewport", "scheme"),
    [(WIDE, "light"), (NARROW, "dark")],
    ids=["1280 light", "390 dark"],
)
@pytest.mark.parametrize(
    "path",
    [
        FOUR,
        f"{FOUR}&only=differences",
        "/compare/",
        "/compare/?facility=quillmoor-clinic-portland-or&facility=nope",
        QUILLMOOR,
        SILENT,
        "/clinics/tarnbrook-house-portland-or/",
        "/clinics/oxlip-care-portland-or/",
    ],
    ids=["four", "differences", "none", "one", "full", "silent", "flagged", "closed"],
)
def test_page_is_accessible(open_page, path, viewport, scheme):
    page = open_page(path, viewport, color_scheme=scheme)

    assert problems(page) == {}


@pytest.mark.parametrize(
    "viewport", [SMALLEST, NARROW, WIDE], ids=["320", "390", "1280"]
)
@pytest.mark.parametrize("path", [FOUR, QUILLMOOR, SILENT])
def test_nothing_scrolls_sideways(open_page, path, viewport):
    page = open_page(path, viewport)

    for details in page.locator("details:not([open]) > summary").all():
        if details.is_visible():
            details.click()

    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= viewport["width"]


def test_clinic_page_can_be_used_without_script(open_page):
    page = open_page(QUILLMOOR, NARROW, java_script_enabled=False)

    expect(page.get_by_role("heading", level=1)).to_have_text("Quillmoor Clinic")
    row = page.locator("#c-vital-signs")
    row.get_by_text("Why it matters").click()
    expect(row.get_by_text("To meet it:")).to_be_visible()
    page.get_by_text("safety questions").first.click()
    page.get_by_role("link", name="How long do patients stay").click()
    expect(page.locator("#c-observation-and-discharge")).to_be_in_viewport()
    page.get_by_role(
        "link", name="Compare", exact=True
    ).last.scroll_into_view_if_needed()
    page.locator(".fac-actions").get_by_role("link", name="Compare").click()
    expect(page.get_by_text("You have chosen one clinic")).to_be_visible()


def test_whole_page_is_printed(open_page):
    page = open_page(SILENT, WIDE)

    page.emulate_media(media="print")

    assert page.locator(".fact:visible").count() == 45
    expect(page.get_by_text("Sample data").last).to_be_visible()
    expect(page.locator(".site-nav")).to_be_hidden()


def test_whole_comparison_is_printed_even_if_some_is_hidden(open_page):
    page = open_page(f"{FOUR}&only=differences", WIDE)
    page.get_by_role("checkbox", name="Qualified staff").set_checked(False, force=True)

    page.emulate_media(media="print")

    assert shown_rows(page) == 45
