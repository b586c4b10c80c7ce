"""One facility and one criterion: an answer, one fact in short, and how it is known."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import ngettext

from facilities.comparison.table import Cell
from facilities.criteria import (
    FIELDS,
    ClaimStatus,
    Criterion,
    CriterionStatus,
    FieldType,
)
from facilities.criteria.rules import Facts, evaluate, facts_read
from facilities.criteria.schema import field_names
from facilities.models import Claim
from facilities.presentation.how_known import HowKnown, how_known
from facilities.presentation.standing import Claims, Standing
from facilities.presentation.statements import line_of
from facilities.presentation.visible import visible

MOST_LISTED = 3


@dataclass(frozen=True, slots=True)
class Sources:
    """What the cells of one facility are drawn from."""

    claims: Claims
    facts: Facts
    standings: dict[str, Standing]
    today: date


def cell_of(criterion: Criterion, sources: Sources) -> Cell:
    claims, today = sources.claims, sources.today
    standing = sources.standings[criterion.slug]
    if standing.status == CriterionStatus.NOT_STATED:
        public = (field.name for field in criterion.fields if field.is_public)
        return Cell(standing, is_begun=any(name in claims for name in public))
    names = _names_of_grounds(criterion, standing, sources)
    grounds = [claims[name] for name in names if name in claims]
    if not grounds:
        return Cell(standing)
    return Cell(
        standing,
        detail=_detail(grounds[0]),
        known=_how_known(grounds, standing.level, today),
    )


def _names_of_grounds(
    criterion: Criterion, standing: Standing, sources: Sources
) -> Iterable[str]:
    """The facts that an answer rests on, the most telling first.

    Below "meets" that is the fact which decided it.
    """
    if standing.status == CriterionStatus.NOT_APPLICABLE:
        return field_names(criterion.applies_when)
    read = facts_read(criterion)
    if standing.status == CriterionStatus.MEETS:
        return dict.fromkeys([*criterion.answered_when_set, *read])
    used = evaluate(criterion, sources.facts, on=sources.today).facts_used
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
    return line_of(claim).words


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
