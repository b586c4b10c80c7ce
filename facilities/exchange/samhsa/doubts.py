"""Which facilities may be one. A moderator decides; nothing is merged."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from facilities.exchange.samhsa.matching import STATED, Key, Trace, by_key

MOST_ALIKE = 4  # more facilities than this with one name or phone are a chain

Pair = tuple[int, int]


def doubtful_pairs(traces: list[Trace]) -> dict[Pair, str]:
    """Pairs that may be one facility, lower number first, with the reason.

    Two entries of one directory are two facilities: SAMHSA says so.
    """
    sources = defaultdict(set)
    withheld = set()
    for each in traces:
        sources[each.owner].add(each.source)
        if not each.printed.has_street:
            withheld.add(each.owner)
    pairs: dict[Pair, str] = {}
    for reason, key, is_about_withheld in DOUBTS:
        for pair in _alike(traces, key):
            one, other = pair
            if is_about_withheld and not withheld & {one, other}:
                continue
            if not (sources[one] & sources[other]) - {STATED}:
                pairs.setdefault(pair, reason)
    return pairs


def _alike(traces: list[Trace], key: Key) -> Iterator[Pair]:
    for found in by_key(traces, key).values():
        owners = sorted({each.owner for each in found})
        if len(owners) <= MOST_ALIKE:
            yield from combinations(owners, 2)


DOUBTS: tuple[tuple[str, Key, bool], ...] = (
    ("Same names, street and ZIP code", lambda each: each.identity, False),
    (
        "Same street and phone, different names",
        lambda each: each.address_and_phone,
        False,
    ),
    ("Same names and phone, another street", lambda each: each.names_and_phone, False),
    (
        "Same names in the same ZIP code",
        lambda each: each.names_and_postal_code,
        False,
    ),
    (
        "Same names in the same city, one address withheld",
        lambda each: each.names_and_city,
        True,
    ),
    (
        "Same phone in the same city, one address withheld",
        lambda each: each.phone_and_city,
        True,
    ),
)
