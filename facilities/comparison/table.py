"""The comparison as a table: what its columns, rows and cells hold."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from facilities.criteria import (
    CRITERIA,
    GROUPS,
    ClaimStatus,
    Criterion,
    CriterionStatus,
    Group,
)
from facilities.presentation.contact import Closing
from facilities.presentation.entries import needs_question, question_of
from facilities.presentation.flags import FlagEntry
from facilities.presentation.general import GeneralFact
from facilities.presentation.how_known import HowKnown
from facilities.presentation.standing import Counts, Standing

LETTERS = "ABCD"
MOST_FACILITIES = len(LETTERS)


@dataclass(frozen=True, slots=True)
class Cell:
    """``detail`` is one stated fact in short; the clinic's own page has them all.

    ``is_begun``: not stated, but a part of what it takes has been answered.
    """

    standing: Standing
    detail: str = ""
    known: HowKnown | None = None
    is_begun: bool = False

    @property
    def is_stated(self) -> bool:
        return self.standing.status != CriterionStatus.NOT_STATED

    @property
    def is_untrue(self) -> bool:
        return self.standing.level == ClaimStatus.CONTRADICTED

    @property
    def needs_question(self) -> bool:
        return needs_question(self.standing)


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One facility, wherever it stands. ``brief`` is its name where there is no room.

    It holds nothing that a page could change: pages are drawn from the same one.
    """

    slug: str
    name: str
    brief: str
    is_sample: bool
    state: str
    place: str
    closing: Closing | None
    counts: Counts
    flags: tuple[FlagEntry, ...]
    unanswered: int
    basics: tuple[GeneralFact, ...]
    cells: Mapping[str, Cell]

    def standings(self, group: Group) -> list[Standing]:
        return [self.cells[each.slug].standing for each in group.criteria]


@dataclass(frozen=True, slots=True)
class CriterionRow:
    criterion: Criterion
    cells: tuple[Cell, ...]
    is_mine: bool = False
    is_must: bool = False

    @property
    def differs(self) -> bool:
        return len({cell.standing.status for cell in self.cells}) > 1


@dataclass(frozen=True, slots=True)
class GroupRows:
    group: Group
    rows: tuple[CriterionRow, ...]


@dataclass(frozen=True, slots=True)
class Questions:
    """What to ask one clinic about what matters; ``more`` are on its page."""

    first: tuple[str, ...]
    more: int


@dataclass(frozen=True)
class Comparison:
    """``mine`` are the criteria that matter to the reader; ``must``, above all."""

    columns: tuple[Column, ...]
    mine: tuple[str, ...] = ()
    must: tuple[str, ...] = ()

    @cached_property
    def lettered(self) -> tuple[tuple[str, Column], ...]:
        return tuple(zip(LETTERS, self.columns, strict=False))

    @cached_property
    def groups(self) -> tuple[GroupRows, ...]:
        return tuple(
            GroupRows(group, tuple(map(self._row, group.criteria)))
            for group in GROUPS.values()
        )

    @property
    def rows(self) -> Iterator[CriterionRow]:
        return (row for group in self.groups for row in group.rows)

    @cached_property
    def differing(self) -> int:
        return sum(row.differs for row in self.rows)

    @property
    def differing_of_mine(self) -> int:
        return sum(row.differs and row.is_mine for row in self.rows)

    def _row(self, criterion: Criterion) -> CriterionRow:
        slug = criterion.slug
        return CriterionRow(
            criterion,
            tuple(column.cells[slug] for column in self.columns),
            is_mine=slug in self.mine,
            is_must=slug in self.must,
        )

    def questions_to(self, column: Column) -> Questions:
        """What only moderators check is not asked."""
        asked = [
            criterion
            for slug, criterion in CRITERIA.items()
            if criterion.self_report_allowed and column.cells[slug].needs_question
        ]
        first = [question_of(each) for each in asked if each.slug in self.mine]
        return Questions(tuple(first), more=len(asked) - len(first))
