"""Which rows are certainly a facility that is known.

Certain is: the same names, street and ZIP code; or the same street, suite, ZIP code
and phone under a name that agrees, where neither directory has a second entry; or,
with a withheld street, everything else the same. A name alone never is.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass

from facilities.exchange.samhsa.names import names_agree
from facilities.exchange.samhsa.printed import Printed, plain

STATED = "stated"  # the source of what a clinic or a moderator said

Key = Callable[["Trace"], Hashable | None]
Matches = dict[str, int]


@dataclass(frozen=True, slots=True)
class Trace:
    """What one source prints about one facility, and what it is compared by.

    ``owner`` is the key of a row, or the facility. A key that is None is not there to
    compare. ``identity`` outlives a street that is wiped.
    """

    owner: str | int
    source: str
    printed: Printed
    identity: str
    identity_without_street: str
    number: str
    address_and_phone: Hashable | None
    names_and_phone: Hashable | None
    names_and_postal_code: Hashable | None
    names_and_city: Hashable
    phone_and_city: Hashable | None


def trace(owner, source: str, printed: Printed, row_key: str = "") -> Trace:
    """``row_key`` is that of a record: of a wiped one it is all there is to compare."""
    is_wiped = row_key and printed.is_withheld
    names, number, code = printed.names, printed.phone_number, printed.postal_code
    city = (plain(printed.city), printed.state)
    has_address = printed.has_street and number
    return Trace(
        owner=owner,
        source=source,
        printed=printed,
        identity=row_key if is_wiped else printed.identity,
        identity_without_street=(
            row_key if is_wiped else printed.identity_without_street
        ),
        number=number,
        address_and_phone=(*printed.streets, code, number) if has_address else None,
        names_and_phone=(*names, number) if number else None,
        names_and_postal_code=(*names, code) if code else None,
        names_and_city=(*names, *city),
        phone_and_city=(number, *city) if number else None,
    )


def certain_matches(
    rows: list[Trace], known: list[Trace], *, settled: Matches
) -> Matches:
    """The facility of each row that has one for certain, beside those ``settled``.

    No facility gets two rows: two entries of one directory are two facilities.
    """
    matches = dict(settled)
    elsewhere = [each for each in known if each.source != rows[0].source]
    sole_address = _sole_address(rows, elsewhere)
    had_no_match = _without_a_match(settled, elsewhere)
    for key, agrees in (
        (lambda each: (each.identity, each.printed.phone), _always),
        (lambda each: (each.identity, each.number), _always),
        (lambda each: each.identity, _always),
        (lambda each: each.identity_without_street, _a_street_is_missing),
        (sole_address, _a_name_agrees),
    ):
        taken = set(matches.values())
        open_rows = [
            row for row in rows if row.owner not in matches or row.owner in had_no_match
        ]
        free = [each for each in known if each.owner not in taken]
        found = _one_to_one(open_rows, free, key, agrees)
        matches |= {row: found[row] for row in found if row not in settled}
    return {row: match for row, match in matches.items() if row not in settled}


def _without_a_match(settled: Matches, elsewhere: list[Trace]) -> set:
    """Rows for which a facility was made before an import was cut short.

    They still stand in the way of another row's match, as they did then.
    """
    matchable = {each.owner for each in elsewhere}
    return {row for row, facility in settled.items() if facility not in matchable}


def _sole_address(rows: list[Trace], elsewhere: list[Trace]) -> Key:
    """The address and phone of what is its directory's only entry there."""
    entries = Counter(
        (each.source, each.address_and_phone) for each in [*rows, *elsewhere]
    )

    def sole_address(each: Trace):
        is_sole = entries[each.source, each.address_and_phone] <= 1
        return each.address_and_phone if is_sole else None

    return sole_address


def _one_to_one(rows, known, key: Key, agrees) -> Matches:
    """Where one row and one facility share a key that no other has."""
    rows_by_key, known_by_key = by_key(rows, key), by_key(known, key)
    pairs: Matches = {}
    for value, traces in rows_by_key.items():
        others = known_by_key.get(value, [])
        rows_found = {each.owner for each in traces}
        facilities_found = {each.owner for each in others}
        if len(rows_found) == len(facilities_found) == 1 and agrees(traces[0], others):
            [pairs[traces[0].owner]] = facilities_found
    times = Counter(pairs.values())
    return {row: facility for row, facility in pairs.items() if times[facility] == 1}


def by_key(traces: Iterable[Trace], key: Key) -> dict[Hashable, list[Trace]]:
    found = defaultdict(list)
    for each in traces:
        if (value := key(each)) is not None:
            found[value].append(each)
    return found


def _always(_row: Trace, _known: list[Trace]) -> bool:
    return True


def _a_street_is_missing(row: Trace, known: list[Trace]) -> bool:
    return not all(each.printed.has_street for each in [row, *known])


def _a_name_agrees(row: Trace, known: list[Trace]) -> bool:
    return any(names_agree(row.printed, each.printed) for each in known)
