"""Reading the index from the database. See ``statement``."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

import numpy as np
from django.db import connections

from facilities.criteria import CRITERIA, RED_FLAGS, ClaimStatus, FlagDisplay
from facilities.search import statement
from facilities.search.building import FullBuild, Update
from facilities.search.days import ORIGIN
from facilities.search.gathering import Gathering, Places
from facilities.search.keys import (
    GROUP_OF_FIELD,
    PRICE_CEILINGS,
    key_of_claim,
)
from facilities.search.names import Names
from facilities.search.snapshot import Snapshot

PARAMETERS = {
    "origin": ORIGIN,
    "fields": list(GROUP_OF_FIELD),
    "ceilings": list(PRICE_CEILINGS),
    "criteria": list(CRITERIA),
    "confirmed": [each.value for each in ClaimStatus if each.counts_as_confirmed],
    "banners": [
        slug for slug, flag in RED_FLAGS.items() if flag.display == FlagDisplay.BANNER
    ],
}

# As PostgreSQL packs them: the highest byte first.
PK = np.dtype(">i8")
PLACE = np.dtype(
    [("pk", ">i8"), ("length", ">i4"), ("latitude", ">f8"), ("longitude", ">f8")]
)
UNTIL = np.dtype([("pk", ">i8"), ("until", ">i4")])
RESULT = np.dtype([("pk", ">i8"), ("confirmed", ">i4"), ("proven", ">i4")])
CHECKED = np.dtype([("pk", ">i8"), ("on", ">i4"), ("until", ">i4")])


class Row(NamedTuple):
    kind: str
    first: str
    second: str
    third: str
    data: bytes | None

    def unpacked(self, dtype: np.dtype) -> np.ndarray:
        return np.frombuffer(self.data or b"", dtype=dtype)


class State(NamedTuple):
    """How the database stands to a snapshot.

    ``is_whole``: no change that the snapshot has not seen was pruned. ``is_writing``:
    this connection's transaction has written something, which may yet be undone.
    """

    rebuilt: str
    is_whole: bool
    changes: int
    is_writing: bool


def read_state(seen: str, *, using: str) -> State:
    with connections[using].cursor() as cursor:
        cursor.execute(statement.STATE, _seen(seen))
        return State(*cursor.fetchone())


def _seen(seen: str) -> dict:
    """A snapshot begins with the first transaction that was not over."""
    return {"seen": seen, "first": int(seen.partition(":")[0])}


def read_all(day: date, *, using: str) -> Snapshot:
    rows = _rows(statement.READ_ALL, PARAMETERS, using)
    head, rest = _head(rows)
    build = FullBuild(_places(head))
    _gather(build.gathering, rest)
    return build.snapshot(seen=head["seen"].first, rebuilt=head["seen"].second, day=day)


def read_changed(base: Snapshot, *, using: str) -> Snapshot:
    """What ``base`` is after all that has changed since."""
    rows = _rows(statement.READ_CHANGED, PARAMETERS | _seen(base.seen), using)
    head, rest = _head(rows)
    update = Update(base, _places(head))
    _gather(update.gathering, rest)
    seen = head["seen"]
    if seen.second != base.rebuilt or seen.third != "true":
        return read_all(base.day, using=using)
    return update.snapshot(seen=seen.first, changed=head["chosen"].unpacked(PK))


def _rows(sql: str, parameters: dict, using: str) -> Iterator[Row]:
    with (
        connections[using].cursor() as wrapped,
        # Django's own wrapper takes no parameters while it notes all queries.
        wrapped.cursor.copy(sql, parameters) as copy,
    ):
        copy.set_types(["text", "text", "text", "text", "bytea"])
        yield from map(Row._make, copy.rows())


HEAD = ("seen", "chosen", "places", "names")


def _head(rows: Iterator[Row]) -> tuple[dict[str, Row], Iterable[Row]]:
    """The rows that the others need, whatever order the database sends them in."""
    head, early = {}, []
    for row in rows:
        if row.kind in HEAD:
            head[row.kind] = row
        else:
            early.append(row)
        if len(head) == len(HEAD):
            break
    return head, (*early, *rows) if early else rows


def _places(head: dict[str, Row]) -> Places:
    rows = head["places"].unpacked(PLACE)
    names = Names(
        text=head["names"].data or b"",
        ends=np.cumsum(rows["length"]).astype(np.uint32),
        pks=rows["pk"].astype(np.int64),
    )
    return Places(
        names=names,
        latitudes=rows["latitude"].astype(np.float64),
        longitudes=rows["longitude"].astype(np.float64),
    )


def _gather(gathering: Gathering, rows: Iterable[Row]) -> None:
    for row in rows:
        GATHER[row.kind](gathering, row)


def _gather_value(gathering: Gathering, row: Row) -> None:
    gathering.add((row.first, row.second), row.unpacked(PK))


def _gather_claim(gathering: Gathering, row: Row) -> None:
    if key := key_of_claim(row.first, row.second):
        gathering.add(key, row.unpacked(PK))


def _gather_checks(gathering: Gathering, row: Row) -> None:
    checks = row.unpacked(CHECKED)
    gathering.add_checks(checks["pk"], checks["on"], checks["until"])


def _gather_results(gathering: Gathering, row: Row) -> None:
    results = row.unpacked(RESULT)
    untils = (results["confirmed"], results["proven"])
    gathering.add_results(row.first, row.second, row.third, results["pk"], untils)


def _gather_flags(gathering: Gathering, row: Row) -> None:
    flags = row.unpacked(UNTIL)
    gathering.add_flagged(flags["pk"], flags["until"])


GATHER = {
    "value": _gather_value,
    "claim": _gather_claim,
    "checks": _gather_checks,
    "results": _gather_results,
    "flags": _gather_flags,
}
