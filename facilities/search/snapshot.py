"""The index at one moment: a set of slots for each value, and rows by slot.

A snapshot never changes once it is in use. What an edit makes is a new one that shares
all but the sets it touches, so that a reader sees before or after, never between.

A *slot* is a facility's number in the index. Slots of a full build run through a
geographic grid, cell by cell, so that a radius reads only the cells it touches. A
changed facility gets a new slot behind all others, and its old one is no longer in
``listed``; other sets may still hold it, so nothing is read but within ``listed``.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import numpy as np
from pyroaring import BitMap

from facilities.criteria import CRITERIA
from facilities.geo.distance import Point, squared_chord
from facilities.search.bits import NOTHING, bitmap
from facilities.search.days import latest_checks, number_of
from facilities.search.geometry import cell_ranges, squared_chords
from facilities.search.keys import (
    CHECKED_WITHIN_DAYS,
    CONFIRMED_GROUPS,
    CORE,
    GROUPS,
    PROVEN_MEETS,
    PROVEN_PARTLY,
    STATED_GROUPS,
    TARGETS,
    Key,
    known_values,
)
from facilities.search.names import Name, Names
from facilities.search.table import Table
from facilities.search.ties import Planes, planes_of


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Where the facilities of each cell begin, and where those of the last one end."""

    cells: np.ndarray
    starts: np.ndarray
    end: int

    @classmethod
    def along(cls, cells: np.ndarray) -> "Grid":
        numbers, starts = np.unique(cells, return_index=True)
        return cls(numbers, np.append(starts, len(cells)), len(cells))

    def spans(self, point: Point, miles: float) -> list[tuple[int, int]]:
        """Runs of slots that hold every facility this near, in rising order."""
        ranges = cell_ranges(point, miles)
        firsts = np.searchsorted(self.cells, [first for first, _ in ranges], "left")
        lasts = np.searchsorted(self.cells, [last for _, last in ranges], "right")
        pairs = zip(self.starts[firsts], self.starts[lasts], strict=True)
        return sorted((int(first), int(last)) for first, last in pairs if first < last)


@dataclass(frozen=True, eq=False, repr=False)
class Snapshot:
    """``seen`` says which transactions are in it, in PostgreSQL's words.

    The first ``built`` slots are from the full build that all its relatives share,
    found by primary key through ``built_pks``, which rise, and ``built_slots``.
    ``rebuilt`` names the rebuild that it belongs to. In ``kept`` its relatives share
    what may lag behind a little.
    """

    seen: str
    rebuilt: str
    day: date
    listed: BitMap
    sets: Mapping[Key, BitMap]
    rows: Table
    built: int
    built_pks: np.ndarray
    built_slots: np.ndarray
    grid: Grid
    names: Names
    new_names: Mapping[int, Name]
    endings: np.ndarray
    new_endings: Table
    checks: Table
    kept: dict = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.listed)

    def set_of(self, group: str, value: str) -> BitMap:
        return self.sets.get((group, value), NOTHING)

    @cached_property
    def choices(self) -> dict[str, list[tuple[str, BitMap]]]:
        """Every value of every group that can be chosen, with its facilities.

        Beside those that are known beforehand, such as a way it is given, those that
        somebody listed has, such as a state.
        """
        known = set(known_values())
        choices: dict[str, list] = {group: [] for group in GROUPS}
        for group, value in sorted(known | self.sets.keys()):
            members = self.set_of(group, value)
            is_had = (group, value) in known or members.intersect(self.listed)
            if group in choices and is_had:
                choices[group].append((value, members))
        return choices

    @cached_property
    def criteria(self) -> dict[str, list[tuple[str, BitMap]]]:
        """Every criterion, with the facilities that meet it, and partly meet it."""
        return {
            group: [(slug, self.set_of(group, slug)) for slug in CRITERIA]
            for group in (*STATED_GROUPS.values(), *CONFIRMED_GROUPS.values())
        }

    @cached_property
    def core_planes(self) -> dict[str, Planes]:
        """For every facility, how many core criteria it is proven to meet, or partly.

        Most searches are ordered by these, so they are counted once.
        """
        return {
            group: planes_of(self.set_of(group, slug) & self.listed for slug in CORE)
            for group in (PROVEN_MEETS, PROVEN_PARTLY)
        }

    def slots_of(self, pks: Sequence[int]) -> BitMap:
        """Slots of these facilities, also former ones."""
        pks = np.sort(np.asarray(pks, dtype=np.int64))
        slots = self.built_slots[places_in(self.built_pks, pks)]
        newer = self.rows.rows["pk"][self.built :]
        added = self.built + np.flatnonzero(is_in(pks, newer))
        return bitmap(slots) | bitmap(added)

    def near(self, point: Point, miles: float) -> tuple[np.ndarray, np.ndarray]:
        """Slots within ``miles`` of a point, rising, and their squared chords."""
        spans = [*self.grid.spans(point, miles), (self.built, len(self.rows))]
        slots = np.concatenate([np.arange(*span, dtype=np.uint32) for span in spans])
        squared = self.squared_chords(point, slots)
        is_near = squared <= squared_chord(miles)
        return slots[is_near], squared[is_near]

    def squared_chords(self, point: Point, slots: np.ndarray) -> np.ndarray:
        """NaN, which is near to nothing, for facilities without a point."""
        return squared_chords(point, self.rows.rows, slots)

    def on(self, day: date) -> "Snapshot":
        """The same facilities on another day."""
        if day == self.day:
            return self
        sets = dict(self.sets)
        self._end_or_begin(sets, day)
        rows = self.rows.rows.copy()
        rows["checked"] = latest_checks(self.checks.rows, len(rows), number_of(day))
        sets |= sets_of_checks(rows["checked"], day)
        return replace(self, day=day, sets=sets, rows=Table(rows))

    def _end_or_begin(self, sets: dict[Key, BitMap], day: date) -> None:
        """What ended between the two days is taken out; going back, it is put in."""
        first, last = sorted([number_of(self.day), number_of(day)])
        start, end = np.searchsorted(self.endings["until"], [first, last])
        newer = self.new_endings.rows
        is_between = (newer["until"] >= first) & (newer["until"] < last)
        endings = np.concatenate([self.endings[start:end], newer[is_between]])
        for target, slots in slots_by_target(endings):
            for key in TARGETS[target]:
                sets[key] = (
                    sets.get(key, NOTHING) - slots
                    if day > self.day
                    else sets.get(key, NOTHING) | slots
                )

    @property
    def nbytes(self) -> int:
        """Memory of the index, as nearly as it can be told."""
        arrays = (
            self.built_pks,
            self.built_slots,
            self.endings,
            self.rows,
            self.new_endings,
            self.checks,
        )
        sets = [self.listed, *self.sets.values()]
        return (
            sum(each.nbytes for each in arrays)
            + self.names.nbytes
            + sum(len(each.serialize()) + SET_OVERHEAD for each in sets)
        )


SET_OVERHEAD = 250  # of the objects around one set, measured


def is_in(sorted_pks: np.ndarray, pks: np.ndarray) -> np.ndarray:
    """Which of the keys are among the sorted ones."""
    places = np.searchsorted(sorted_pks, pks)
    if not len(sorted_pks):
        return np.zeros(len(pks), dtype=bool)
    return sorted_pks.take(places, mode="clip") == pks


def places_in(sorted_pks: np.ndarray, pks: np.ndarray) -> np.ndarray:
    """Where those of the keys stand that are among the sorted ones."""
    return np.searchsorted(sorted_pks, pks[is_in(sorted_pks, pks)])


def slots_by_target(endings: np.ndarray) -> Iterator[tuple[int, BitMap]]:
    """The targets of these endings, each with its slots."""
    endings = endings[np.argsort(endings["target"], kind="stable")]
    targets, starts = np.unique(endings["target"], return_index=True)
    ends = [*starts[1:], len(endings)]
    for target, start, end in zip(targets, starts, ends, strict=False):
        slots = endings["slot"][start:end]
        yield int(target), bitmap(np.sort(slots))


def sets_of_checks(latest: np.ndarray, day: date, first: int = 0) -> dict[Key, BitMap]:
    """Facilities with a standing check within so many days; no check is day 0."""
    return {
        ("checked", str(days)): bitmap(
            np.flatnonzero(latest >= max(number_of(day) - days, 1)) + first
        )
        for days in CHECKED_WITHIN_DAYS
    }
