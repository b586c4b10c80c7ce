import pytest

from facilities.criteria import CRITERIA, RED_FLAGS, CriterionStatus
from facilities.criteria.rules import red_flags, unanswered_safety_questions
from tests.facilities.criteria.facts import (
    DAY,
    PAST,
    known,
    seen,
    sourced,
    stated,
    untrue,
)

ALWAYS_ASKED = (
    "routes",
    "dosing_setting",
    "evaluation_before_first_dose",
    "evaluator_level",
    "supervision_level",
    "dose_increase_rule",
    "product_source",
    "escort_required",
    "driving_advice",
    "sud_screen_tools",
    "supply_model",
    "clinical_premises",
)
NOT_CERTIFIED = {
    "routes": ["intranasal_esketamine"],
    "rems_certification": "not_certified",
}


def raised(facts, on=DAY):
    return {
        each.flag.slug: (each.is_established, each.facts_used)
        for each in red_flags(facts, on=on)
    }


def test_silence_raises_nothing():
    assert red_flags({}, on=DAY) == ()


@pytest.mark.parametrize(
    ("values", "slug", "used"),
    [
        (
            {"evaluation_before_first_dose": "no"},
            "no-evaluation-before-dose",
            ("evaluation_before_first_dose",),
        ),
        (
            {"evaluator_level": "questionnaire_only"},
            "no-evaluation-before-dose",
            ("evaluator_level",),
        ),
        (
            {
                "dosing_setting": ["at_home_supervised"],
                "dose_increase_rule": "patient_request",
            },
            "unsupervised-home-escalation",
            ("dosing_setting", "dose_increase_rule"),
        ),
        (
            {"supervision_level": "none"},
            "no-clinician-during-session",
            ("supervision_level",),
        ),
        (
            {"home_live_monitoring": "none"},
            "no-clinician-during-session",
            ("home_live_monitoring",),
        ),
        (NOT_CERTIFIED, "esketamine-without-rems", tuple(NOT_CERTIFIED)),
        (
            {"product_source": ["not_disclosed"]},
            "hidden-product-source",
            ("product_source",),
        ),
        ({"driving_advice": "no_advice"}, "same-day-driving", ("driving_advice",)),
        ({"escort_required": False}, "same-day-driving", ("escort_required",)),
        (
            {"supply_model": "limited_take_home", "sud_screen_tools": ["none"]},
            "take-home-without-screen",
            ("supply_model", "sud_screen_tools"),
        ),
        (
            {"clinical_premises": False},
            "recreational-marketing",
            ("clinical_premises",),
        ),
    ],
)
def test_own_answer_raises_a_flag_and_a_document_establishes_it(values, slug, used):
    assert raised(stated(**values)) == {slug: (False, used)}
    assert raised(seen(**values)) == {slug: (True, used)}
    assert raised(seen(until=PAST, **values)) == {slug: (False, used)}


@pytest.mark.parametrize(
    ("values", "slug"),
    [
        ({"claims_cure_or_guarantee": True}, "cure-or-guarantee-claim"),
        ({"claims_non_addictive": True}, "says-not-addictive"),
        ({"claims_fda_approved_wrongly": True}, "wrong-approval-claim"),
    ],
)
def test_flags_about_advertising_need_a_capture(values, slug):
    established = {slug: (True, tuple(values))}

    assert raised(stated(**values)) == {}
    assert raised(seen(until=PAST, **values)) == {}
    assert raised(seen("website_capture", **values)) == established
    assert raised(sourced("website_capture", **values)) == established
    assert raised(seen("patient_materials", **values)) == {}


@pytest.mark.parametrize(
    ("values", "slug"),
    [
        ({"license_status": "expired"}, "license-or-exclusion-problem"),
        ({"exclusion_list_status": "listed"}, "license-or-exclusion-problem"),
        (
            {"board_action_status": "current_restriction"},
            "license-or-exclusion-problem",
        ),
        ({"regulator_warning_status": "open"}, "open-regulator-warning"),
    ],
)
def test_flags_about_public_records_need_the_primary_source(values, slug):
    assert raised(stated(**values)) == {}
    assert raised(seen(**values)) == {}
    assert raised(sourced("staff_roster", **values)) == {}
    assert raised(sourced("exclusion_lookup", until=PAST, **values)) == {}
    assert raised(sourced("exclusion_lookup", **values)) == {
        slug: (True, tuple(values))
    }


def test_recreational_marketing_is_a_finding_and_never_an_answer():
    values = {"recreational_marketing": True}

    assert raised(stated(**values)) == {}
    assert raised(seen("website_capture", **values)) == {
        "recreational-marketing": (True, ("recreational_marketing",))
    }


def test_established_by_the_best_of_several_facts():
    facts = stated(evaluation_before_first_dose="no") | seen(
        evaluator_level="questionnaire_only"
    )

    assert raised(facts) == {"no-evaluation-before-dose": (True, ("evaluator_level",))}


def test_half_proven_combination_is_not_established():
    facts = stated(**NOT_CERTIFIED) | seen(rems_certification="not_certified")

    assert raised(facts) == {
        "esketamine-without-rems": (False, ("routes", "rems_certification"))
    }


def test_not_certified_without_esketamine_is_no_flag():
    assert raised(stated(rems_certification="not_certified", routes=["iv"])) == {}
    assert raised(stated(rems_certification="not_certified")) == {}


def test_contradiction_raises_its_flag_while_it_stands():
    facts = untrue(ae_log=True, license_number="SYN-0001") | untrue(
        until=None, routes=["iv"]
    )

    assert raised(facts) == {
        "contradicted-claim": (True, ("license_number", "ae_log", "routes"))
    }
    assert raised(untrue(until=PAST, ae_log=True)) == {}


def test_contradicted_value_feeds_no_other_flag():
    facts = untrue(supervision_level="none", clinical_premises=False)

    assert list(raised(facts)) == ["contradicted-claim"]


def test_flags_come_in_the_order_of_the_specification():
    facts = {
        name: fact
        for values in (criterion.examples for criterion in CRITERIA.values())
        for name, fact in sourced(**values[CriterionStatus.DOES_NOT_MEET]).items()
    }
    facts |= stated(dosing_setting=["at_home_unsupervised"]) | untrue(ae_log=True)

    slugs = list(raised(facts))

    assert slugs == [slug for slug in RED_FLAGS if slug in slugs]
    assert len(slugs) == 9


def test_manipulated_reviews_follow_from_no_fact():
    assert RED_FLAGS["review-manipulation"].trigger is None


def test_blank_safety_questions():
    assert unanswered_safety_questions({}) == ALWAYS_ASKED


@pytest.mark.parametrize(
    ("values", "asked"),
    [
        ({"routes": ["iv"]}, ()),
        ({"routes": ["iv", "intranasal_esketamine"]}, ("rems_certification",)),
        ({"dosing_setting": ["in_clinic"]}, ()),
        ({"dosing_setting": ["at_home_supervised"]}, ("home_live_monitoring",)),
        (NOT_CERTIFIED, ()),
    ],
)
def test_some_safety_questions_depend_on_what_is_offered(values, asked):
    unanswered = unanswered_safety_questions(stated(**values))

    still = tuple(name for name in ALWAYS_ASKED if name not in values)
    assert unanswered == still + asked


def test_untrue_answer_leaves_the_question_open():
    facts = known("attested", None, {"dosing_setting": ["at_home_supervised"]})
    facts |= untrue(routes=["intranasal_esketamine"])

    assert unanswered_safety_questions(facts) == (
        *(name for name in ALWAYS_ASKED if name != "dosing_setting"),
        "home_live_monitoring",
    )
