"""What cards show of each facility, read from the database in one statement.

To read a page of cards is to read some 600 rows of five kinds, a few columns of each.
Model instances of them take longer than all the rest of the page.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db import connection

from facilities.criteria import ClaimStatus, CriterionStatus
from facilities.criteria.rules import SAFETY_FIELDS, Fact
from facilities.enums import PriceKind
from facilities.models.provenance import CONFIRMED

FIELDS_READ = ["routes", "samhsa_codes", *SAFETY_FIELDS]

# A check past its last day is lapsed, whatever its row says.
LEVEL = """CASE WHEN status = ANY(%(confirmed)s) AND expires_on < %(today)s
        THEN 'lapsed' ELSE status END"""
# One row for each facility and kind: a thousand rows take longer to send and to read.
STATEMENT = f"""
    SELECT 'results', facility_id, string_agg(concat_ws(' ', criterion, status,
        CASE WHEN confirmed_until < %(today)s THEN 'lapsed' ELSE level END), ' '), NULL
    FROM facilities_criterionresult
    WHERE facility_id = ANY(%(facilities)s)
    GROUP BY facility_id
  UNION ALL
    SELECT 'claims', facility_id, json_object_agg(
        field, json_build_array(value, {LEVEL}, edition)
    ) FILTER (WHERE field = ANY(%(fields)s))::text, max(verified_on)
        FILTER (WHERE status = ANY(%(confirmed)s) AND expires_on >= %(today)s)
    FROM facilities_claim
    WHERE facility_id = ANY(%(facilities)s)
    GROUP BY facility_id
  UNION ALL
    SELECT 'price', facility_id,
        json_build_array(low_cents, high_cents, currency, {LEVEL})::text, NULL
    FROM facilities_price
    WHERE facility_id = ANY(%(facilities)s) AND kind = %(session)s
  UNION ALL
    SELECT 'flags', facility_id, json_object_agg(
        flag, coalesce(established_until >= %(today)s, false))::text, NULL
    FROM facilities_facilityflag
    WHERE facility_id = ANY(%(facilities)s)
        AND (raised_until IS NULL OR raised_until >= %(today)s)
    GROUP BY facility_id
"""  # noqa: S608 -- made of what stands above, and of nothing else

Mark = tuple[CriterionStatus, ClaimStatus]
STATUSES = {each.value: each for each in CriterionStatus}
LEVELS = {each.value: each for each in ClaimStatus}


class SessionPrice(NamedTuple):
    low_cents: int
    high_cents: int
    currency: str
    level: ClaimStatus


@dataclass(slots=True)
class CardRows:
    """Of one facility, as they stand today.

    ``marks`` are by criterion; ``facts``, and the ``editions`` of SAMHSA's, by field;
    ``flags`` say of each one that is raised whether it is established. ``latest`` is
    the day of the latest check.
    """

    marks: dict[str, Mark] = field(default_factory=dict)
    facts: dict[str, Fact] = field(default_factory=dict)
    editions: dict[str, int | None] = field(default_factory=dict)
    latest: date | None = None
    price: SessionPrice | None = None
    flags: dict[str, bool] = field(default_factory=dict)


def card_rows(facilities: Sequence[int], today: date) -> dict[int, CardRows]:
    """Of each facility, by primary key."""
    found = {pk: CardRows() for pk in facilities}
    for kind, pk, said, latest in _read(facilities, today):
        rows = found[pk]
        if kind == "results":
            rows.marks = _marks(said)
        elif kind == "claims":
            rows.latest = latest
            for name, (value, level, edition) in json.loads(said or "{}").items():
                rows.facts[name] = Fact(value, LEVELS[level])
                rows.editions[name] = edition
        elif kind == "price":
            *amounts, level = json.loads(said)
            rows.price = SessionPrice(*amounts, LEVELS[level])
        else:
            rows.flags = json.loads(said)
    return found


def _marks(said: str) -> dict[str, Mark]:
    """Of words in threes: a criterion, its status, and its level."""
    words = iter(said.split(" "))
    return {
        criterion: (STATUSES[status], LEVELS[level])
        for criterion, status, level in zip(words, words, words, strict=True)
    }


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
