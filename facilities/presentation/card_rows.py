"""What cards show of each facility, read from the database in one statement.

To read a page of cards is to read some 600 rows of five kinds, a few columns of each.
Model instances of them take longer than all the rest of the page.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db import connection

from facilities.criteria import ClaimStatus, CriterionStatus
from facilities.criteria.rules import SAFETY_FIELDS, Fact, Facts
from facilities.enums import PriceKind
from facilities.models.provenance import CONFIRMED

FIELDS_READ = sorted({"routes", "samhsa_codes"} | SAFETY_FIELDS)

# A check past its last day is lapsed, whatever its row says.
LEVEL = """CASE WHEN status = ANY(%(confirmed)s) AND expires_on < %(today)s
        THEN 'lapsed' ELSE status END"""
# One row for each facility: a thousand rows take longer to send and to read. Facility
# by facility and field by field, as the indexes have them: asked for all at once, the
# planner reads all that these facilities ever said, and starts helpers for it, which
# takes longer than the reading.
STATEMENT = f"""
    SELECT shown.id, results.said, claims.said, prices.said, flags.said
    FROM unnest(%(facilities)s::bigint[]) AS shown (id)
    CROSS JOIN LATERAL (
        SELECT string_agg(concat_ws(' ', criterion, status,
            CASE WHEN confirmed_until < %(today)s THEN 'lapsed' ELSE level END
        ), ' ') AS said
        FROM facilities_criterionresult WHERE facility_id = shown.id
    ) AS results
    CROSS JOIN LATERAL (
        SELECT json_object_agg(field, json_build_array(value, {LEVEL}, edition))::text
            AS said
        FROM unnest(%(fields)s::text[]) AS read (name) CROSS JOIN LATERAL (
            SELECT * FROM facilities_claim
            WHERE facility_id = shown.id AND field = read.name LIMIT 1
        ) AS claim
    ) AS claims
    LEFT JOIN LATERAL (
        SELECT json_build_array(low_cents, high_cents, currency, {LEVEL})::text AS said
        FROM facilities_price
        WHERE facility_id = shown.id AND kind = %(session)s
    ) AS prices ON true
    CROSS JOIN LATERAL (
        SELECT json_object_agg(
            flag, coalesce(established_until >= %(today)s, false))::text AS said
        FROM facilities_facilityflag
        WHERE facility_id = shown.id
            AND (raised_until IS NULL OR raised_until >= %(today)s)
    ) AS flags
"""  # noqa: S608 -- made of what stands above, and of nothing else

Mark = tuple[CriterionStatus, ClaimStatus]
STATUSES = {each.value: each for each in CriterionStatus}
LEVELS = {each.value: each for each in ClaimStatus}


class SessionPrice(NamedTuple):
    low_cents: int
    high_cents: int
    currency: str
    level: ClaimStatus


@dataclass(frozen=True, slots=True)
class CardRows:
    """Of one facility, as they stand today.

    ``marks`` are by criterion and ``facts`` by field; ``flags`` say of each one that is
    raised whether it is established. ``samhsa_edition`` is of ``samhsa_codes``.
    """

    marks: Mapping[str, Mark]
    facts: Facts
    samhsa_edition: int | None
    price: SessionPrice | None
    flags: Mapping[str, bool]


def card_rows(facilities: Sequence[int], today: date) -> dict[int, CardRows]:
    """Of each facility, by primary key."""
    return {pk: _rows(*said) for pk, *said in _read(facilities, today)}


def _rows(
    results: str | None, claims: str | None, price: str | None, flags: str | None
) -> CardRows:
    said = json.loads(claims or "{}")
    _codes, _level, edition = said.get("samhsa_codes", (None, None, None))
    return CardRows(
        marks=_marks(results or ""),
        facts={name: Fact(each[0], LEVELS[each[1]]) for name, each in said.items()},
        samhsa_edition=edition,
        price=_price(*json.loads(price)) if price else None,
        flags=json.loads(flags or "{}"),
    )


def _marks(said: str) -> dict[str, Mark]:
    """Of words in threes: a criterion, its status, and its level."""
    words = iter(said.split())
    return {
        criterion: (STATUSES[status], LEVELS[level])
        for criterion, status, level in zip(words, words, words, strict=True)
    }


def _price(low_cents: int, high_cents: int, currency: str, level: str) -> SessionPrice:
    return SessionPrice(low_cents, high_cents, currency, LEVELS[level])


def _read(facilities: Sequence[int], today: date) -> Sequence[tuple]:
    if not facilities:
        return []
    parameters = {
        "facilities": list(facilities),
        "today": today,
        "fields": FIELDS_READ,
        "confirmed": CONFIRMED,
        "session": PriceKind.SESSION.value,
    }
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT, parameters)
        return cursor.fetchall()
