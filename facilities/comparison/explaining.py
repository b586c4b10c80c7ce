"""Why each clinic stands as it does: the rules in words and the facts they used."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from facilities.comparison.table import LETTERS
from facilities.criteria import CRITERIA, FIELDS, Criterion, CriterionStatus
from facilities.criteria.rules import Facts, evaluate, facts_read
from facilities.criteria.words import rules_in_words
from facilities.models import Facility
from facilities.presentation.standing import (
    Claims,
    Standing,
    claims_today,
    facts_of,
    standings,
)
from facilities.presentation.statements import Statement, statements_of
from facilities.presentation.visible import visible


@dataclass(frozen=True, slots=True)
class Why:
    """One clinic and one criterion.

    ``used`` are the facts that decided, ``missing`` the labels of those that nobody has
    stated, where that is why nothing is decided.
    """

    letter: str
    name: str
    standing: Standing
    used: tuple[Statement, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """``rules`` are in the order in which they are tried."""

    criterion: Criterion
    is_must: bool
    rules: tuple[tuple[CriterionStatus, str], ...]
    clinics: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class _Clinic:
    letter: str
    name: str
    claims: Claims
    facts: Facts
    standings: dict[str, Standing]


def explain(
    facilities: Sequence[Facility],
    mine: Collection[str],
    must: Collection[str],
    today: date,
) -> tuple[Explained, ...]:
    """Facilities with claims and results fetched, in the order of their letters."""
    clinics = [
        _clinic(letter, facility, today)
        for letter, facility in zip(LETTERS, facilities, strict=False)
    ]
    return tuple(
        Explained(
            CRITERIA[slug],
            slug in must,
            tuple(rules_in_words(CRITERIA[slug], FIELDS)),
            tuple(_why(CRITERIA[slug], clinic, today) for clinic in clinics),
        )
        for slug in mine
    )


def _clinic(letter: str, facility: Facility, today: date) -> _Clinic:
    claims = claims_today(facility, today)
    return _Clinic(
        letter,
        visible(facility.full_name),
        claims,
        facts_of(claims, today),
        standings(facility, claims, today),
    )


def _why(criterion: Criterion, clinic: _Clinic, today: date) -> Why:
    standing = clinic.standings[criterion.slug]
    used = evaluate(criterion, clinic.facts, on=today).facts_used
    is_silent = standing.status == CriterionStatus.NOT_STATED
    missing = [name for name in facts_read(criterion) if name not in clinic.claims]
    return Why(
        clinic.letter,
        clinic.name,
        standing,
        used=statements_of(used, clinic.claims, today),
        missing=tuple(FIELDS[name].label for name in missing) if is_silent else (),
    )
