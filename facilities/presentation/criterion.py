"""What a criterion's own page says: how clinics stand on it, and how it is checked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from facilities.criteria import CRITERIA, EVIDENCE_TYPES, Criterion, CriterionStatus
from facilities.criteria.schema import EvidenceType
from facilities.models.result import ResultCount


@dataclass(frozen=True, slots=True)
class AnswerCount:
    """Clinics with one answer, by how it is known.

    ``verified`` also counts those whose own word a check found untrue: that they do
    not meet the criterion is what was verified.
    """

    status: CriterionStatus
    verified: int = 0
    stated: int = 0
    lapsed: int = 0

    @property
    def unverified(self) -> int:
        return self.stated + self.lapsed

    @property
    def total(self) -> int:
        return self.verified + self.unverified


@dataclass(frozen=True, slots=True)
class CriterionCounts:
    """How many of the listed clinics give each answer. Silence is one of them."""

    answers: Mapping[CriterionStatus, AnswerCount]
    listed: int

    @property
    def met(self) -> AnswerCount:
        return self.answers[CriterionStatus.MEETS]

    @property
    def not_stated(self) -> int:
        return self.listed - sum(each.total for each in self.answers.values())

    @property
    def is_silent(self) -> bool:
        return self.not_stated == self.listed


@dataclass(frozen=True, slots=True)
class Accepted:
    """A kind of evidence, and for how long it counts for this criterion."""

    kind: EvidenceType
    months: int
    note: str
    is_identity_only: bool

    @property
    def confirms(self) -> bool:
        return self.kind.highest_level.counts_as_confirmed and not self.is_identity_only


def counts_by_criterion(
    counted: Iterable[ResultCount], listed: int
) -> dict[str, CriterionCounts]:
    """For every criterion, also where nobody has said anything."""
    answers = {slug: _no_answers(each) for slug, each in CRITERIA.items()}
    for each in counted:
        status = CriterionStatus(each.status)
        if each.criterion in answers:
            answers[each.criterion][status] = AnswerCount(
                status,
                verified=each.confirmed + each.untrue,
                stated=each.total - each.confirmed - each.untrue - each.lapsed,
                lapsed=each.lapsed,
            )
    return {slug: CriterionCounts(each, listed) for slug, each in answers.items()}


def accepted_evidence(criterion: Criterion) -> tuple[Accepted, ...]:
    return tuple(
        Accepted(
            EVIDENCE_TYPES[each.type],
            min(each.validity_months, criterion.verification_validity_months),
            each.note,
            each.is_identity_only,
        )
        for each in criterion.evidence
    )


def _no_answers(criterion: Criterion) -> dict[CriterionStatus, AnswerCount]:
    possible = [*criterion.rules]
    if criterion.applies_when:
        possible.append(CriterionStatus.NOT_APPLICABLE)
    return {
        status: AnswerCount(status) for status in CriterionStatus if status in possible
    }
