"""The snapshot that this process holds, and keeping it up to date.

Threads share it. One of them at a time reads what changed; those that ask meanwhile
wait for it, as their answer must hold the change too.
"""

from datetime import date
from threading import Lock

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from facilities.search.reading import State, read_all, read_changed, read_state
from facilities.search.snapshot import Snapshot

# A snapshot of a database in which no transaction has ended yet.
NOTHING_SEEN = "3:3:"
# Processes read everything one after the other; the number is arbitrary.
LOADING = 7_302_026


class Holder:
    def __init__(self, using: str):
        self.using = using
        self._held: Snapshot | None = None
        self._lock = Lock()

    def current(self, day: date) -> Snapshot:
        held, state = self._look()
        if state.is_writing:
            # What this transaction wrote may yet be undone: nobody else may see it.
            return read_all(day, using=self.using)
        if not is_current(held, state) or held.day < day:
            with self._lock:
                held, state = self._look()
                if not is_current(held, state):
                    held = self._read(held, state, day)
                self._held = held = held.on(max(held.day, day))
        return held.on(day)

    def _look(self) -> tuple[Snapshot | None, State]:
        held = self._held
        seen = held.seen if held else NOTHING_SEEN
        return held, read_state(seen, using=self.using)

    def _read(self, held: Snapshot | None, state: State, day: date) -> Snapshot:
        if held and is_near(held, state):
            return read_changed(held, using=self.using)
        if connections[self.using].in_atomic_block:
            return read_all(day, using=self.using)
        with transaction.atomic(using=self.using):
            with connections[self.using].cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOADING])
            return read_all(day, using=self.using)


def is_current(held: Snapshot | None, state: State) -> bool:
    return bool(held) and is_near(held, state) and not state.changes


def is_near(held: Snapshot, state: State) -> bool:
    """Whether reading what changed will do, and is less work than reading all."""
    if held.rebuilt != state.rebuilt or not state.is_whole:
        return False
    added = len(held.rows) - held.built + state.changes
    return not state.changes or added <= 1_000 + held.built // 10


_holders: dict[tuple[str, str], Holder] = {}
_holders_lock = Lock()


def current(*, on: date, using: str = DEFAULT_DB_ALIAS) -> Snapshot:
    """The index as the database is now, on a day.

    Inside a transaction that has written something, everything is read anew for this
    one caller: right, but slow. Search before writing.
    """
    return _holder(using).current(on)


def preload(*, on: date, using: str = DEFAULT_DB_ALIAS) -> int:
    """Load the index, such as before forking; returns how many facilities it has."""
    return len(current(on=on, using=using))


def forget() -> None:
    """Hold nothing any more: for tests, whose databases come and go."""
    with _holders_lock:
        _holders.clear()


def _holder(using: str) -> Holder:
    settings = connections[using].settings_dict
    key = (using, f"{settings['HOST']}:{settings['PORT']}/{settings['NAME']}")
    with _holders_lock:
        return _holders.setdefault(key, Holder(using))
