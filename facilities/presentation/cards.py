"""What the list says about one facility."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from facilities.criteria import (
    FIELDS,
    RED_FLAGS,
    ClaimStatus,
    CriterionStatus,
    RedFlag,
)
from facilities.criteria.rules import Fact, unanswered_safety_questions
from facilities.enums import PointPrecision
from facilities.models import Facility
from facilities.presentation.card_rows import CardRows, Mark, SessionPrice, card_rows

KETAMINE_INFUSION = "KIT"


class Routes(NamedTuple):
    """How ketamine is given."""

    labels: list[str]
    level: ClaimStatus


@dataclass(frozen=True, slots=True)
class Card:
    """``price`` and ``routes`` are None where they are not stated, or are untrue.

    ``samhsa_edition`` is the edition that says SAMHSA was told of ketamine infusion.
    ``flags`` are those that stand today, banners first, each with whether it is
    established. What does not apply is counted as neither verified nor lapsed.
    """

    facility: Facility
    miles: float | None
    marks: Mapping[str, Mark]
    stated: int
    verified: int
    lapsed: int
    latest: date | None
    price: SessionPrice | None
    routes: Routes | None
    samhsa_edition: int | None
    flags: Sequence[tuple[RedFlag, bool]]
    unanswered: int

    @property
    def is_point_of_city(self) -> bool:
        """The distance is to the middle of the city: no finer point is public."""
        return self.facility.point_precision == PointPrecision.CITY

    @property
    def not_applying(self) -> int:
        return len(self.marks) - self.stated


def cards_of(
    facilities: Sequence[Facility],
    miles: Mapping[int, float],
    latest: Mapping[int, date],
    today: date,
) -> list[Card]:
    """A card for each facility.

    ``miles``, and ``latest``, the day of the latest check that still stands, are by
    primary key, where there is one.
    """
    rows = card_rows([facility.pk for facility in facilities], today)
    return [
        _card(each, rows[each.pk], miles.get(each.pk), latest.get(each.pk))
        for each in facilities
    ]


def _card(
    facility: Facility, rows: CardRows, miles: float | None, latest: date | None
) -> Card:
    levels = [
        level
        for status, level in rows.marks.values()
        if status != CriterionStatus.NOT_APPLICABLE
    ]
    return Card(
        facility=facility,
        miles=miles,
        marks=rows.marks,
        stated=len(levels),
        verified=sum(level.counts_as_confirmed for level in levels),
        lapsed=levels.count(ClaimStatus.LAPSED),
        latest=latest,
        price=_unless_untrue(rows.price),
        routes=_unless_untrue(_routes(rows.facts.get("routes"))),
        samhsa_edition=_edition(rows),
        flags=_flags(rows.flags),
        unanswered=len(unanswered_safety_questions(rows.facts)),
    )


def _unless_untrue(stated: SessionPrice | Routes | None):
    is_untrue = stated and stated.level == ClaimStatus.CONTRADICTED
    return None if is_untrue else stated


def _routes(fact: Fact | None) -> Routes | None:
    if fact is None:
        return None
    return Routes(
        [FIELDS["routes"].value_label(each) for each in fact.value], fact.status
    )


def _edition(rows: CardRows) -> int | None:
    codes = rows.facts.get("samhsa_codes")
    return rows.samhsa_edition if codes and KETAMINE_INFUSION in codes.value else None


def _flags(raised: Mapping[str, bool]) -> list[tuple[RedFlag, bool]]:
    flags = [
        (RED_FLAGS[slug], is_established) for slug, is_established in raised.items()
    ]
    return sorted(flags, key=lambda each: (each[0].display, each[0].slug))
