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
    expect(page.get_by_text(f"{differing} of 45 checks differ")).to_be_visible()
    page.get_by_role("switch", name="Only show what matters to me").click()
    assert shown_rows(page) == page.locator(".crow.diff.mine").count() < differing
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


def open_from_list(page, name):
    page.goto("/clinics/?state=OR")
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def add(page, text):
    page.locator("#add-name").fill(text)
    page.locator(".add-form").get_by_role("button", name="Add").click()


def tick_only(page, *titles):
    page.locator("#mine > summary").click()
    for box in page.locator("#mine [name=mine]").all():
        box.set_checked(False)
    for title in titles:
        page.get_by_role("checkbox", name=title, exact=True).check()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["1280", "390"])
def test_patient_finds_compares_prints_and_passes_it_on(open_page, viewport, script):
    """Search, open two, add two, compare, what differs, what matters, print, share."""
    page = open_page("/", viewport, java_script_enabled=script)
    open_from_list(page, "Tarnbrook House")
    open_from_list(page, "Quillmoor Clinic")
    page.locator(".fac-actions").get_by_role("link", name="Compare").click()
    expect(page.get_by_text("You have chosen one clinic")).to_be_visible()
    add(page, "tarnbrook")
    add(page, "care")
    expect(page.get_by_role("heading", level=1)).to_have_text("Compare 3 clinics")
    page.get_by_role("link", name=re.compile("Earlier.*Tarnbrook")).click()
    first = page.locator("thead .long").first
    assert first.text_content() == "Tarnbrook House"

    page.get_by_role("link", name="link to the differences only").click()
    tick_only(page, "Vital-sign monitoring", "Recording and reporting of harm")
    page.get_by_role("checkbox", name=re.compile("Must have.*Vital")).check()
    page.get_by_role("button", name="Show what I ticked").click()
    page.wait_for_url("**must=vital-signs**")

    assert shown_rows(page) == page.locator(".crow.diff").count()
    tallies = page.locator(".tallies td")
    expect(tallies.nth(1)).to_contain_text("0 of your 2 confirmed")
    expect(tallies.nth(1)).to_contain_text("1 confirmed in part, 1 stated")
    expect(tallies.nth(2)).to_contain_text("Must-haves: 0 of 1 confirmed")
    assert_prints_in_landscape(page)
    passed_on = open_page(page.url, viewport, java_script_enabled=script)
    assert passed_on.locator("main").inner_text() == page.locator("main").inner_text()


def assert_prints_in_landscape(page):
    printed = page.pdf(prefer_css_page_size=True)
    assert re.findall(rb"/MediaBox \[([^\]]*)\]", printed)[:1] == [b"0 0 792 612"]
    assert len(re.findall(rb"/Type /Page\b", printed)) > 1


def test_switch_is_kept_in_the_address_and_goes_with_every_link(open_page):
    page = open_page(FOUR, WIDE)

    page.get_by_role("switch", name="Only show what matters to me").click()

    assert page.url.endswith("only=mine")
    shown = shown_rows(page)
    assert shown == 16
    page.get_by_role("link", name="Remove Oxlip Care").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Compare 3 clinics")
    assert shown_rows(page) == shown
    page.get_by_role("switch", name="Only show what matters to me").click()
    assert "only=" not in page.url
    assert shown_rows(page) == 45
    page.reload()
    assert shown_rows(page) == 45


def test_all_is_unticked_at_once(open_page):
    page = open_page(f"{FOUR}&must=vital-signs", WIDE)
    page.locator("#mine > summary").click()

    page.get_by_role("button", name="Untick all").click()

    assert page.locator("#mine :checked").count() == 0


def test_link_is_copied(open_page):
    page = open_page(FOUR, WIDE, permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("switch", name="Only show differences").click()

    page.get_by_role("button", name="Copy the link").click()

    expect(page.get_by_text("Copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_heads_stay_in_view(open_page):
    page = open_page(FOUR, WIDE)

    page.locator("#group-information").scroll_into_view_if_needed()

    head, row = page.locator("thead th").nth(1), page.locator(".crow th").last
    assert head.bounding_box()["y"] == 0
    assert row.evaluate("each => getComputedStyle(each).position") == "sticky"


@pytest.mark.parametrize(
    ("viewport", "scheme"),
    [(WIDE, "light"), (NARROW, "dark")],
    ids=["1280 light", "390 dark"],
)
@pytest.mark.parametrize(
    "path",
    [
        FOUR,
        f"{FOUR}&only=differences&only=mine&must=vital-signs#mine",
        f"{FOUR.replace('?', 'explained/?')}&must=vital-signs",
        "/compare/",
        "/compare/?facility=quillmoor-clinic-portland-or&facility=nope",
        QUILLMOOR,
        SILENT,
        "/clinics/tarnbrook-house-portland-or/",
        "/clinics/oxlip-care-portland-or/",
    ],
    ids=[
        "four",
        "differences",
        "explained",
        "none",
        "one",
        "full",
        "silent",
        "flagged",
        "closed",
    ],
)
def test_page_is_accessible(open_page, path, viewport, scheme):
    page = open_page(path, viewport, color_scheme=scheme)

    assert problems(page) == {}


@pytest.mark.parametrize(
    "viewport", [SMALLEST, NARROW, WIDE], ids=["320", "390", "1280"]
)
@pytest.mark.parametrize(
    "path", [FOUR, FOUR.replace("?", "explained/?"), QUILLMOOR, SILENT]
)
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
