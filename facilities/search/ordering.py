"""The order of results, exactly as section 9.2 of the criteria has it.

First those without an established banner flag; of these, first those for which every
must-have is confirmed. Then by match: how many criteria are proven to be met, then
partly met, by confirmed facts alone; then by distance, if there is a point; by name;
by primary key. What a clinic only states is nowhere in it, so it can move nobody.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from pyroaring import BitMap

from facilities.search.bits import slots_in
from facilities.search.keys import CORE, PROVEN_MEETS, PROVEN_PARTLY
from facilities.search.question import Order, Question
from facilities.search.snapshot import Snapshot
from facilities.search.ties import Planes, by_count, planes_of


@dataclass(frozen=True, slots=True, eq=False)
class Ordering:
    snapshot: Snapshot
    question: Question

    def page(self, blocks: tuple[BitMap, ...]) -> np.ndarray:
        """The slots of the page, in order, from the blocks one after the other."""
        start = self.question.offset
        wanted = self.question.limit
        parts = [np.empty(0, dtype=np.uint32)]
        for ties in self._ties(blocks):
            if not wanted:
                break
            if start < len(ties):
                part = self._in_order(ties, start, start + wanted)
                parts.append(part)
                wanted -= len(part)
            start = max(start - len(ties), 0)
        return np.concatenate(parts)

    def _ties(self, blocks: tuple[BitMap, ...]) -> Iterator[BitMap]:
        """Facilities that only distance, name and key can tell apart, best first."""
        for block in blocks:
            if self.question.order != Order.MATCH:
                yield block
                continue
            for same in by_count(block, self._planes(block, PROVEN_MEETS)):
                yield from by_count(same, self._planes(same, PROVEN_PARTLY))

    def _planes(self, members: BitMap, group: str) -> Planes:
        criteria = self.question.ordering_criteria
        if criteria == CORE:
            return self.snapshot.core_planes[group]
        sets = (self.snapshot.set_of(group, slug) for slug in criteria)
        return planes_of(members & each for each in sets)

    def _in_order(self, ties: BitMap, start: int, end: int) -> np.ndarray:
        """From the place ``start`` to before ``end``: only these are sorted."""
        slots = slots_in(ties)
        end = min(end, len(slots))
        ranks = self.snapshot.rows.rows["rank"][slots]
        key = self._key(slots, ranks)
        first, last = np.partition(key, [start, end - 1])[[start, end - 1]]
        is_here = (key >= first) & (key <= last)
        earlier = int(np.count_nonzero(key < first))
        slots, ranks, key = slots[is_here], ranks[is_here], key[is_here]
        order = np.lexsort([ranks, key])
        return self._by_name(slots[order], ranks[order], key[order])[
            start - earlier : end - earlier
        ]

    def _key(self, slots: np.ndarray, ranks: np.ndarray) -> np.ndarray:
        """What is compared first; what has none of it comes last."""
        question = self.question
        if question.order == Order.CHECKED:
            return -self.snapshot.rows.rows["checked"][slots].astype(np.int32)
        if question.order == Order.NAME or question.point is None:
            return ranks
        squared = self.snapshot.squared_chords(question.point, slots)
        return np.nan_to_num(squared, nan=np.inf)

    def _by_name(self, slots, ranks, key) -> np.ndarray:
        """Names that came after the full build can share a rank: compare them."""
        is_tied = (ranks[1:] == ranks[:-1]) & (key[1:] == key[:-1])
        if not is_tied.any():
            return slots
        runs = np.split(slots, np.flatnonzero(~is_tied) + 1)
        names = self.snapshot.new_names
        return np.concatenate(
            [sorted(run.tolist(), key=names.get) for run in runs]
        ).astype(np.uint32)
