"""How one clinic stands on the criteria that matter to somebody: plain counts."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from facilities.comparison.table import Column
from facilities.criteria import CRITERIA, Criterion, CriterionStatus
from facilities.presentation.standing import Standing

MEETS, PARTLY = CriterionStatus.MEETS, CriterionStatus.PARTLY_MEETS


@dataclass(frozen=True, slots=True)
class Tally:
    """Each of ``total`` criteria is in one count. Only a check makes it confirmed.

    ``wanting`` are the must-haves that are not confirmed, as they stand.
    """

    total: int
    confirmed: int
    partly_confirmed: int
    stated: int
    not_met: int
    not_stated: int
    not_applying: int
    must: int
    wanting: tuple[tuple[Criterion, Standing], ...]

    @property
    def must_confirmed(self) -> int:
        return self.must - len(self.wanting)


def tally_of(column: Column, mine: Iterable[str], must: Iterable[str]) -> Tally:
    standings = [column.cells[slug].standing for slug in mine]
    counts = Counter(map(_kind, standings))
    must = [(CRITERIA[slug], column.cells[slug].standing) for slug in must]
    wanting = tuple(each for each in must if _kind(each[1]) != "confirmed")
    return Tally(
        total=len(standings),
        confirmed=counts["confirmed"],
        partly_confirmed=counts["partly_confirmed"],
        stated=counts["stated"],
        not_met=counts[CriterionStatus.DOES_NOT_MEET],
        not_stated=counts[CriterionStatus.NOT_STATED],
        not_applying=counts[CriterionStatus.NOT_APPLICABLE],
        must=len(must),
        wanting=wanting,
    )


def _kind(standing: Standing) -> str:
    """A yes in part or in whole counts by how it is known; all else by what it is."""
    if standing.status not in (MEETS, PARTLY):
        return standing.status
    if not standing.is_confirmed:
        return "stated"
    return "confirmed" if standing.status == MEETS else "partly_confirmed"
