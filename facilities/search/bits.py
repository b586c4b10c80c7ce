"""Sets of slots. What is made of one shares its memory as far as it is the same.

No set is ever changed: those of a snapshot are read by other threads.
"""

from array import array
from collections.abc import Iterable

import numpy as np
from pyroaring import BitMap


def bitmap(slots: np.ndarray | Iterable[int] = ()) -> BitMap:
    """A set of slots, packed as small as it goes."""
    numbers = np.asarray(slots, dtype=np.uint32)
    return BitMap(array("I", numbers.tobytes()), copy_on_write=True)


def slots_in(members: BitMap) -> np.ndarray:
    return np.frombuffer(members.to_array(), dtype=np.uint32)


NOTHING = bitmap()
