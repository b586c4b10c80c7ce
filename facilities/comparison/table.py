"""The comparison as a table: what its columns, rows and cells hold."""

from dataclasses import dataclass

from django.utils.functional import Promise

from facilities.criteria import ClaimStatus, Criterion, CriterionStatus, Group
from facilities.presentation.contact import Closing
from facilities.presentation.entries import needs_question, question_of
from facilities.presentation.flags import FlagEntry
from facilities.presentation.general import GeneralFact
from facilities.presentation.how_known import HowKnown
from facilities.presentation.standing import Counts, Standing


@dataclass(frozen=True, slots=True)
class Column:
    """One facility. ``brief`` is its name where there is little room."""

    letter: str
    slug: str
    name: str
    brief: str
    is_sample: bool
    place: str
    closing: Closing | None
    counts: Counts
    flags: tuple[FlagEntry, ...]
    unanswered: int


@dataclass(frozen=True, slots=True)
class BasicRow:
    label: str | Promise
    facts: tuple[tuple[Column, GeneralFact], ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """``detail`` is one stated fact in short; the clinic's own page has them all."""

    column: Column
    standing: Standing
    detail: str
    known: HowKnown | None

    @property
    def is_stated(self) -> bool:
        return self.standing.status != CriterionStatus.NOT_STATED

    @property
    def is_untrue(self) -> bool:
        return self.standing.level == ClaimStatus.CONTRADICTED

    @property
    def needs_question(self) -> bool:
        return needs_question(self.standing)


@dataclass(frozen=True, slots=True)
class CriterionRow:
    criterion: Criterion
    cells: tuple[Cell, ...]

    @property
    def question(self) -> str:
        return question_of(self.criterion)

    @property
    def differs(self) -> bool:
        return len({cell.standing.status for cell in self.cells}) > 1


@dataclass(frozen=True, slots=True)
class GroupRows:
    group: Group
    standings: tuple[tuple[Column, list[Standing]], ...]
    rows: tuple[CriterionRow, ...]


@dataclass(frozen=True, slots=True)
class Questions:
    """What to ask one clinic about the core criteria; ``more`` are on its page."""

    column: Column
    first: tuple[CriterionRow, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Comparison:
    columns: tuple[Column, ...]
    basics: tuple[BasicRow, ...]
    groups: tuple[GroupRows, ...]
    questions: tuple[Questions, ...]

    @property
    def rows(self) -> list[CriterionRow]:
        return [row for group in self.groups for row in group.rows]

    @property
    def differing(self) -> int:
        return sum(row.differs for row in self.rows)

    @property
    def same(self) -> int:
        return len(self.rows) - self.differing
