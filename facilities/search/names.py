"""The order of names: lower case, byte by byte, and then by primary key.

Names are kept one behind the other, in order, in one piece of memory: a list of a
million texts would be four times as large.
"""

from bisect import bisect_left
from dataclasses import dataclass

import numpy as np

Name = tuple[bytes, int]


@dataclass(frozen=True, slots=True, eq=False)
class Names:
    """``ends`` says where each name ends in ``text``; ``pks`` whose name it is."""

    text: bytes
    ends: np.ndarray
    pks: np.ndarray

    def __len__(self) -> int:
        return len(self.pks)

    def __getitem__(self, place: int) -> Name:
        start = int(self.ends[place - 1]) if place else 0
        return self.text[start : int(self.ends[place])], int(self.pks[place])

    @property
    def nbytes(self) -> int:
        return len(self.text) + self.ends.nbytes + self.pks.nbytes

    def rank(self, name: Name) -> int:
        """An odd number for a name that is here; even, and between, for any other.

        Names that are not here can share a rank; then the names themselves decide.
        """
        place = bisect_left(self, name)
        is_here = place < len(self) and self[place] == name
        return 2 * place + is_here


def ranks_of_all(count: int) -> np.ndarray:
    """The rank of each of the names that are here, in order."""
    return np.arange(1, 2 * count, 2, dtype=np.uint32)
