"""Where a facility stands today: which claims still say something, and what they make.

A check that has passed its last day is lapsed, and a contradiction that has run its
time says nothing any more, whether or not the nightly job has run.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from facilities.criteria import CRITERIA, ClaimStatus, Criterion, CriterionStatus
from facilities.criteria.rules import Facts, evaluate, facts_read
from facilities.models import Claim, CriterionResult, Facility

Claims = Mapping[str, Claim]
NOT_APPLICABLE = CriterionStatus.NOT_APPLICABLE


@dataclass(frozen=True, slots=True)
class Standing:
    """One criterion today. ``level`` is None where nothing is stated."""

    status: CriterionStatus
    level: ClaimStatus | None
    is_voluntary: bool = False

    @property
    def is_confirmed(self) -> bool:
        return self.level is not None and self.level.counts_as_confirmed

    def level_on(self, day: date) -> ClaimStatus | None:  # noqa: ARG002
        """The level, for what reads stored results: a standing is of one day."""
        return self.level


NOT_STATED = Standing(CriterionStatus.NOT_STATED, None)


def is_neutral(
    status: CriterionStatus, level: ClaimStatus | None, *, is_voluntary: bool
) -> bool:
    """A plain "no" to something voluntary, which is no mark against a clinic.

    An untrue "yes" is one.
    """
    return (
        is_voluntary
        and status == CriterionStatus.DOES_NOT_MEET
        and level != ClaimStatus.CONTRADICTED
    )


@dataclass(frozen=True, slots=True)
class Counts:
    """Plain counts over criteria; never a score."""

    total: int
    met: int
    partly: int
    not_met: int
    not_stated: int
    not_applying: int
    verified: int
    lapsed: int

    @property
    def stated(self) -> int:
        return self.met + self.partly + self.not_met

    @property
    def applying(self) -> int:
        return self.total - self.not_applying


def claims_today(facility: Facility, today: date) -> Claims:
    """The claims that say something today, by field."""
    return {
        claim.field: claim
        for claim in facility.claims.all()
        if not _has_run_out(claim, today)
    }


def usable_values(claims: Claims, field: str) -> list[str]:
    """The values of a list, unless it is not stated or was found to be untrue."""
    claim = claims.get(field)
    if claim is None or claim.status == ClaimStatus.CONTRADICTED:
        return []
    return claim.value


def facts_of(claims: Claims, today: date) -> Facts:
    return {field: claim.as_fact(today) for field, claim in claims.items()}


def standings(facility: Facility, claims: Claims, today: date) -> dict[str, Standing]:
    """The standing on every criterion, by its slug."""
    results = {result.criterion: result for result in facility.results.all()}
    return {
        slug: _standing(criterion, results.get(slug), claims, today)
        for slug, criterion in CRITERIA.items()
    }


def count(standings: Iterable[Standing]) -> Counts:
    """What does not apply is counted apart: it is neither verified nor lapsed."""
    standings = list(standings)
    applying = [each for each in standings if each.status != NOT_APPLICABLE]
    statuses = [each.status for each in applying]
    levels = [each.level for each in applying]
    return Counts(
        total=len(standings),
        met=statuses.count(CriterionStatus.MEETS),
        partly=statuses.count(CriterionStatus.PARTLY_MEETS),
        not_met=statuses.count(CriterionStatus.DOES_NOT_MEET),
        not_stated=statuses.count(CriterionStatus.NOT_STATED),
        not_applying=len(standings) - len(applying),
        verified=sum(each.is_confirmed for each in applying),
        lapsed=levels.count(ClaimStatus.LAPSED),
    )


def _standing(
    criterion: Criterion, result: CriterionResult | None, claims: Claims, today: date
) -> Standing:
    if result is None:
        return NOT_STATED
    if result.level == ClaimStatus.CONTRADICTED and not _is_contradicted(
        criterion, claims
    ):
        evaluation = evaluate(criterion, facts_of(claims, today), on=today)
        status, level = evaluation.status, evaluation.level
    else:
        status, level = CriterionStatus(result.status), result.level_on(today)
    return Standing(status, level, criterion.absence_is_neutral)


def _has_run_out(claim: Claim, today: date) -> bool:
    return claim.status == ClaimStatus.CONTRADICTED and claim.expires_on < today


def _is_contradicted(criterion: Criterion, claims: Claims) -> bool:
    return any(
        claims[field].status == ClaimStatus.CONTRADICTED
        for field in facts_read(criterion)
        if field in claims
    )
