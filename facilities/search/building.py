"""Making snapshots: from all facilities, or from one before and what changed since."""

from dataclasses import replace
from datetime import date

import numpy as np
from pyroaring import BitMap

from facilities.search.bits import NOTHING, bitmap
from facilities.search.days import (
    CHECK,
    ENDING,
    latest_checks,
    number_of,
    worth_keeping,
)
from facilities.search.gathering import Gathering, Places
from facilities.search.keys import TARGETS, Key
from facilities.search.names import ranks_of_all
from facilities.search.snapshot import (
    Grid,
    Snapshot,
    sets_of_checks,
    slots_by_target,
)
from facilities.search.table import Table

NO_ENDINGS = np.empty(0, dtype=ENDING)
NO_CHECKS = np.empty(0, dtype=CHECK)


class FullBuild:
    """Everything is read anew. Feed ``gathering``, then ask for the snapshot."""

    def __init__(self, places: Places):
        order, cells = places.along_the_grid()
        self.names, self.grid = places.names, Grid.along(cells)
        self.rows = places.rows(order, ranks_of_all(len(places)))
        self.gathering = Gathering(self.rows["pk"])

    def snapshot(self, *, seen: str, rebuilt: str, day: date) -> Snapshot:
        checks, endings = _checks(self.gathering), _endings(self.gathering)
        self.rows["checked"] = latest_checks(checks, len(self.rows), number_of(day))
        return Snapshot(
            seen=seen,
            rebuilt=rebuilt,
            day=day,
            listed=bitmap(np.arange(len(self.rows))),
            sets=_sets(self.gathering, endings, self.rows["checked"], day),
            rows=Table(self.rows),
            built=len(self.rows),
            built_pks=self.gathering.pks,
            built_slots=self.gathering.slots,
            grid=self.grid,
            names=self.names,
            new_names={},
            endings=endings[np.argsort(endings["until"], kind="stable")],
            new_endings=Table(NO_ENDINGS),
            checks=Table(checks),
        )


class Update:
    """Some facilities are read anew, each into a new slot; some may be gone."""

    def __init__(self, base: Snapshot, places: Places):
        self.base, self.names = base, places.names
        ranks = np.array([base.names.rank(name) for name in places.names], dtype="u4")
        self.rows = places.rows(np.arange(len(places)), ranks)
        self.gathering = Gathering(self.rows["pk"], first=len(base.rows))

    def snapshot(self, *, seen: str, changed: np.ndarray) -> Snapshot:
        base, day = self.base, self.base.day
        first, count = len(base.rows), len(self.rows)
        checks, endings = _checks(self.gathering), _endings(self.gathering)
        latest = latest_checks(checks, first + count, number_of(day))[first:]
        self.rows["checked"] = latest
        added = _sets(self.gathering, endings, latest, day, first=first)
        return replace(
            base,
            seen=seen,
            listed=base.listed - base.slots_of(changed)
            | bitmap(np.arange(first, first + count)),
            sets=base.sets
            | {key: base.set_of(*key) | slots for key, slots in added.items()},
            rows=base.rows.extended(self.rows),
            new_names=base.new_names | self._new_names(first),
            new_endings=base.new_endings.extended(endings),
            checks=base.checks.extended(checks),
        )

    def _new_names(self, first: int):
        """Names that the full build did not have, and so must be compared."""
        return {
            first + place: self.names[place]
            for place in np.flatnonzero(self.rows["rank"] % 2 == 0).tolist()
        }


def _endings(gathering: Gathering) -> np.ndarray:
    return np.concatenate([NO_ENDINGS, *gathering.endings])


def _checks(gathering: Gathering) -> np.ndarray:
    return worth_keeping(np.concatenate([NO_CHECKS, *gathering.checks]))


def _sets(gathering, endings, latest, day, *, first=0) -> dict[Key, BitMap]:
    """All sets, as they are on a day."""
    sets = dict(gathering.sets)
    standing = endings[endings["until"] >= number_of(day)]
    for target, slots in slots_by_target(standing):
        for key in TARGETS[target]:
            sets[key] = sets.get(key, NOTHING) | slots
    return sets | sets_of_checks(latest, day, first)
