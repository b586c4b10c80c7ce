"""Days as small numbers, and what happens to the index when a day has passed."""

from datetime import date

import numpy as np

ORIGIN = date(1970, 1, 1)
LAST = np.iinfo(np.uint16).max

# A facility leaves the sets of a target (see ``keys.TARGETS``) after the day ``until``.
ENDING = np.dtype([("until", np.uint16), ("target", np.uint16), ("slot", np.uint32)])
# Until ``until``, a facility has a check of the day ``on`` that still stands.
CHECK = np.dtype([("slot", np.uint32), ("on", np.uint16), ("until", np.uint16)])


def number_of(day: date) -> int:
    return min(max((day - ORIGIN).days, 0), LAST)


def numbers_of(days: np.ndarray) -> np.ndarray:
    """Days since the origin, as the database counts them. None is before all days."""
    return np.clip(days, 0, LAST).astype(np.uint16)


def latest_checks(checks: np.ndarray, count: int, day: int) -> np.ndarray:
    """For each of ``count`` slots the day of its latest standing check, or 0.

    The checks of a slot stand behind each other, earlier ones first: the last wins.
    """
    latest = np.zeros(count, dtype=np.uint16)
    standing = checks[checks["until"] >= day]
    latest[standing["slot"]] = standing["on"]
    return latest


def worth_keeping(checks: np.ndarray) -> np.ndarray:
    """The checks in the order ``latest_checks`` needs.

    An older check that ends no later than a newer one of the same slot is left out: on
    no day is it the latest that stands.
    """
    newest_first = np.lexsort((~checks["until"], ~checks["on"], checks["slot"]))
    checks = checks[newest_first]
    ends = checks["slot"].astype(np.int64) << 16 | checks["until"]
    furthest = np.maximum.accumulate(ends)
    outlasts = np.ones(len(checks), dtype=bool)
    outlasts[1:] = ends[1:] > furthest[:-1]
    return checks[outlasts][::-1]
