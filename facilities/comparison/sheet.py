"""A comparison as a table of plain text: one row for each criterion, all of them."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from facilities.comparison.table import Cell, Column, Comparison, CriterionRow
from facilities.criteria import EVIDENCE_TYPES, Group
from facilities.presentation.entries import question_of
from facilities.presentation.how_known import NO_BREAK_SPACE, HowKnown


def sheet(comparison: Comparison) -> Iterator[list[str]]:
    """The heads, then the rows. Days are as spreadsheets read them: 2026-03-12."""
    yield [
        _("Group"),
        _("Check"),
        _("What to ask"),
        _("Matters to me"),
        _("Differs"),
        *(
            head
            for letter, column in comparison.lettered
            for head in _heads(letter, column)
        ),
    ]
    for each in comparison.groups:
        for row in each.rows:
            yield _row(each.group, row)


def _heads(letter: str, column: Column) -> Iterator[str]:
    name = f"{letter}. {column.name}"
    if column.is_sample:
        name = _("%(name)s (sample data)") % {"name": name}
    for part in (
        _("answer"),
        _("detail"),
        _("how it is known"),
        _("evidence"),
        _("stated on"),
        _("checked on"),
        _("check stands until"),
    ):
        yield f"{name}: {part}"


def _row(group: Group, row: CriterionRow) -> list[str]:
    criterion = row.criterion
    matters = _("must have") if row.is_must else _("yes")
    return [
        group.title,
        criterion.title,
        question_of(criterion) if criterion.self_report_allowed else "",
        matters if row.is_mine else "",
        _("yes") if row.differs else _("no"),
        *(text for cell in row.cells for text in _texts(cell)),
    ]


def _texts(cell: Cell) -> Iterator[str]:
    yield cell.standing.status.label
    said = _("Found untrue. The clinic said: %(detail)s")
    yield said % {"detail": cell.detail} if cell.is_untrue else cell.detail
    yield from _knowledge(cell.known) if cell.known else [""] * 5


def _knowledge(known: HowKnown) -> Iterator[str]:
    kind = EVIDENCE_TYPES.get(known.evidence_kind)
    yield known.sentence.replace(NO_BREAK_SPACE, " ")
    yield kind.title if kind else ""
    yield known.stated_on.isoformat()
    yield _day(known.verified_on)
    yield _day(known.expires_on)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
