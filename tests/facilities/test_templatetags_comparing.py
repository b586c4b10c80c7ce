"""The pieces that a comparison is drawn from."""

import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest
from django.template import Context, Template

from facilities.comparison import Comparison
from facilities.comparison.building import build_column
from facilities.comparison.table import Cell
from facilities.criteria import CRITERIA, ClaimStatus, CriterionStatus
from facilities.enums import Origin
from facilities.models import Facility
from facilities.presentation.how_known import HowKnown
from facilities.presentation.standing import Standing
from facilities.templatetags.comparing import draw_column, known
from tests.factories import TODAY, a_facility

pytestmark = pytest.mark.django_db
NBSP = "\u00a0"
SLUG = "vital-signs"
CHECK = HowKnown(
    ClaimStatus.DOCUMENT_SEEN,
    Origin.PROVIDER,
    None,
    date(2026, 1, 2),
    "protocol_document",
    "a paper",
    date(2026, 3, 4),
    date(2027, 3, 3),
)


def words(html) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).replace(NBSP, " ").split())


def a_column(**cells):
    facility = a_facility(name="Oak Clinic")
    rows = Facility.objects.with_comparison()
    column = build_column(rows.get(pk=facility.pk), TODAY)
    return replace(column, cells=column.cells | cells)


def drawn_cell(cell) -> str:
    column = a_column(**{SLUG: cell})
    return draw_column(column, "en-us").cells[SLUG]


@pytest.mark.parametrize("status", CriterionStatus)
@pytest.mark.parametrize("level", [None, *ClaimStatus])
def test_every_answer_at_every_level_is_in_words(status, level):
    html = drawn_cell(Cell(Standing(status, level)))

    assert words(html).startswith(
        {
            "meets": "Meets",
            "partly_meets": "Partly meets",
            "does_not_meet": "Does not meet",
            "not_stated": "Not stated",
            "not_applicable": "Does not apply",
        }[status]
    )
    assert ("Ask the clinic" in html) is (status == CriterionStatus.NOT_STATED)
    assert 'data-who="Oak Clinic"' in html


@pytest.mark.parametrize(
    ("level", "told"),
    [
        (
            ClaimStatus.DOCUMENT_SEEN,
            "Document seen 4 Mar 2026; due Mar 2027 Written clinical protocol",
        ),
        (
            ClaimStatus.PRIMARY_SOURCE,
            "Verified 4 Mar 2026; due Mar 2027 Written clinical protocol",
        ),
        (
            ClaimStatus.LAPSED,
            "Lapsed 4 Mar 2027; checked 4 Mar 2026 Written clinical protocol",
        ),
        (
            ClaimStatus.CONTRADICTED,
            "Contradicted 4 Mar 2026; until Mar 2027 Written clinical protocol",
        ),
    ],
)
def test_check_is_told_with_its_evidence_its_day_and_its_end(level, told):
    assert words(known(replace(CHECK, level=level))) == told


@pytest.mark.parametrize(
    ("origin", "told"),
    [
        (Origin.PROVIDER, "Stated 2 Jan 2026"),
        (Origin.MODERATOR, "Found 2 Jan 2026"),
        (Origin.SAMHSA, "SAMHSA 2023"),
    ],
)
def test_statement_is_told_with_its_day_or_edition(origin, told):
    statement = HowKnown(ClaimStatus.ATTESTED, origin, 2023, date(2026, 1, 2))

    assert words(known(statement)) == told


def test_kind_of_evidence_that_is_gone_from_the_specification_is_left_out():
    old = replace(CHECK, evidence_kind="carrier_pigeon")

    assert words(known(old)) == "Document seen 4 Mar 2026; due Mar 2027"


def test_answer_in_part_asks_for_the_rest():
    silent = Standing(CriterionStatus.NOT_STATED, None)

    assert "Answered in part. Ask the clinic" in drawn_cell(Cell(silent, is_begun=True))


def test_hostile_detail_is_harmless():
    stated = Standing(CriterionStatus.MEETS, ClaimStatus.ATTESTED)
    untrue = Standing(CriterionStatus.DOES_NOT_MEET, ClaimStatus.CONTRADICTED)

    for standing in (stated, untrue):
        html = drawn_cell(Cell(standing, detail="<script>alert(1)</script>"))
        assert "<script" not in html
        assert "&lt;script&gt;" in html


def test_column_is_drawn_once():
    column = a_column()

    assert draw_column(column, "en-us") is draw_column(column, "en-us")
    assert draw_column(column, "en-us") is not draw_column(column, "de")


@pytest.mark.parametrize("mine", [(), (SLUG,), tuple(CRITERIA)])
@pytest.mark.parametrize("must", [(), (SLUG,)])
def test_rows_are_marked_as_they_were_ticked(mine, must):
    comparison = Comparison((a_column(),), mine, must)
    page = Template(
        "{% load comparing %}{% drawn comparison as table %}"
        "{% for each in table.groups %}{{ each.rows }}{% endfor %}"
    )

    html = page.render(Context({"comparison": comparison}))

    assert html.count("<tr") == 45
    assert html.count(' mine">') == len(mine)
    assert html.count(">Must have<") == len(must)
    assert html.count(">Yours<") == len(set(mine) - set(must))
    assert html.count('class="crow diff') == 0
