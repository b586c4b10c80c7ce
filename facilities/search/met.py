"""Which facilities meet a criterion, as strictly as is asked."""

from collections import Counter
from dataclasses import dataclass

from pyroaring import BitMap

from facilities.search.keys import (
    CONFIRMED_MEETS,
    CONFIRMED_PARTLY,
    MEETS,
    PARTLY,
    PROVEN_MEETS,
    PROVEN_PARTLY,
)
from facilities.search.question import Question
from facilities.search.snapshot import Snapshot


@dataclass(frozen=True, slots=True, eq=False)
class Met:
    snapshot: Snapshot
    question: Question

    def slots(self, slug: str) -> BitMap:
        """Facilities that meet it, if need be only where that is confirmed."""
        return self._union(self._groups, slug)

    def counts(self, members: BitMap) -> Counter:
        """For every criterion, how many of the members meet it.

        A facility has one result, so it is in one of these sets only.
        """
        counts = Counter()
        count = members.intersection_cardinality
        for group in self._groups:
            sets = self.snapshot.criteria[group]
            counts.update({slug: count(each) for slug, each in sets})
        return counts

    def confirmed_slots(self, slug: str) -> BitMap:
        """Facilities for which it need not be called "only stated".

        Also those whose confirmed facts by themselves are enough, whatever else the
        clinic states: saying more must not move anyone to the second block.
        """
        groups = (CONFIRMED_MEETS, PROVEN_MEETS)
        if self.question.is_partly_enough:
            groups += (CONFIRMED_PARTLY, PROVEN_PARTLY)
        return self._union(groups, slug)

    @property
    def _groups(self) -> tuple[str, ...]:
        if self.question.is_confirmed_only:
            meets, partly = CONFIRMED_MEETS, CONFIRMED_PARTLY
        else:
            meets, partly = MEETS, PARTLY
        return (meets, partly) if self.question.is_partly_enough else (meets,)

    def _union(self, groups: tuple[str, ...], slug: str) -> BitMap:
        first, *others = (self.snapshot.set_of(group, slug) for group in groups)
        for each in others:
            first = first | each
        return first
