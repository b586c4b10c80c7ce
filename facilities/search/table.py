"""Rows that are only ever added to, shared by every table that grew from another."""

from threading import Lock

import numpy as np


class _Buffer:
    """Memory that tables look at. Up to ``used`` it belongs to one of them."""

    def __init__(self, rows: np.ndarray):
        spare = 1_000 + len(rows) // 50
        self.rows = np.empty(len(rows) + spare, dtype=rows.dtype)
        self.rows[: len(rows)] = rows
        self.used = len(rows)
        self.lock = Lock()

    def add(self, start: int, rows: np.ndarray) -> bool:
        """Write behind ``start``, unless somebody has, or there is no room."""
        end = start + len(rows)
        with self.lock:
            if self.used != start or end > len(self.rows):
                return False
            self.rows[start:end] = rows
            self.used = end
            return True


class Table:
    """What is in a table never changes: ``extended`` gives a longer one.

    The longer one is in the same memory where it can be, as an edit must not copy a
    million rows; whoever looks at the shorter one sees no further than its end.
    """

    def __init__(self, rows: np.ndarray, *, _buffer: _Buffer | None = None):
        self._buffer = _buffer or _Buffer(rows)
        self.rows = self._buffer.rows[: len(rows)]

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def nbytes(self) -> int:
        return self._buffer.rows.nbytes

    def extended(self, rows: np.ndarray) -> "Table":
        start, end = len(self), len(self) + len(rows)
        if self._buffer.add(start, rows):
            return Table(self._buffer.rows[:end], _buffer=self._buffer)
        return Table(np.concatenate([self.rows, rows]))
