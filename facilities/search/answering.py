"""Answering a question from a snapshot: which facilities, in what order, how many."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property, reduce
from itertools import accumulate
from operator import and_
from typing import NamedTuple

import numpy as np
from pyroaring import BitMap

from facilities.geo.distance import squared_chord
from facilities.search.bits import NOTHING, bitmap, slots_in
from facilities.search.days import ORIGIN
from facilities.search.geometry import miles_of
from facilities.search.keys import FLAGGED
from facilities.search.met import Met
from facilities.search.ordering import Ordering
from facilities.search.question import Question
from facilities.search.snapshot import Snapshot

RADIUS, AREA = "radius", "area"
RADIUS_CHOICES = (10, 25, 50, 100)


class Blocks(NamedTuple):
    """How many results stand in each block; the blocks follow one another.

    ``confirmed``: every must-have is confirmed, or there is none. ``stated``: one or
    more is only stated by the clinic. ``flagged``: an established banner flag.
    """

    confirmed: int
    stated: int
    flagged: int


@dataclass(frozen=True, slots=True)
class Relaxed:
    """One filter that could be left out, and how many would then be found.

    ``kind`` is a group of choices, "must" (``value`` is the criterion), "text",
    "area", "radius", or the switch to turn: "confirmed" off, "partly" on.
    """

    kind: str
    value: str
    count: int


@dataclass(frozen=True, eq=False)
class Answer:
    """All about one question; each part is worked out when it is first read."""

    snapshot: Snapshot
    question: Question

    @cached_property
    def total(self) -> int:
        return len(self.found)

    @cached_property
    def found(self) -> BitMap:
        """The slots of all results, every page of them."""
        return self._open & self._criteria_met(self.question)

    @cached_property
    def every_pk(self) -> list[int]:
        """The primary keys of all results, every page of them, in no order."""
        return self.snapshot.rows.rows["pk"][slots_in(self.found)].tolist()

    @cached_property
    def pks(self) -> list[int]:
        """The primary keys of the page, in order."""
        return self.snapshot.rows.rows["pk"][self._page].tolist()

    @cached_property
    def miles(self) -> dict[int, float]:
        """How far the facilities of the page are, where that can be said."""
        if self.question.point is None:
            return {}
        squared = self.snapshot.squared_chords(self.question.point, self._page)
        is_known = ~np.isnan(squared)
        pks = self.snapshot.rows.rows["pk"][self._page][is_known].tolist()
        return dict(zip(pks, miles_of(squared[is_known]).tolist(), strict=True))

    @cached_property
    def latest_checks(self) -> dict[int, date]:
        """When a fact of each facility of the page was checked last, if that stands."""
        rows = self.snapshot.rows.rows[self._page]
        days = zip(rows["pk"].tolist(), rows["checked"].tolist(), strict=True)
        return {pk: ORIGIN + timedelta(days=number) for pk, number in days if number}

    @cached_property
    def blocks(self) -> Blocks:
        return Blocks(*map(len, self._blocks))

    @cached_property
    def counts(self) -> dict[str, Counter]:
        """For every value of every group, how many facilities it would leave.

        A group is counted with its own selection left out.
        """
        counts = {}
        for group, choices in self.snapshot.choices.items():
            count = self._without.get(group, self.found).intersection_cardinality
            counts[group] = Counter({value: count(each) for value, each in choices})
        return counts

    @cached_property
    def criteria_counts(self) -> Counter:
        """How many of the results meet each criterion, as strictly as was asked."""
        return self._met.counts(self.found)

    @cached_property
    def radius_counts(self) -> dict[int | None, int]:
        """How many would be found within each radius; None is any distance."""
        if self.question.point is None:
            return {}
        members = self._without.get(RADIUS, self.found)
        slots, squared = self._near
        places = np.searchsorted(slots, slots_in(members & bitmap(slots)))
        squared = squared[places]
        within = {
            miles: int(np.count_nonzero(squared <= squared_chord(miles)))
            for miles in RADIUS_CHOICES
        }
        return within | {None: len(members)}

    @cached_property
    def next_radius(self) -> int | None:
        """The next larger radius that finds something."""
        larger = (
            miles
            for miles in RADIUS_CHOICES
            if miles > (self.question.radius or 0) and self.radius_counts.get(miles)
        )
        return next(larger, None)

    @cached_property
    def count_if_confirmed_only(self) -> int:
        return self._count_if(is_confirmed_only=True)

    @cached_property
    def count_if_partly_enough(self) -> int:
        return self._count_if(is_partly_enough=True)

    @cached_property
    def relaxed(self) -> list[Relaxed]:
        """Single changes that would find something, the most fruitful first."""
        ways = (
            Relaxed(kind, value, count) for kind, value, count in self._relaxations()
        )
        return sorted((way for way in ways if way.count), key=lambda way: -way.count)

    def _relaxations(self) -> Iterator[tuple[str, str, int]]:
        question = self.question
        for name in self._parts:
            yield name, "", len(self._without[name])
        for slug in question.must:
            others = tuple(each for each in question.must if each != slug)
            yield "must", slug, self._count_if(must=others)
        if question.text is not None:
            without_text = replace(question, text=None)
            yield "text", "", Answer(self.snapshot, without_text).total
        if question.must and question.is_confirmed_only:
            yield "confirmed", "", self._count_if(is_confirmed_only=False)
        if question.must and not question.is_partly_enough:
            yield "partly", "", self.count_if_partly_enough

    def _count_if(self, **changes) -> int:
        """How many there would be if other criteria had to be met, or otherwise."""
        met = self._criteria_met(replace(self.question, **changes))
        return self._open.intersection_cardinality(met)

    @cached_property
    def _met(self) -> Met:
        return Met(self.snapshot, self.question)

    @cached_property
    def _with_text(self) -> BitMap:
        if self.question.text is None:
            return self.snapshot.listed
        return self.snapshot.listed & self.snapshot.slots_of(self.question.text)

    @cached_property
    def _open(self) -> BitMap:
        """What everything but the criteria leaves."""
        return reduce(and_, self._parts.values(), self._with_text)

    def _criteria_met(self, question: Question) -> BitMap:
        """What the criteria of a question leave."""
        met = Met(self.snapshot, question)
        return reduce(and_, map(met.slots, question.must), self.snapshot.listed)

    @cached_property
    def _parts(self) -> dict[str, BitMap]:
        """What each group of choices, the radius and the area leave by themselves."""
        parts = {
            group: BitMap.union(
                NOTHING, *(self.snapshot.set_of(group, value) for value in values)
            )
            for group, values in self.question.choices.items()
            if values
        }
        if self.question.radius is not None:
            slots, squared = self._near
            is_near = squared <= squared_chord(self.question.radius)
            parts[RADIUS] = bitmap(slots[is_near])
        if self.question.area is not None:
            parts[AREA] = self.snapshot.slots_of(self.question.area)
        return parts

    @cached_property
    def _without(self) -> dict[str, BitMap]:
        """For each of the parts, what all the others leave."""
        parts = list(self._parts.values())
        frame = self._with_text & self._criteria_met(self.question)
        before = list(accumulate(parts, and_, initial=frame))
        after = self.snapshot.listed
        without = {}
        for place, name in reversed(list(enumerate(self._parts))):
            without[name] = before[place] & after
            after = after & parts[place]
        return without

    @cached_property
    def _near(self) -> tuple[np.ndarray, np.ndarray]:
        farthest = max(self.question.radius or 0, RADIUS_CHOICES[-1])
        return self.snapshot.near(self.question.point, farthest)

    @cached_property
    def _blocks(self) -> tuple[BitMap, BitMap, BitMap]:
        flagged = self.found & self.snapshot.set_of(*FLAGGED)
        confirmed = self.found - flagged
        for slug in self.question.must:
            confirmed = confirmed & self._met.confirmed_slots(slug)
        return confirmed, self.found - flagged - confirmed, flagged

    @cached_property
    def _page(self) -> np.ndarray:
        return Ordering(self.snapshot, self.question).page(self._blocks)


def answer(snapshot: Snapshot, question: Question) -> Answer:
    return Answer(snapshot, question)
