"""What must hold whatever a clinic says."""

from datetime import date, timedelta
from operator import or_

from hypothesis import given
from hypothesis import strategies as st

from facilities.criteria import (
    CRITERIA,
    EVIDENCE_TYPES,
    FIELDS,
    RED_FLAGS,
    ClaimStatus,
    CriterionStatus,
    FieldType,
)
from facilities.criteria.doses import POSITION_INPUTS
from facilities.criteria.rules import (
    Fact,
    dose_bands,
    evaluate_all,
    red_flags,
    unanswered_safety_questions,
)
from facilities.criteria.schema import field_names
from tests.facilities.criteria.facts import DAY

TOPICS = [
    *(
        field_names(criterion.applies_when, *criterion.rules.values())
        for criterion in CRITERIA.values()
    ),
    *(field_names(flag.trigger) for flag in RED_FLAGS.values() if flag.trigger),
    ("dose_reporting", "written_dose_ceiling", *POSITION_INPUTS),
]
DECIDING = sorted({name for topic in TOPICS for name in topic})
EXPIRING = (ClaimStatus.DOCUMENT_SEEN, ClaimStatus.PRIMARY_SOURCE)
RANKED = (CriterionStatus.MEETS, CriterionStatus.PARTLY_MEETS)


def values_of(field):
    match field.type:
        case FieldType.BOOL:
            raw = st.booleans()
        case FieldType.INT:
            raw = st.integers(field.minimum, min(field.maximum, 130))
        case FieldType.DECIMAL:
            raw = st.decimals(field.minimum, field.maximum, places=2)
        case FieldType.ENUM:
            raw = st.sampled_from(field.allowed_values)
        case FieldType.MULTI:
            several = [
                value
                for value in field.allowed_values
                if value not in ("none", "not_disclosed")
            ]
            alone = set(field.allowed_values) - set(several)
            raw = st.lists(st.sampled_from(several), min_size=1)
            raw |= st.sampled_from([[value] for value in sorted(alone)] or [several])
        case FieldType.DATE:
            raw = st.just("2026-01-01")
        case FieldType.TEXT:
            raw = st.just("US-OR")
    return raw.map(field.clean)


STATEMENTS = {
    name: values_of(FIELDS[name]).map(lambda value: Fact(value, ClaimStatus.ATTESTED))
    for name in DECIDING
}
CHECKS = {
    name: st.builds(
        Fact,
        values_of(FIELDS[name]),
        st.sampled_from([each for each in ClaimStatus if each != "contradicted"]),
        st.sampled_from(["", *EVIDENCE_TYPES]),
        st.none() | st.dates(DAY - timedelta(days=5), DAY + timedelta(days=5)),
    )
    for name in DECIDING
}
ANYHOW = {
    name: checks | checks.map(lambda fact: Fact(fact.value, ClaimStatus.CONTRADICTED))
    for name, checks in CHECKS.items()
}


def some(facts):
    """Facts about two topics, so that what is said is often said of one rule."""
    one = st.sampled_from(TOPICS).flatmap(
        lambda topic: st.fixed_dictionaries(
            {}, optional={name: facts[name] for name in topic}
        )
    )
    return st.builds(or_, one, one)


def confirmed(evaluations):
    return {slug for slug, each in evaluations.items() if each.is_confirmed}


@given(some(ANYHOW))
def test_evaluation_is_total_and_consistent(facts):
    for evaluation in evaluate_all(facts, on=DAY).values():
        is_silent = evaluation.status == CriterionStatus.NOT_STATED
        assert (evaluation.level is None, evaluation.facts_used == ()) == (
            is_silent,
            is_silent,
        )
        assert set(evaluation.facts_used) <= set(facts)
        if evaluation.confirmed_until:
            assert evaluation.is_confirmed is True
            assert evaluation.confirmed_until >= DAY


@given(some(ANYHOW))
def test_flags_doses_and_questions_are_total(facts):
    for raised in red_flags(facts, on=DAY):
        assert set(raised.facts_used) - set(facts) == set()
        assert raised.facts_used != ()
    assert [each.band.route for each in dose_bands(facts) if each.maximum == 0] == []
    assert set(unanswered_safety_questions(facts)) <= set(FIELDS)


@given(some(CHECKS), some(STATEMENTS))
def test_adding_statements_confirms_nothing(facts, statements):
    before = evaluate_all(facts, on=DAY)
    after = evaluate_all(statements | facts, on=DAY)

    assert confirmed(after) - confirmed(before) == set()
    assert [
        slug
        for slug in confirmed(after)
        if after[slug].status in RANKED and after[slug].status != before[slug].status
    ] == []


@given(some(CHECKS), some(STATEMENTS))
def test_adding_statements_establishes_no_flag(facts, statements):
    def established(facts):
        return {
            each.flag.slug for each in red_flags(facts, on=DAY) if each.is_established
        }

    assert established(statements | facts) == established(facts)


@given(some(STATEMENTS))
def test_statements_alone_are_never_confirmed_nor_established(statements):
    assert confirmed(evaluate_all(statements, on=DAY)) == set()
    assert [each for each in red_flags(statements, on=DAY) if each.is_established] == []


@given(some(CHECKS), st.dates(DAY, DAY + timedelta(days=10)))
def test_time_only_takes_confirmation_away(facts, later):
    before = evaluate_all(facts, on=DAY)
    after = evaluate_all(facts, on=later)

    assert {slug: each.status for slug, each in after.items()} == {
        slug: each.status for slug, each in before.items()
    }
    assert confirmed(after) - confirmed(before) == set()


@given(some(CHECKS))
def test_confirmation_ends_on_the_day_it_says(facts):
    for slug, evaluation in evaluate_all(facts, on=DAY).items():
        if evaluation.confirmed_until:
            last = evaluation.confirmed_until
            assert evaluate_all(facts, on=last)[slug].is_confirmed is True


@given(some(CHECKS))
def test_expired_checks_confirm_nothing(facts):
    expired = {
        name: Fact(fact.value, fact.status, fact.evidence, date(2000, 1, 1))
        for name, fact in facts.items()
        if fact.status in EXPIRING
    }

    assert confirmed(evaluate_all(expired, on=DAY)) == set()


@given(some(ANYHOW), st.randoms(use_true_random=False))
def test_order_of_facts_is_irrelevant(facts, random):
    shuffled = list(facts.items())
    random.shuffle(shuffled)

    assert evaluate_all(dict(shuffled), on=DAY) == evaluate_all(facts, on=DAY)
    assert red_flags(dict(shuffled), on=DAY) == red_flags(facts, on=DAY)


@given(some(ANYHOW))
def test_a_blank_structural_fact_never_sets_a_criterion_aside(facts):
    structural = ("routes", "dosing_setting", "treats_mental_health")
    blank = {name: fact for name, fact in facts.items() if name not in structural}

    statuses = {each.status for each in evaluate_all(blank, on=DAY).values()}

    assert statuses & {CriterionStatus.NOT_APPLICABLE} == set()


@given(some(ANYHOW))
def test_taking_a_fact_away_never_adds_a_flag_but_for_its_own_truth(facts):
    slugs = {each.flag.slug for each in red_flags(facts, on=DAY)}

    for name in facts:
        fewer = {each: fact for each, fact in facts.items() if each != name}
        assert {each.flag.slug for each in red_flags(fewer, on=DAY)} - slugs == set()
