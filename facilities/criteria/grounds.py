"""What a conclusion rests on: which facts, how well they are known, until when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from facilities.criteria.catalog import CATALOG
from facilities.criteria.fields import JsonValue
from facilities.criteria.schema import ClaimStatus

# Lapsed stands above attested, as somebody did look once. Both are statements.
RANK: Mapping[ClaimStatus, int] = {
    status: rank
    for rank, status in enumerate(
        [
            ClaimStatus.CONTRADICTED,
            ClaimStatus.ATTESTED,
            ClaimStatus.LAPSED,
            ClaimStatus.DOCUMENT_SEEN,
            ClaimStatus.PRIMARY_SOURCE,
        ]
    )
}


@dataclass(frozen=True, slots=True)
class Fact:
    """What is said about one field, and how it is known.

    ``expires_on`` is the last day on which a check, or a contradiction, stands.
    """

    value: JsonValue
    status: ClaimStatus
    evidence: str = ""
    expires_on: date | None = None


Facts = Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class Ground:
    """``level`` is the lowest among the facts, ``until`` their earliest last day."""

    facts: tuple[str, ...]
    level: ClaimStatus
    until: date

    @property
    def strength(self) -> tuple[int, date]:
        return RANK[self.level], self.until


def join(grounds: Iterable[Ground]) -> Ground:
    """The ground of something that needs all of them."""
    grounds = list(grounds)
    facts = dict.fromkeys(name for ground in grounds for name in ground.facts)
    level = min((ground.level for ground in grounds), key=RANK.__getitem__)
    return Ground(tuple(facts), level, min(ground.until for ground in grounds))


def best(grounds: Iterable[Ground]) -> Ground:
    """The ground of something that needs only one of them; the first of equals."""
    return max(grounds, key=lambda ground: ground.strength)


def ground_of(name: str, fact: Fact, criterion: str | None, on: date) -> Ground:
    level = level_of(name, fact, criterion, on)
    until = fact.expires_on if level.counts_as_confirmed else None
    return Ground((name,), level, until or date.max)


def level_of(name: str, fact: Fact, criterion: str | None, on: date) -> ClaimStatus:
    """How well a fact is known on a day, for one criterion."""
    status = ClaimStatus(fact.status)
    if not status.counts_as_confirmed:
        return status
    highest = highest_level(name, fact.evidence, criterion)
    if not highest.counts_as_confirmed:
        return highest
    if fact.expires_on is not None and fact.expires_on < on:
        return ClaimStatus.LAPSED
    return min(status, highest, key=RANK.__getitem__)


@lru_cache(maxsize=10_000)
def highest_level(name: str, evidence: str, criterion: str | None) -> ClaimStatus:
    """The best that a kind of evidence can do for a field, in one criterion.

    Evidence that the field's own criterion does not accept, or that only shows who
    somebody is, never confirms. Where none is named, the status is taken as given.
    """
    if not evidence:
        return ClaimStatus.PRIMARY_SOURCE
    owner = CATALOG.fields[name].criterion
    kind = CATALOG.evidence_types.get(evidence)
    if kind is None or (owner and accepted(evidence, owner) is None):
        return ClaimStatus.ATTESTED
    listed = [accepted(evidence, slug) for slug in (owner, criterion) if slug]
    if any(each and each.is_identity_only for each in listed):
        return ClaimStatus.ATTESTED
    return kind.highest_level


def accepted(evidence: str, criterion: str):
    """The criterion's entry for a kind of evidence, or None."""
    entries = CATALOG.criteria[criterion].evidence
    return next((each for each in entries if each.type == evidence), None)


def confirmation_limit_months(field_name: str, evidence_type: str) -> int | None:
    """How long this evidence may confirm this field, or None where it may not."""
    field = CATALOG.fields[field_name]
    kind = CATALOG.evidence_types.get(evidence_type)
    if kind is None or field.is_derived or not kind.highest_level.counts_as_confirmed:
        return None
    if field.criterion is None:
        return kind.default_validity_months
    entry = accepted(evidence_type, field.criterion)
    if entry is None:
        return None
    criterion = CATALOG.criteria[field.criterion]
    return min(entry.validity_months, criterion.verification_validity_months)
