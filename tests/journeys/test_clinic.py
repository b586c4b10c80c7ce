"""A patient reads a clinic's page and reports a problem, in Chromium, with and without
JavaScript."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import expect

from facilities.actions.samples import load_samples
from facilities.models import Facility, ProblemReport
from facilities.samples import SHOWCASES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
SMALLEST = {"width": 320, "height": 700}
AXE_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
}
SHOWN = (
    "complete",
    "near_silent",
    "contradicted",
    "home_only",
    "flagged_established",
    "flagged_by_own_answer",
    "lapsed",
    "closed",
    "withheld",
    "pain_only",
)
ACCESSIBLE = (
    "complete",
    "near_silent",
    "contradicted",
    "home_only",
    "flagged_established",
    "closed",
)
UNFOLD = "all => all.forEach(each => { each.open = true; })"
has_script = pytest.mark.parametrize("script", [True, False], ids=["script", "none"])


@pytest.fixture
def showcase():
    """Makes clinics with a story, up to the one that shows this; gives its address."""
    cache.clear()

    def showcase(shown):
        names = list(SHOWCASES.values())
        load_samples(at=timezone.now(), count=names.index(SHOWCASES[shown]) + 1)
        return Facility.objects.get(name=SHOWCASES[shown]).get_absolute_url()

    return showcase


@pytest.fixture
def clinics(showcase):
    """The address of each kind of clinic."""
    showcase("pain_only")
    slugs = dict(Facility.objects.values_list("name", "slug"))
    return {shown: f"/clinics/{slugs[SHOWCASES[shown]]}/" for shown in SHOWN}


@pytest.fixture
def open_page(browser, live_server):
    """Opens an address in a fresh browser; fails on anything the console says."""
    contexts, said = [], []

    def elsewhere(url):
        return [] if url.startswith((live_server.url, "data:")) else [url]

    def open_page(path, viewport, **options):
        context = browser.new_context(
            viewport=viewport, base_url=live_server.url, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: said.extend(elsewhere(request.url)))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert said == []


def problems(page):
    found = Axe().run(page, options=AXE_OPTIONS).response["violations"]
    return {each["id"]: [node["html"] for node in each["nodes"]] for each in found}


LOOKS = {
    "1280 light": (WIDE, "light"),
    "1280 dark": (WIDE, "dark"),
    "390 light": (NARROW, "light"),
    "390 dark": (NARROW, "dark"),
}


@pytest.mark.parametrize(
    ("shown", "look"),
    [
        *((shown, "1280 light") for shown in ACCESSIBLE),
        *((shown, "390 dark") for shown in ACCESSIBLE),
        ("contradicted", "1280 dark"),
        ("contradicted", "390 light"),
    ],
)
def test_clinic_is_accessible_with_all_of_it_unfolded(open_page, showcase, shown, look):
    viewport, scheme = LOOKS[look]
    page = open_page(showcase(shown), viewport, color_scheme=scheme)

    page.locator("details").evaluate_all(UNFOLD)

    assert problems(page) == {}


@pytest.mark.parametrize(
    "viewport", [SMALLEST, NARROW, WIDE], ids=["320", "390", "1280"]
)
def test_no_clinic_scrolls_sideways_with_all_of_it_unfolded(
    open_page, clinics, viewport
):
    page = open_page("/", viewport)
    widths = {}

    for shown, path in clinics.items():
        page.goto(path)
        page.locator("details").evaluate_all(UNFOLD)
        widths[shown] = page.evaluate("document.documentElement.scrollWidth")

    assert widths == dict.fromkeys(SHOWN, viewport["width"])


@has_script
@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["1280", "390"])
def test_patient_reads_what_is_not_known_and_finds_what_to_ask(
    open_page, showcase, viewport, script
):
    path = showcase("near_silent")
    page = open_page(path, viewport, java_script_enabled=script)

    page.locator(".safety summary").click()
    page.locator(".safety").get_by_role("link", name="How long do patients").click()
    row = page.locator("#c-observation-and-discharge")
    expect(row).to_be_in_viewport()
    expect(row.locator(".verdict")).to_have_text("Not stated")
    row.get_by_role("link", name="See what to ask").click()
    question = page.locator("#ask-observation-and-discharge")
    expect(question).to_be_in_viewport()
    assert page.url.endswith("#ask-observation-and-discharge")
    expect(question).to_contain_text("How long do patients stay")
    # A question on what is not core is folded; a link to it unfolds it.
    page.locator("#group-misuse > summary").click()
    page.locator("#c-bladder-check").get_by_role("link", name="See what to").click()
    expect(page.locator("#ask-bladder-check")).to_be_in_viewport()


@has_script
def test_parts_of_the_page_are_at_hand_on_a_phone(open_page, showcase, script):
    path = showcase("complete")
    page = open_page(path, NARROW, java_script_enabled=script)
    parts = page.get_by_role("navigation", name="On this page")

    page.mouse.wheel(0, 5000)
    expect(parts).to_be_hidden()
    page.get_by_role("button", name="On this page").click()
    expect(parts).to_be_visible()
    parts.get_by_role("link", name="Price of a whole course").click()
    if not script:
        parts.get_by_role("button", name="Close").click()
    expect(parts).to_be_hidden()
    expect(page.locator("#prices h2")).to_be_in_viewport()


def test_parts_of_the_page_stand_beside_it_on_a_wide_screen(open_page, showcase):
    path = showcase("complete")
    page = open_page(path, WIDE)
    parts = page.get_by_role("navigation", name="On this page")
    folded = page.locator("#group-misuse")

    expect(page.get_by_role("button", name="On this page")).to_be_hidden()
    expect(folded).not_to_have_attribute("open", re.compile(".*"))
    parts.get_by_role("link", name="Addiction and misuse safeguards").click()
    expect(folded).to_have_attribute("open", "")
    expect(folded.locator("> summary")).to_be_in_viewport()


@has_script
def test_timeline_is_drawn_where_there_is_room_and_is_a_list_everywhere(
    open_page, showcase, script
):
    path = showcase("complete")
    wide = open_page(path, WIDE, java_script_enabled=script)
    narrow = open_page(path, NARROW, java_script_enabled=script)

    expect(wide.locator(".timeline svg")).to_be_visible()
    expect(narrow.locator(".timeline svg")).to_be_hidden()
    for page in (wide, narrow):
        steps = page.locator(".timeline li")
        expect(steps).to_have_count(7)
        for step in steps.all():
            expect(step).to_be_visible()


def test_paper_has_all_of_the_page_and_ends_with_the_questions(open_page, showcase):
    path = showcase("lapsed")
    page = open_page(path, WIDE)

    page.emulate_media(media="print")

    assert page.locator(".fact:visible").count() == 45
    assert page.locator("#about tbody tr:visible").count() > 10
    for hidden in ("#report", "#sources", "#history", ".toc", ".fac-actions", ".more"):
        assert page.locator(f"{hidden}:visible").count() == 0, hidden
    last = page.locator(".fac-main > :visible").last
    expect(last).to_have_id("ask")


def test_page_is_printed_by_a_button_and_unfolded_for_browsers_that_need_it(
    open_page, showcase
):
    path = showcase("lapsed")
    page = open_page(path, WIDE)
    folded = page.locator(":is(.group, .more-about):not([open])")
    before = folded.count()
    page.evaluate("() => { window.print = () => { window.hasPrinted = true; }; }")

    page.get_by_role("button", name="Print this page").click()
    assert page.evaluate("window.hasPrinted")
    page.evaluate("() => { window.dispatchEvent(new Event('beforeprint')); }")
    while_printing = folded.count()
    page.evaluate("() => { window.dispatchEvent(new Event('afterprint')); }")

    assert before > 0
    assert (while_printing, folded.count()) == (0, before)


def test_clinic_is_saved_from_its_own_page(open_page, showcase):
    path = showcase("complete")
    page = open_page(path, WIDE)

    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("button", name="Saved")).to_be_visible()
    page.goto(path)
    expect(page.get_by_role("button", name="Saved")).to_be_visible()


def test_without_script_there_are_no_buttons_that_need_one(open_page, showcase):
    path = showcase("complete")
    page = open_page(path, WIDE, java_script_enabled=False)

    expect(page.get_by_role("button", name="Save")).to_be_hidden()
    expect(page.get_by_role("button", name="Print this page")).to_be_hidden()


def test_closed_clinic_leads_to_one_that_is_open(open_page, showcase):
    path = showcase("closed")
    page = open_page(path, NARROW, java_script_enabled=False)

    page.get_by_role("link", name="See similar clinics that are open").click()
    similar = page.locator("#similar")
    expect(similar.locator("h2")).to_be_in_viewport()
    expect(similar).to_contain_text("We know of no open clinic within 100 miles.")
    similar.get_by_role("link", name="Find other clinics").click()
    expect(page).to_have_url(re.compile(r"/clinics/$"))


@has_script
@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["1280", "390"])
def test_patient_reports_a_problem(open_page, showcase, viewport, script):
    path = showcase("complete")
    page = open_page(path, viewport, java_script_enabled=script)
    page.get_by_role("link", name="Report a problem").last.click()
    text = page.get_by_label("What is wrong, and how do you know?")
    email = page.get_by_label("Your e-mail")

    text.fill("Too short")
    email.fill("nobody")
    page.get_by_role("button", name="Send the report").click()
    expect(page).to_have_title(re.compile("^Error: "))
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("link")).to_have_count(3)
    expect(text).to_have_value("Too short")
    expect(email).to_have_value("nobody")
    summary.get_by_role("link", name="Say a little more").click()
    expect(text).to_be_focused()

    page.get_by_label("A fact is wrong or out of date").check()
    page.get_by_label("Which check is it about?").select_option("vital-signs")
    text.fill("They wrote every 10 minutes.\nIt was every 30.")
    email.fill("")
    page.wait_for_timeout(3100)  # nobody writes all of it in less
    page.get_by_role("button", name="Send the report").click()

    expect(page).to_have_url(re.compile("/report/sent/"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("We have your report")
    [report] = ProblemReport.objects.all()
    assert (report.kind, report.criterion) == ("wrong", "vital-signs")
    assert report.text == "They wrote every 10 minutes.\nIt was every 30."


@pytest.mark.parametrize(
    ("viewport", "scheme"),
    [(WIDE, "light"), (SMALLEST, "dark")],
    ids=["1280 light", "320 dark"],
)
def test_form_and_thanks_are_accessible(open_page, showcase, viewport, scheme):
    path = showcase("complete")
    page = open_page(f"{path}report/", viewport, color_scheme=scheme)

    found = [problems(page)]
    page.get_by_role("button", name="Send the report").click()
    page.get_by_role("alert").wait_for()
    found.append(problems(page))
    width = page.evaluate("document.documentElement.scrollWidth")
    page.goto(f"{path}report/sent/")
    found.append(problems(page))

    assert found == [{}, {}, {}]
    assert width == viewport["width"]
