"""Highest doses against the reference bands, which are editorial."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from facilities.criteria.catalog import CATALOG
from facilities.criteria.grounds import Facts, Ground, best, join
from facilities.criteria.knowledge import Knowledge, Known
from facilities.criteria.schema import DoseBand

TABLE = CATALOG.dose_table
POSITION_INPUTS = (
    TABLE.routes_field,
    *(band.maximum_field for band in TABLE.bands if band.maximum_field),
    TABLE.rationale_field,
)


class DosePosition(StrEnum):
    """Where the highest dose of one route stands."""

    WITHIN = "within"
    ABOVE_WITH_RATIONALE = "above_with_rationale"
    ABOVE_NO_RATIONALE = "above_no_rationale"
    NOT_COMPUTABLE = "not_computable"


ALL_WITHIN = "all_within"
SOME_ABOVE = {
    DosePosition.ABOVE_WITH_RATIONALE: "some_above_with_rationale",
    DosePosition.ABOVE_NO_RATIONALE: "some_above_no_rationale",
}


@dataclass(frozen=True, slots=True)
class DoseCheck:
    """One route a clinic offers. ``maximum`` is what the clinic states, if it does."""

    band: DoseBand
    maximum: Decimal | None
    position: DosePosition


def dose_bands(facts: Facts) -> tuple[DoseCheck, ...]:
    """Each route offered, its highest dose and how that compares, on whatever ground.

    There is no verdict for a clinic that treats pain only.
    """
    return checks(Knowledge(facts, date.min))


def checks(knowledge: Knowledge) -> tuple[DoseCheck, ...]:
    routes = knowledge.get(TABLE.routes_field)
    if routes is None:
        return ()
    return tuple(
        check(band, knowledge)
        for band in TABLE.bands
        if not set(band.offered_as).isdisjoint(routes.value)
    )


def check(band: DoseBand, knowledge: Knowledge) -> DoseCheck:
    known = band.maximum_field and knowledge.get(band.maximum_field)
    maximum = Decimal(known.value) if known else None
    return DoseCheck(band, maximum, position_of(band, maximum, knowledge))


def position_of(band: DoseBand, maximum: Decimal | None, knowledge) -> DosePosition:
    has_no_verdict = knowledge.judge(TABLE.no_verdict_when).truth
    if has_no_verdict or maximum is None or band.maximum is None:
        return DosePosition.NOT_COMPUTABLE
    if maximum <= band.maximum:
        return DosePosition.WITHIN
    if knowledge.get(TABLE.rationale_field):
        return DosePosition.ABOVE_WITH_RATIONALE
    return DosePosition.ABOVE_NO_RATIONALE


def overall_position(knowledge: Knowledge) -> Known | None:
    """The value of the derived field, or None where it cannot be worked out.

    A dose above its band counts even if the number for another route is missing:
    leaving a number blank must not hide one that was given.
    """
    by_route = checks(knowledge)
    for position, value in SOME_ABOVE.items():
        above = [each.band for each in by_route if each.position is position]
        if above:
            return Known(value, ground_of_above(above, position, knowledge))
    if not by_route or any(
        each.position is not DosePosition.WITHIN for each in by_route
    ):
        return None
    names = [each.band.maximum_field for each in by_route]
    return Known(ALL_WITHIN, knowledge.ground([TABLE.routes_field, *names]))


def ground_of_above(bands, position: DosePosition, knowledge: Knowledge) -> Ground:
    """One such dose is enough; an explained one rests on the explanation as well."""
    parts = [
        knowledge.get(TABLE.routes_field).ground,
        best(knowledge.get(band.maximum_field).ground for band in bands),
    ]
    if position is DosePosition.ABOVE_WITH_RATIONALE:
        parts.append(knowledge.get(TABLE.rationale_field).ground)
    return join(parts)


def excuses(knowledge: Knowledge) -> list[Ground]:
    """What explains a dose above its band: without it the criterion would not be met.

    A result that stands on an explanation is known only as well as the explanation.
    """
    known = knowledge.get(TABLE.position_field)
    if known and known.value == SOME_ABOVE[DosePosition.ABOVE_WITH_RATIONALE]:
        return [known.ground]
    return []
