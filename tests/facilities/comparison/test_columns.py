"""Clinics side by side, before any template: pure assembling."""

from datetime import date, timedelta

import pytest

from facilities import actions
from facilities.comparison import BASICS, MOST_FACILITIES, Comparison
from facilities.comparison.building import brief_name, build_column
from facilities.criteria import CRITERIA, GROUPS, ClaimStatus, CriterionStatus
from facilities.enums import PriceKind
from facilities.models import Claim, Facility
from tests.factories import NOON, TODAY, a_facility, a_user, contradict, state, verify

pytestmark = pytest.mark.django_db
NBSP = "\u00a0"
CONSENT = [
    "short_term_effects",
    "long_term_unknowns",
    "addiction_and_misuse",
    "bladder",
]


def compared(*facilities, today=TODAY, mine=tuple(CRITERIA), must=()):
    rows = {f.pk: f for f in Facility.objects.with_comparison()}
    columns = [build_column(rows[facility.pk], today) for facility in facilities]
    return Comparison(tuple(columns), mine, must)


def row_of(comparison, slug):
    [row] = [row for row in comparison.rows if row.criterion.slug == slug]
    return row


def meeting(slug, status=CriterionStatus.MEETS):
    return dict(CRITERIA[slug].examples[status])


def words(cell):
    short = cell.known.short.replace(NBSP, " ") if cell.known else None
    return cell.standing.status, cell.detail, short


def test_facilities_keep_their_order_and_get_letters():
    first, second = a_facility(name="Zeta Clinic"), a_facility(name="Alpha Clinic")

    comparison = compared(first, second)

    columns = [(letter, column.name) for letter, column in comparison.lettered]
    assert columns == [("A", "Zeta Clinic"), ("B", "Alpha Clinic")]
    assert MOST_FACILITIES == 4


def test_every_criterion_has_a_row_in_order():
    comparison = compared(a_facility(), a_facility())

    assert [group.group for group in comparison.groups] == list(GROUPS.values())
    rows = list(comparison.rows)
    assert [row.criterion for row in rows] == list(CRITERIA.values())
    assert {len(row.cells) for row in rows} == {2}


def test_silence_is_neither_a_difference_nor_a_no():
    comparison = compared(a_facility(), a_facility())

    assert comparison.differing == 0
    cells = [cell for row in comparison.rows for cell in row.cells]
    assert {words(cell) for cell in cells} == {(CriterionStatus.NOT_STATED, "", None)}
    assert {cell.is_stated for cell in cells} == {False}


def test_row_differs_by_answer_and_not_by_how_it_is_known():
    stated, verified, other = a_facility(), a_facility(), a_facility()
    state(stated, ae_log=True, cognition_interval="never")
    state(other, ae_log=False, cognition_interval="never")
    verify(verified, "ae_log", True, "policy_document")

    row = row_of(compared(stated, verified), "adverse-event-recording")
    assert not row.differs
    row = row_of(compared(stated, other), "adverse-event-recording")
    assert row.differs
    assert not row_of(compared(stated, other), "cognition-check").differs
    assert compared(stated, other).differing == 1


def test_cell_has_a_detail_and_how_and_when_it_is_known():
    facility = a_facility()
    state(facility, **meeting("vital-signs"))
    verify(
        facility,
        "acls_holder_every_session",
        "no",
        "staff_roster",
        checked_on=date(2026, 3, 1),
    )

    comparison = compared(facility, a_facility())

    assert words(row_of(comparison, "vital-signs").cells[0]) == (
        CriterionStatus.MEETS,
        "Blood pressure, Pulse, Oxygen level",
        "Stated 15 Jun 2026",
    )
    assert words(row_of(comparison, "emergency-trained-staff").cells[0]) == (
        CriterionStatus.DOES_NOT_MEET,
        "No",
        "Document seen 1 Mar 2026",
    )


def test_long_answer_is_cut_and_says_so():
    facility = a_facility()
    state(facility, consent_timing="before_treatment_day", consent_items=CONSENT)

    cell = row_of(compared(facility, facility), "informed-consent").cells[0]

    assert cell.standing.status == CriterionStatus.PARTLY_MEETS
    assert cell.detail.endswith(" and 1 more")


def test_detail_is_the_fact_that_decided():
    facility = a_facility()
    state(
        facility,
        evaluation_before_first_dose="always",
        evaluator_level="questionnaire_only",
    )

    cell = row_of(compared(facility, facility), "evaluation-before-dose").cells[0]

    assert words(cell)[:2] == (CriterionStatus.DOES_NOT_MEET, "A form only, no person")


def test_dose_above_its_band_is_told_by_the_dose():
    facility = a_facility()
    state(facility, routes=["iv"], iv_max_mg_per_kg="2", dose_reporting="published")

    cell = row_of(compared(facility, facility), "dose-range").cells[0]

    assert words(cell)[:2] == (
        CriterionStatus.DOES_NOT_MEET,
        "IV drip highest dose: 2 mg/kg",
    )


def test_what_does_not_apply_tells_why():
    facility = a_facility()
    state(facility, routes=["iv"])

    cell = row_of(compared(facility, facility), "esketamine-rems").cells[0]

    assert words(cell)[:2] == (CriterionStatus.NOT_APPLICABLE, "IV drip")
    assert not cell.needs_question


def test_lapsed_check_is_told_with_the_day():
    facility = a_facility()
    verify(facility, "ae_log", True, "policy_document")
    last = Claim.objects.get().expires_on

    def cell(today):
        comparison = compared(facility, facility, today=today)
        return row_of(comparison, "adverse-event-recording").cells[0]

    assert cell(last).standing.level == ClaimStatus.DOCUMENT_SEEN
    lapsed = cell(last + timedelta(days=1))
    assert lapsed.standing.level == ClaimStatus.LAPSED
    assert lapsed.known.short == f"Lapsed 16{NBSP}Jun{NBSP}2027"
    assert lapsed.needs_question


def test_untrue_statement_is_told_as_such():
    facility = a_facility()
    state(facility, ae_log=True)
    contradict(facility, "ae_log")

    comparison = compared(facility, a_facility())
    cell = row_of(comparison, "adverse-event-recording").cells[0]

    assert cell.is_untrue
    assert words(cell) == (
        CriterionStatus.DOES_NOT_MEET,
        "Keeps a log of harms",
        "Contradicted 15 Jun 2026",
    )
    flags = [flag.flag.slug for flag in comparison.columns[0].flags]
    assert flags == ["contradicted-claim"]


def test_mixed_evidence_is_told_by_the_weakest():
    facility = a_facility()
    state(facility, license_number="1", at=NOON - timedelta(days=30))
    state(facility, license_jurisdiction="US-OR")
    verify(
        facility,
        "license_status",
        "active_unrestricted",
        "state_license_lookup",
        status=ClaimStatus.PRIMARY_SOURCE,
    )

    cell = row_of(compared(facility, facility), "prescriber-license").cells[0]

    assert cell.standing.level == ClaimStatus.ATTESTED
    assert cell.known.short == f"Stated 16{NBSP}May{NBSP}2026"


def test_evidence_of_identity_alone_counts_as_stated():
    """No action takes it, but an old row may rest on it."""
    facility = a_facility()
    verify(facility, "license_status", "expired", "state_license_lookup")
    Claim.objects.update(evidence_kind="npi_registry")
    actions.rebuild_results(on=TODAY)

    cell = row_of(compared(facility, facility), "prescriber-license").cells[0]

    assert cell.standing.level == ClaimStatus.ATTESTED
    assert cell.known.level == ClaimStatus.ATTESTED


def test_evidence_is_told_at_the_level_it_can_reach():
    facility = a_facility()
    verify(facility, "ae_log", True, "policy_document")
    Claim.objects.update(status=ClaimStatus.PRIMARY_SOURCE)
    actions.rebuild_results(on=TODAY)

    cell = row_of(compared(facility, facility), "adverse-event-recording").cells[0]

    assert cell.standing.level == ClaimStatus.DOCUMENT_SEEN
    assert cell.known.level == ClaimStatus.DOCUMENT_SEEN


def test_basics_are_stated_or_not_with_how_they_are_known():
    facility, silent = a_facility(), a_facility()
    state(facility, routes=["iv"], payment_types=["self_pay"])
    actions.state_prices(
        facility=facility,
        prices=[actions.StatedPrice(PriceKind.SESSION, 42_500, 56_000)],
        by=a_user(),
        at=NOON,
    )

    [stated, not_stated] = compared(facility, silent).columns

    assert [str(label) for label in BASICS] == [
        "Price for each session",
        "Given as",
        "Where doses are taken",
        "Paying",
        "New patients",
    ]
    price, routes, _setting, paying, _accepting = stated.basics
    assert (price.price.low_cents, price.known.kind) == (42_500, "stated")
    assert (routes.values, paying.values) == (("IV drip",), ("Paying yourself",))
    assert {fact.values for fact in not_stated.basics} == {()}
    assert {(fact.known, fact.price) for fact in not_stated.basics} == {(None, None)}


def test_column_says_closed_flagged_and_silent_safety_questions():
    facility = a_facility(is_sample=True)
    state(facility, supervision_level="none")
    actions.close(
        facility=facility,
        on=date(2026, 2, 3),
        reason="Moved away",
        by=None,
        is_permanent=True,
    )

    [column, _other] = compared(facility, a_facility()).columns

    assert column.closing.reason == "Moved away"
    assert [flag.flag.slug for flag in column.flags] == ["no-clinician-during-session"]
    assert column.unanswered == 11
    assert column.is_sample


def test_questions_are_about_what_matters_and_the_rest_is_counted():
    facility = a_facility()
    state(facility, **meeting("vital-signs"))
    mine = ("vital-signs", "bladder-check", "accurate-claims")
    comparison = compared(facility, a_facility(), mine=mine)

    answered, silent = map(comparison.questions_to, comparison.columns)

    vital_signs, bladder = (
        CRITERIA[slug].question_for_the_clinic
        for slug in ("vital-signs", "bladder-check")
    )
    only_moderators = sum(not each.self_report_allowed for each in CRITERIA.values())
    assert silent.first == (vital_signs, bladder)
    assert answered.first == (bladder,)
    assert answered.more == silent.more == 45 - only_moderators - len(silent.first)


def test_rows_know_what_matters_to_the_reader():
    comparison = compared(
        a_facility(),
        a_facility(),
        mine=("vital-signs", "bladder-check"),
        must=("bladder-check",),
    )

    marked = {row.criterion.slug: row.is_must for row in comparison.rows if row.is_mine}

    assert marked == {"vital-signs": False, "bladder-check": True}


def test_differences_among_what_matters_are_counted_apart():
    logging, silent = a_facility(), a_facility()
    state(logging, ae_log=True, cognition_interval="never")

    everything = compared(logging, silent)
    mine = compared(logging, silent, mine=("adverse-event-recording", "vital-signs"))

    assert everything.differing == mine.differing == 2
    assert mine.differing_of_mine == 1


def test_part_of_an_answer_is_told_from_silence():
    begun = a_facility()
    state(begun, vitals_times=["before"])

    row = row_of(compared(begun, a_facility()), "vital-signs")

    assert [cell.is_stated for cell in row.cells] == [False, False]
    assert [cell.is_begun for cell in row.cells] == [True, False]


@pytest.mark.parametrize(
    ("name", "brief"),
    [
        ("Quillmoor Clinic", "Quillmoor"),
        ("The Oak Clinic", "The Oak Clinic"),
        ("Bracketmoorington-on-Sea Center", "Bracketmooring"),
        ("A & B & C Health Group", "A & B & C"),
        ("", ""),
    ],
)
def test_brief_name_fits(name, brief):
    assert brief_name(name) == brief
