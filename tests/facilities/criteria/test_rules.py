from datetime import date

import pytest

from facilities.criteria import CRITERIA, ClaimStatus, CriterionStatus
from facilities.criteria.rules import Evaluation, evaluate_all
from tests.facilities.criteria.facts import (
    DAY,
    LAST_DAY,
    PAST,
    seen,
    sourced,
    standing,
    stated,
    untrue,
)

LICENSE = {
    "license_status": "active_unrestricted",
    "license_number": "SYN-0001",
    "license_jurisdiction": "US-OR",
}
HOME = "home-dose-safeguards"
DISCHARGE = "observation-and-discharge"
SAFE_JOURNEY = {
    "discharge_criteria_written": True,
    "escort_required": True,
    "driving_advice": "not_for_24_h",
}


def test_nothing_said_is_not_stated_everywhere():
    evaluations = evaluate_all({}, on=DAY)

    assert evaluations == dict.fromkeys(
        CRITERIA, Evaluation(CriterionStatus.NOT_STATED, None, None, ())
    )


def test_statements_meet_without_confirming():
    evaluation = standing("prescriber-license", stated(**LICENSE))

    assert evaluation == Evaluation(
        CriterionStatus.MEETS, None, ClaimStatus.ATTESTED, tuple(LICENSE)
    )
    assert evaluation.is_confirmed is False


def test_confirmed_as_long_as_every_fact_used_is():
    facts = sourced(until=date(2026, 9, 1), **LICENSE) | seen(license_number="SYN-0001")

    evaluation = standing("prescriber-license", facts)

    assert evaluation == Evaluation(
        CriterionStatus.MEETS,
        date(2026, 9, 1),
        ClaimStatus.DOCUMENT_SEEN,
        tuple(LICENSE),
    )
    assert evaluation.is_confirmed is True


def test_confirmation_without_an_end_has_no_last_day():
    evaluation = standing("prescriber-license", sourced(until=None, **LICENSE))

    assert (evaluation.is_confirmed, evaluation.confirmed_until) == (True, None)


def test_one_statement_among_the_facts_used_unconfirms():
    facts = sourced(**LICENSE) | stated(license_number="SYN-0001")

    evaluation = standing("prescriber-license", facts)

    assert evaluation.level == ClaimStatus.ATTESTED
    assert evaluation.confirmed_until is None


def test_one_lapsed_fact_unconfirms_and_keeps_the_status():
    facts = sourced(**LICENSE) | sourced(until=PAST, license_number="SYN-0001")

    evaluation = standing("prescriber-license", facts)

    assert evaluation.status == CriterionStatus.MEETS
    assert (evaluation.level, evaluation.is_confirmed) == (ClaimStatus.LAPSED, False)


def test_facts_that_the_rule_did_not_need_do_not_matter():
    facts = sourced(**LICENSE) | stated(lead_prescriber_name="Ann Lee")

    assert standing("prescriber-license", facts).is_confirmed is True


@pytest.mark.parametrize("evidence", ["npi_registry", "signed_affirmation"])
def test_identity_and_affirmation_never_confirm(evidence):
    evaluation = standing("prescriber-license", sourced(evidence, **LICENSE))

    assert evaluation.status == CriterionStatus.MEETS
    assert evaluation.level == ClaimStatus.ATTESTED


def test_best_founded_branch_counts():
    stated_first = stated(stop_rule_written=True) | seen(
        treatment_endpoint_defined=True
    )

    evaluation = standing("course-and-stop-rule", stated_first)

    assert evaluation == Evaluation(
        CriterionStatus.PARTLY_MEETS,
        LAST_DAY,
        ClaimStatus.DOCUMENT_SEEN,
        ("treatment_endpoint_defined",),
    )


def test_failing_comes_before_meeting():
    facts = stated(
        evaluation_before_first_dose="always",
        evaluator_level="prescriber",
        evaluation_modes=["form_only"],
    )
    failing = facts | stated(evaluator_level="questionnaire_only")

    assert standing("evaluation-before-dose", facts).status == "partly_meets"
    assert standing("evaluation-before-dose", failing).status == "does_not_meet"


def test_failing_needs_only_the_fact_that_fails():
    facts = sourced(exclusion_list_status="listed")

    evaluation = standing("disciplinary-record", facts)

    assert evaluation.status == CriterionStatus.DOES_NOT_MEET
    assert evaluation.facts_used == ("exclusion_list_status",)


@pytest.mark.parametrize(
    ("facts", "status", "used"),
    [
        ({"consent_items": ["costs"]}, "does_not_meet", ("consent_items",)),
        ({"consent_timing": "same_day"}, "not_stated", ()),
        (
            {"consent_items": ["costs"], "consent_timing": "same_day"},
            "does_not_meet",
            ("consent_items",),
        ),
    ],
)
def test_no_rule_holds(facts, status, used):
    evaluation = standing("informed-consent", seen(**facts))

    assert (evaluation.status, evaluation.facts_used) == (status, used)


def test_route_alone_is_a_part_of_disclosure():
    evaluation = standing("route-and-product-disclosure", stated(routes=["iv"]))

    assert evaluation.status == CriterionStatus.PARTLY_MEETS


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        (stated(dosing_setting=["in_clinic"]), "not_applicable"),
        (stated(dosing_setting=["in_clinic", "at_home_supervised"]), "not_stated"),
        ({}, "not_stated"),
        (stated(home_live_monitoring="none"), "does_not_meet"),
        (untrue(dosing_setting=["in_clinic"]), "not_stated"),
    ],
)
def test_home_dosing_is_only_set_aside_by_a_known_setting(facts, status):
    assert standing(HOME, facts).status == status


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({}, "not_stated"),
        (stated(treats_mental_health=True), "not_stated"),
        (stated(treats_mental_health=False), "not_applicable"),
        (stated(psychotherapy_place="none"), "does_not_meet"),
    ],
)
def test_negated_condition_needs_a_known_fact_too(facts, status):
    assert standing("psychotherapy-combined", facts).status == status


def test_what_does_not_apply_says_how_that_is_known():
    evaluation = standing(HOME, seen(dosing_setting=["in_clinic"]))

    assert evaluation == Evaluation(
        CriterionStatus.NOT_APPLICABLE,
        LAST_DAY,
        ClaimStatus.DOCUMENT_SEEN,
        ("dosing_setting",),
    )


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({"observation_min_other": 60}, "partly_meets"),
        ({"observation_min_other": 60, "routes": ["iv"]}, "meets"),
        ({"observation_min_other": 59, "routes": ["iv"]}, "partly_meets"),
        ({"observation_min_esketamine": 120}, "partly_meets"),
        (
            {"observation_min_esketamine": 120, "routes": ["intranasal_esketamine"]},
            "meets",
        ),
        (
            {"observation_min_esketamine": 119, "routes": ["intranasal_esketamine"]},
            "does_not_meet",
        ),
        ({"routes": ["intranasal_esketamine"]}, "partly_meets"),
        (
            {
                "observation_min_esketamine": 120,
                "observation_min_other": 60,
                "routes": ["intranasal_esketamine", "iv"],
            },
            "meets",
        ),
        (
            {
                "observation_min_esketamine": 120,
                "routes": ["iv", "intranasal_esketamine"],
            },
            "partly_meets",
        ),
    ],
)
def test_a_blank_route_never_waives_an_observation_time(facts, status):
    assert standing(DISCHARGE, stated(**SAFE_JOURNEY, **facts)).status == status


def test_contradicted_fact_makes_its_criterion_fail_while_it_stands():
    facts = sourced(**LICENSE) | untrue(license_number="SYN-0001")

    evaluation = standing("prescriber-license", facts)

    assert evaluation == Evaluation(
        CriterionStatus.DOES_NOT_MEET,
        None,
        ClaimStatus.CONTRADICTED,
        ("license_number",),
    )
    assert evaluation.is_confirmed is False


def test_contradicted_fact_is_missing_afterwards():
    facts = sourced(**LICENSE) | untrue(until=PAST, license_number="SYN-0001")

    assert standing("prescriber-license", facts).status == CriterionStatus.PARTLY_MEETS


def test_contradiction_touches_no_criterion_that_does_not_read_the_fact():
    evaluations = evaluate_all(untrue(routes=["iv"]), on=DAY)

    failing = [
        slug for slug, each in evaluations.items() if each.status == "does_not_meet"
    ]
    assert failing == [
        "route-and-product-disclosure",
        "dose-range",
        DISCHARGE,
    ]


def test_contradiction_of_a_fact_that_counts_as_the_answer():
    evaluation = standing("outcome-check-ins", untrue(outcome_frequency="weekly"))

    assert evaluation.level == ClaimStatus.CONTRADICTED


def test_what_does_not_apply_stays_so_despite_a_contradiction():
    facts = stated(dosing_setting=["in_clinic"]) | untrue(home_bp_check_required=True)

    assert standing(HOME, facts).status == CriterionStatus.NOT_APPLICABLE


def test_clinic_cannot_clear_its_own_record():
    facts = stated(
        board_action_status="none_found",
        exclusion_list_status="clear",
        regulator_warning_status="none_found",
    )

    assert standing("disciplinary-record", facts).status == CriterionStatus.NOT_STATED
