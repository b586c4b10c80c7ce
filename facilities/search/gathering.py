"""What was read about some facilities, brought from primary keys to slots.

The same steps for all facilities at once and for the few that changed, so that the
index cannot depend on how it came about.
"""

from dataclasses import dataclass

import numpy as np

from facilities.search.bits import NOTHING, bitmap
from facilities.search.days import CHECK, ENDING, numbers_of
from facilities.search.geometry import cells_of, unit_vectors
from facilities.search.keys import (
    CONFIRMED_GROUPS,
    FLAGGED,
    PROVEN_GROUPS,
    STATED_GROUPS,
    TARGET_NUMBERS,
    Key,
)
from facilities.search.names import Names

ROW = np.dtype(
    [
        ("pk", np.int64),
        ("x", np.float64),
        ("y", np.float64),
        ("z", np.float64),
        ("rank", np.uint32),
        ("checked", np.uint16),
    ]
)


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Who the facilities are, in the order of their names, and where (or NaN)."""

    names: Names
    latitudes: np.ndarray
    longitudes: np.ndarray

    def __len__(self) -> int:
        return len(self.names)

    def along_the_grid(self) -> tuple[np.ndarray, np.ndarray]:
        """The facilities cell by cell, those without a point last; and the cells."""
        cells = np.full(len(self), np.iinfo(np.int64).max)
        is_known = ~np.isnan(self.latitudes)
        cells[is_known] = cells_of(self.latitudes[is_known], self.longitudes[is_known])
        order = np.lexsort((self.names.pks, cells))
        return order, cells[order][: int(np.count_nonzero(is_known))]

    def rows(self, order: np.ndarray, ranks: np.ndarray) -> np.ndarray:
        rows = np.zeros(len(order), dtype=ROW)
        rows["pk"] = self.names.pks[order]
        vectors = unit_vectors(self.latitudes[order], self.longitudes[order])
        for name, values in zip("xyz", vectors, strict=True):
            rows[name] = values
        rows["rank"] = ranks[order]
        return rows


class Gathering:
    """Sets, endings and checks of the facilities whose slots begin at ``first``.

    ``pks`` rise; ``slots`` are those of the same facilities.
    """

    def __init__(self, pks: np.ndarray, *, first: int = 0):
        order = np.argsort(pks)
        self.pks = pks[order]
        self.slots = order.astype(np.uint32) + np.uint32(first)
        self.sets = {}
        self.endings: list[np.ndarray] = []
        self.checks: list[np.ndarray] = []

    def slots_of(self, pks: np.ndarray) -> np.ndarray:
        places = np.searchsorted(self.pks, pks)
        if len(pks) and not np.array_equal(self.pks.take(places, mode="clip"), pks):
            raise LookupError("Something was read about a facility that is not listed.")
        return self.slots[places]

    def add(self, key: Key, pks: np.ndarray) -> None:
        """Facilities that have a value."""
        found = bitmap(self.slots_of(pks))
        self.sets[key] = self.sets.get(key, NOTHING) | found

    def add_flagged(self, pks: np.ndarray, untils: np.ndarray) -> None:
        """Facilities with an established banner flag, and its last day."""
        self._end((FLAGGED,), self.slots_of(pks), numbers_of(untils))

    def add_results(self, criterion, status, proven_status, pks, untils) -> None:
        """Facilities with one result: confirmed until, and proven until, some day."""
        confirmed_until, proven_until = map(numbers_of, untils)
        slots = self.slots_of(pks)
        if group := STATED_GROUPS.get(status):
            found = self.sets.get((group, criterion), NOTHING)
            self.sets[group, criterion] = found | bitmap(slots)
        confirmed = self._key(CONFIRMED_GROUPS, status, criterion)
        proven = self._key(PROVEN_GROUPS, proven_status, criterion)
        if confirmed and proven and (confirmed + proven) in TARGET_NUMBERS:
            is_same = confirmed_until == proven_until
            self._end(confirmed + proven, slots[is_same], proven_until[is_same])
            slots = slots[~is_same]
            confirmed_until = confirmed_until[~is_same]
            proven_until = proven_until[~is_same]
        self._end(confirmed, slots, confirmed_until)
        self._end(proven, slots, proven_until)

    def _key(self, groups, status, criterion) -> tuple[Key, ...]:
        return ((groups[status], criterion),) if status in groups else ()

    def _end(self, target: tuple[Key, ...], slots, untils) -> None:
        """Note when facilities leave a target; those of day 0 were never in it."""
        is_real = untils > 0
        if not target or not is_real.any():
            return
        endings = np.empty(int(np.count_nonzero(is_real)), dtype=ENDING)
        endings["until"], endings["slot"] = untils[is_real], slots[is_real]
        endings["target"] = TARGET_NUMBERS[target]
        self.endings.append(endings)

    def add_checks(self, pks: np.ndarray, days: np.ndarray, untils: np.ndarray) -> None:
        checks = np.empty(len(pks), dtype=CHECK)
        checks["slot"] = self.slots_of(pks)
        checks["on"], checks["until"] = numbers_of(days), numbers_of(untils)
        self.checks.append(checks)
