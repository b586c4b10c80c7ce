"""How many facts of all listed facilities are in each state today.

To count them is to read every result there is. They are counted once for each snapshot
of the search index: there is a new one as soon as anything about a facility is changed
by an action, and on a new day.
"""

from dataclasses import dataclass
from datetime import date
from weakref import WeakKeyDictionary

from django.db.models import Count, Q

from facilities.criteria import CRITERIA, ClaimStatus
from facilities.models import CriterionResult, Facility
from facilities.search import Snapshot, current


@dataclass(frozen=True, slots=True)
class FactCounts:
    """``listed`` is of facilities; the others are of facts."""

    listed: int
    answered: int
    verified: int
    lapsed: int
    untrue: int

    @property
    def total(self) -> int:
        return self.listed * len(CRITERIA)

    @property
    def stated(self) -> int:
        """What the facility alone says."""
        return self.answered - self.verified - self.lapsed - self.untrue

    @property
    def not_stated(self) -> int:
        return self.total - self.answered


_counted: WeakKeyDictionary[Snapshot, FactCounts] = WeakKeyDictionary()


def fact_counts(today: date) -> FactCounts:
    # The snapshot is the older of the two, so what is kept for it is never too old.
    snapshot = current(on=today)
    if snapshot not in _counted:
        _counted[snapshot] = _count(len(snapshot), today)
    return _counted[snapshot]


def _count(listed: int, today: date) -> FactCounts:
    is_over = Q(confirmed_until__lt=today)
    counts = CriterionResult.objects.filter(
        facility__in=Facility.objects.published()
    ).aggregate(
        answered=Count("pk"),
        verified=Count("pk", filter=Q(confirmed_until__gte=today)),
        lapsed=Count("pk", filter=is_over | Q(level=ClaimStatus.LAPSED.value)),
        untrue=Count("pk", filter=Q(level=ClaimStatus.CONTRADICTED.value)),
    )
    return FactCounts(listed=listed, **counts)
