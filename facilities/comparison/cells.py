"""One facility and one criterion: an answer, one fact in short, and how it is known."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import ngettext

from facilities.comparison.table import Cell, Column
from facilities.criteria import (
    FIELDS,
    ClaimStatus,
    Criterion,
    CriterionStatus,
    FieldType,
)
from facilities.criteria.rules import Facts, evaluate, facts_read
from facilities.criteria.schema import field_names
from facilities.models import Claim, Facility
from facilities.presentation.how_known import HowKnown, how_known
from facilities.presentation.standing import Claims, Standing
from facilities.presentation.visible import visible

MOST_LISTED = 3


@dataclass(frozen=True, slots=True)
class Side:
    """One facility with what its cells are drawn from."""

    column: Column
    facility: Facility
    claims: Claims
    facts: Facts
    standings: dict[str, Standing]


def cell_of(criterion: Criterion, side: Side, today: date) -> Cell:
    column, claims = side.column, side.claims
    standing = side.standings[criterion.slug]
    if standing.status == CriterionStatus.NOT_STATED:
        return Cell(column, standing, detail="", known=None)
    names = _names_of_grounds(criterion, standing, side.facts, today)
    grounds = [claims[name] for name in names if name in claims]
    return Cell(
        column,
        standing,
        detail=_detail(grounds[0]) if grounds else "",
        known=_how_known(grounds, standing.level, today) if grounds else None,
    )


def _names_of_grounds(
    criterion: Criterion, standing: Standing, facts: Facts, today: date
) -> Iterable[str]:
    """The facts that an answer rests on, the most telling first.

    Below "meets" that is the fact which decided it.
    """
    if standing.status == CriterionStatus.NOT_APPLICABLE:
        return field_names(criterion.applies_when)
    read = facts_read(criterion)
    if standing.status == CriterionStatus.MEETS:
        return dict.fromkeys([*criterion.answered_when_set, *read])
    used = evaluate(criterion, facts, on=today).facts_used
    own = [name for name in used if FIELDS[name].criterion == criterion.slug]
    return dict.fromkeys([*own, *used, *criterion.answered_when_set, *read])


def _detail(claim: Claim) -> str:
    field = claim.definition
    if field.type == FieldType.MULTI:
        listed = [field.value_label(value) for value in claim.value]
        words = ", ".join(listed[:MOST_LISTED])
        left = len(listed) - MOST_LISTED
        if left > 0:
            words += ngettext(" and %(left)d more", " and %(left)d more", left) % {
                "left": left
            }
        return visible(words)
    if field.type in (FieldType.ENUM, FieldType.TEXT):
        return visible(claim.display_value)
    return visible(f"{field.label}: {claim.display_value}")


def _how_known(
    claims: Sequence[Claim], level: ClaimStatus | None, today: date
) -> HowKnown:
    """In the words of the fact that sets the level: the oldest of the weakest."""
    weakest = [claim for claim in claims if claim.status_on(today) == level]
    if weakest:
        return how_known(min(weakest, key=_age), today)
    checked = [claim for claim in claims if claim.is_confirmed_on(today)]
    if checked and level and level.counts_as_confirmed:
        return how_known(min(checked, key=_age), today, level)
    return how_known(min(claims, key=_age), today, ClaimStatus.ATTESTED)


def _age(claim: Claim) -> date:
    return claim.verified_on or claim.stated_on
