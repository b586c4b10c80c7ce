import pytest

from facilities.criteria import ClaimStatus
from facilities.criteria.grounds import Fact, Ground
from facilities.criteria.knowledge import Knowledge, is_contradicted
from facilities.criteria.schema import AllOf, AnyOf, Condition, Not, Operator
from tests.facilities.criteria.facts import (
    DAY,
    LAST_DAY,
    PAST,
    seen,
    sourced,
    stated,
    untrue,
)

YES = Condition("ae_log", Operator.EQ, operand=True)
NO = Condition("ae_log", Operator.EQ, operand=False)
SITTER = Condition("home_adult_sitter_required", Operator.EQ, operand=True)
SILENT = Condition("stop_rule_written", Operator.EQ, operand=True)
KNOWN = seen(ae_log=True) | stated(home_adult_sitter_required=True)
LOG = Ground(("ae_log",), ClaimStatus.DOCUMENT_SEEN, LAST_DAY)


def judge(rule, facts):
    return Knowledge(facts, DAY).judge(rule)


@pytest.mark.parametrize(
    ("field", "value", "operator", "operand", "truth"),
    [
        ("ae_log", False, Operator.EQ, False, True),
        ("room_type", "private_room", Operator.EQ, "private_room", True),
        ("room_type", "private_room", Operator.EQ, "shared_open", False),
        ("room_type", "semi_private", Operator.IN, ("private_room",), False),
        ("room_type", "private_room", Operator.IN, ("private_room",), True),
        ("legal_name", "Larchwater", Operator.SET, True, True),
        ("prep_sessions", 0, Operator.SET, True, True),
        ("prep_sessions", 1, Operator.GTE, 1, True),
        ("prep_sessions", 0, Operator.GTE, 1, False),
        ("prep_sessions", 6, Operator.LTE, 6, True),
        ("prep_sessions", 7, Operator.LTE, 6, False),
        ("prep_sessions", 6, Operator.LT, 6, False),
        ("prep_sessions", 5, Operator.LT, 6, True),
        ("years_offering", "1.999", Operator.GTE, 2, False),
        ("years_offering", "10", Operator.GTE, 2, True),
        ("years_offering", "2.0", Operator.EQ, 2, True),
        ("routes", ["iv", "im"], Operator.HAS_ANY, ("im", "sc"), True),
        ("routes", ["iv"], Operator.HAS_ANY, ("im", "sc"), False),
        ("routes", ["iv", "im"], Operator.HAS_ALL, ("im", "iv"), True),
        ("routes", ["iv"], Operator.HAS_ALL, ("im", "iv"), False),
        ("routes", ["iv"], Operator.ONLY, ("iv", "im"), True),
        ("routes", ["iv", "im"], Operator.ONLY, ("iv",), False),
        ("vitals", ["ecg", "spo2"], Operator.HAS_COUNT, 2, True),
        ("vitals", ["ecg"], Operator.HAS_COUNT, 2, False),
        ("vitals", ["none"], Operator.HAS_COUNT, 1, False),
        ("product_source", ["not_disclosed"], Operator.HAS_COUNT, 1, False),
    ],
)
def test_comparison_means_what_the_rule_language_says(
    field, value, operator, operand, truth
):
    verdict = judge(Condition(field, operator, operand), stated(**{field: value}))

    assert verdict.truth is truth


@pytest.mark.parametrize("operator", Operator)
def test_missing_fact_satisfies_no_rule_and_no_negation(operator):
    rule = Condition("routes", operator, ("iv",))

    assert judge(rule, {}).truth is None
    assert judge(Not(rule), {}).truth is None
    assert judge(Not(Not(rule)), {}).truth is None


@pytest.mark.parametrize(
    ("rule", "truth"),
    [
        (AllOf((YES, SITTER)), True),
        (AllOf((YES, NO)), False),
        (AllOf((YES, SILENT)), None),
        (AllOf((NO, SILENT)), False),
        (AnyOf((NO, YES)), True),
        (AnyOf((YES, SILENT)), True),
        (AnyOf((NO, SILENT)), None),
        (AnyOf((NO, Not(YES))), False),
        (Not(AllOf((YES, SILENT))), None),
        (Not(AnyOf((NO, Not(YES)))), True),
    ],
)
def test_combinations_with_silence(rule, truth):
    assert judge(rule, KNOWN).truth is truth


def test_all_rests_on_every_part_and_any_on_the_best():
    together = judge(AllOf((YES, SITTER)), KNOWN).ground
    either = judge(AnyOf((SITTER, YES)), KNOWN).ground

    assert together.facts == ("ae_log", "home_adult_sitter_required")
    assert together.level == ClaimStatus.ATTESTED
    assert either == LOG


def test_what_is_not_true_rests_on_what_makes_it_false():
    not_all = judge(Not(AllOf((Not(SITTER), NO))), KNOWN).ground
    not_any = judge(Not(AnyOf((Not(SITTER), NO))), KNOWN).ground

    assert not_all == LOG
    assert not_any.facts == ("home_adult_sitter_required", "ae_log")


def test_unknown_rests_on_nothing():
    assert judge(SILENT, KNOWN).ground is None


def test_what_is_untrue_is_not_known():
    knowledge = Knowledge(untrue(ae_log=True), DAY)

    assert knowledge.get("ae_log") is None


@pytest.mark.parametrize(
    ("facts", "is_known"),
    [
        (stated(claims_non_addictive=False), False),
        (seen(claims_non_addictive=False), True),
        (seen(until=PAST, claims_non_addictive=False), True),
    ],
)
def test_clinic_cannot_say_what_only_a_moderator_may(facts, is_known):
    assert Knowledge(facts, DAY).knows(["claims_non_addictive"]) is is_known


@pytest.mark.parametrize(
    ("facts", "is_known"),
    [
        (stated(license_status="expired"), False),
        (seen(license_status="expired"), False),
        (sourced(license_status="expired"), True),
        (sourced(until=PAST, license_status="expired"), False),
    ],
)
def test_minimum_level_leaves_out_what_is_less_well_known(facts, is_known):
    knowledge = Knowledge(facts, DAY, minimum=ClaimStatus.PRIMARY_SOURCE)

    assert knowledge.knows(["license_status"]) is is_known


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        (None, False),
        (Fact("x", ClaimStatus.ATTESTED), False),
        (Fact("x", ClaimStatus.CONTRADICTED), True),
        (Fact("x", ClaimStatus.CONTRADICTED, "", DAY), True),
        (Fact("x", ClaimStatus.CONTRADICTED, "", PAST), False),
        (Fact("x", "contradicted", "", LAST_DAY), True),
    ],
)
def test_contradiction_stands_through_its_last_day(fact, expected):
    assert is_contradicted(fact, DAY) is expected
