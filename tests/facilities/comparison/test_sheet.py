"""A comparison as plain text, for a spreadsheet."""

from datetime import date

import pytest

from facilities.comparison import Comparison, sheet
from facilities.comparison.building import build_column
from facilities.criteria import CRITERIA
from facilities.models import Facility
from tests.factories import TODAY, a_facility, contradict, state, verify

pytestmark = pytest.mark.django_db
LOG = "adverse-event-recording"
PARTS = [
    "answer",
    "detail",
    "how it is known",
    "evidence",
    "stated on",
    "checked on",
    "check stands until",
]


def rows_of(*facilities, mine=(), must=()):
    found = {each.pk: each for each in Facility.objects.with_comparison()}
    columns = [build_column(found[each.pk], TODAY) for each in facilities]
    return list(sheet(Comparison(tuple(columns), mine, must)))


def row_of(rows, slug):
    [row] = [row for row in rows if row[1] == CRITERIA[slug].title]
    return row


def test_every_criterion_has_one_row_as_wide_as_the_heads():
    heads, *rows = rows_of(a_facility(), a_facility())

    assert [row[1] for row in rows] == [each.title for each in CRITERIA.values()]
    assert {len(row) for row in rows} == {len(heads)} == {5 + 2 * len(PARTS)}


def test_heads_name_the_clinic_and_what_is_made_up():
    heads, *_rows = rows_of(
        a_facility(name="Oak"), a_facility(name="Elm", is_sample=True)
    )

    assert heads[:5] == [
        "Group",
        "Check",
        "What to ask",
        "Matters to me",
        "Differs",
    ]
    assert heads[5:12] == [f"A. Oak: {part}" for part in PARTS]
    assert heads[12:] == [f"B. Elm (sample data): {part}" for part in PARTS]


def test_checked_answer_has_its_evidence_and_its_days():
    facility = a_facility()
    verify(facility, "ae_log", False, "policy_document", checked_on=date(2026, 3, 1))

    row = row_of(rows_of(facility), LOG)

    assert row[5:] == [
        "Does not meet",
        "Keeps a log of harms: No",
        (
            "Document seen 1 Mar 2026: paper shown to a moderator; due again Mar 2027"
            " (looked up by a moderator)"
        ),
        "Named policy",
        "2026-03-01",
        "2026-03-01",
        "2027-03-01",
    ]


def test_statement_has_the_day_it_was_made_and_no_check():
    facility = a_facility()
    state(facility, ae_log=False)

    row = row_of(rows_of(facility), LOG)

    assert row[7:] == ["Stated by the clinic 15 Jun 2026", "", "2026-06-15", "", ""]


def test_silence_says_so_and_nothing_else():
    row = row_of(rows_of(a_facility()), LOG)

    assert row[5:] == ["Not stated", *[""] * 6]
    assert row[2] == CRITERIA[LOG].question_for_the_clinic


def test_untrue_statement_cannot_be_read_as_the_answer():
    facility = a_facility()
    state(facility, ae_log=True)
    contradict(facility, "ae_log")

    row = row_of(rows_of(facility), LOG)

    assert row[5:7] == [
        "Does not meet",
        "Found untrue. The clinic said: Keeps a log of harms",
    ]


def test_what_matters_and_what_differs_is_told():
    one, two = a_facility(), a_facility()
    state(one, ae_log=False)

    rows = rows_of(one, two, mine=(LOG, "vital-signs"), must=("vital-signs",))

    assert row_of(rows, LOG)[3:5] == ["yes", "yes"]
    assert row_of(rows, "vital-signs")[3:5] == ["must have", "no"]
    assert row_of(rows, "bladder-check")[3:5] == ["", "no"]


def test_what_only_moderators_check_is_not_for_asking():
    assert row_of(rows_of(a_facility()), "accurate-claims")[2] == ""
