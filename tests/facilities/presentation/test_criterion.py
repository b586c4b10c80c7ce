"""How clinics stand on a criterion, and what evidence counts for it: pure counting."""

import pytest

from facilities.criteria import (
    CRITERIA,
    EVIDENCE_TYPES,
    ClaimStatus,
    CriterionStatus,
)
from facilities.models.result import ResultCount
from facilities.presentation.criterion import accepted_evidence, counts_by_criterion

S = CriterionStatus
SLUG = "vital-signs"


def counted(status, total, confirmed=0, lapsed=0, untrue=0, slug=SLUG):
    return ResultCount(slug, status, total, confirmed, lapsed, untrue)


def numbers(answer):
    return answer.verified, answer.stated, answer.lapsed, answer.total


def test_every_criterion_is_counted_though_nobody_says_anything():
    counts = counts_by_criterion([], 7)

    assert list(counts) == list(CRITERIA)
    assert {each.not_stated for each in counts.values()} == {7}
    assert {each.is_silent for each in counts.values()} == {True}


def test_answers_are_counted_by_how_they_are_known_and_the_rest_is_silence():
    rows = [
        counted("meets", 10, confirmed=4, lapsed=1),
        counted("does_not_meet", 3, confirmed=1, untrue=1),
    ]

    counts = counts_by_criterion(rows, 20)[SLUG]

    assert numbers(counts.met) == (4, 5, 1, 10)
    assert numbers(counts.answers[S.DOES_NOT_MEET]) == (2, 1, 0, 3)
    assert numbers(counts.answers[S.PARTLY_MEETS]) == (0, 0, 0, 0)
    assert counts.not_stated == 7
    assert not counts.is_silent


def test_what_does_not_apply_is_counted_only_where_it_can_be():
    counts = counts_by_criterion(
        [counted("not_applicable", 2, slug="esketamine-rems")], 5
    )

    assert S.NOT_APPLICABLE not in counts[SLUG].answers
    assert counts["esketamine-rems"].answers[S.NOT_APPLICABLE].total == 2
    assert counts["esketamine-rems"].not_stated == 3


def test_criterion_that_is_gone_from_the_specification_is_left_out():
    counts = counts_by_criterion([counted("meets", 1, slug="gone")], 1)

    assert "gone" not in counts


@pytest.mark.parametrize("criterion", CRITERIA.values(), ids=lambda each: each.slug)
def test_evidence_counts_no_longer_than_the_criterion_allows(criterion):
    accepted = accepted_evidence(criterion)

    assert [each.kind.slug for each in accepted] == [
        each.type for each in criterion.evidence
    ]
    for each, entry in zip(accepted, criterion.evidence, strict=True):
        assert each.months <= criterion.verification_validity_months
        assert each.months <= entry.validity_months
        assert not (each.confirms and entry.is_identity_only)


def test_clinics_own_word_confirms_nothing():
    kinds = {
        each.kind.slug: each.confirms
        for criterion in CRITERIA.values()
        for each in accepted_evidence(criterion)
    }

    assert kinds["protocol_document"]
    assert [
        slug
        for slug, kind in EVIDENCE_TYPES.items()
        if kinds.get(slug) and (kind.highest_level == ClaimStatus.ATTESTED)
    ] == []
