"""Filtering and comparing on the official 2023 directory, in Chromium."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from facilities.actions.samhsa import import_samhsa
from facilities.exchange.samhsa.workbook import read_workbook
from facilities.models import Facility
from tests.factories import NOON, state, verify

WORKBOOK = next(
    (
        workbook
        for folder in Path(__file__).resolve().parents
        for workbook in (folder / "shared" / "data" / "samhsa" / "raw").glob(
            "national-directory-mh-facilities-2023.xlsx"
        )
    ),
    None,
)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        WORKBOOK is None, reason="SAMHSA's workbooks are not beside the project"
    ),
]
LISTED = 82
MET_BY = 3


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


@pytest.fixture
def four():
    """Four imported clinics; three of them have told a test something since."""
    import_samhsa(workbook=read_workbook(WORKBOOK, edition=2023), at=NOON)
    clinics = list(Facility.objects.published().order_by("name", "pk")[:4])
    for clinic in clinics[:MET_BY]:
        state(clinic, ae_log=True, ae_reports_to=["rems"], ae_review_interval_months=3)
    for field, value in [
        ("ae_log", True),
        ("ae_reports_to", ["rems"]),
        ("ae_review_interval_months", 3),
    ]:
        verify(clinics[0], field, value, "policy_document")
    return clinics


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
def test_filtering_on_a_criterion_and_comparing_four_works(
    live_server, browser, four, has_script
):
    context = browser.new_context(java_script_enabled=has_script)
    page = context.new_page()
    heading = page.get_by_role("heading", level=1)

    page.goto(f"{live_server.url}/clinics/")
    expect(heading).to_have_text(f"{LISTED} clinics")
    page.get_by_text("Supervision, monitoring and setting").click()
    page.get_by_label("Recording and reporting of harm").check()
    if not has_script:
        page.get_by_role("button", name="Show").first.click()
    expect(heading).to_have_text(f"{MET_BY} clinics")

    page.get_by_label("Verified facts only").check()
    if not has_script:
        page.get_by_role("button", name="Show").first.click()
    expect(heading).to_have_text("1 clinic")

    chosen = "&".join(f"facility={clinic.slug}" for clinic in four)
    page.goto(f"{live_server.url}/compare/?{chosen}")
    expect(heading).to_have_text("Compare 4 clinics")
    cells = page.get_by_role("row").filter(has_text="Recording and reporting of harm")
    assert cells.get_by_text("Meets", exact=True).count() == MET_BY
    assert cells.get_by_text("Not stated", exact=True).count() == 1
    context.close()
