from decimal import Decimal

import pytest

from facilities.criteria import DOSE_BANDS, ClaimStatus
from facilities.criteria.doses import POSITION_INPUTS, overall_position
from facilities.criteria.grounds import Fact
from facilities.criteria.knowledge import Knowledge
from facilities.criteria.rules import dose_bands
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

PUBLISHED = {"dose_reporting": "published", "written_dose_ceiling": True}
HIGH = {"routes": ["iv"], "iv_max_mg_per_kg": "1.5"}
REASON = {"above_band_rationale": "Slow titration over many sessions"}


def position(facts):
    known = overall_position(Knowledge(facts, DAY, criterion="dose-range"))
    return known and known.value


def table(facts):
    return [
        (each.band.route, each.maximum, each.position) for each in dose_bands(facts)
    ]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, None),
        ({"iv_max_mg_per_kg": "0.5"}, None),
        ({"routes": ["iv"]}, None),
        ({"routes": ["iv"], "iv_max_mg_per_kg": "1.0"}, "all_within"),
        ({"routes": ["iv"], "iv_max_mg_per_kg": "1.001"}, "some_above_no_rationale"),
        ({"routes": ["im"], "im_max_mg_per_kg": "1"}, "all_within"),
        ({"routes": ["sc"], "sc_max_mg_per_kg": "1.1"}, "some_above_no_rationale"),
        ({"routes": ["oral"], "oral_sl_max_mg_per_kg": "2.5"}, "all_within"),
        (
            {"routes": ["sublingual"], "oral_sl_max_mg_per_kg": "2.6"},
            "some_above_no_rationale",
        ),
        (
            {"routes": ["intranasal_esketamine"], "esketamine_max_mg": "84"},
            "all_within",
        ),
        (
            {"routes": ["intranasal_esketamine"], "esketamine_max_mg": "85"},
            "some_above_no_rationale",
        ),
        ({"routes": ["intranasal_racemic"]}, None),
        ({"routes": ["iv", "intranasal_racemic"], "iv_max_mg_per_kg": "0.5"}, None),
        ({"routes": ["iv", "im"], "iv_max_mg_per_kg": "0.5"}, None),
        (
            {
                "routes": ["iv", "im"],
                "iv_max_mg_per_kg": "0.5",
                "im_max_mg_per_kg": "1",
            },
            "all_within",
        ),
        (HIGH | REASON, "some_above_with_rationale"),
        (
            {"routes": ["iv", "im"], "iv_max_mg_per_kg": "1.5"},
            "some_above_no_rationale",
        ),
        (
            {"routes": ["im"], "im_max_mg_per_kg": "1", "iv_max_mg_per_kg": "9"},
            "all_within",
        ),
        (HIGH | {"treats_mental_health": True}, "some_above_no_rationale"),
        (HIGH | {"treats_mental_health": False}, None),
    ],
)
def test_position_of_the_highest_doses(values, expected):
    assert position(stated(**values)) == expected


def test_a_blank_number_does_not_hide_a_dose_above_its_band():
    facts = stated(**PUBLISHED, **HIGH) | stated(routes=["iv", "im"])

    assert standing("dose-range", facts).status == "does_not_meet"


@pytest.mark.parametrize(
    ("values", "status"),
    [
        (PUBLISHED | {"routes": ["iv"], "iv_max_mg_per_kg": "1.0"}, "meets"),
        (PUBLISHED, "partly_meets"),
        (PUBLISHED | HIGH, "does_not_meet"),
        (PUBLISHED | HIGH | REASON, "partly_meets"),
        (PUBLISHED | HIGH | {"treats_mental_health": False}, "partly_meets"),
        ({"dose_reporting": "not_disclosed"}, "does_not_meet"),
        (HIGH, "does_not_meet"),
        (HIGH | REASON, "not_stated"),
    ],
)
def test_criterion_reads_the_position(values, status):
    assert standing("dose-range", stated(**values)).status == status


def test_position_rests_on_the_facts_it_is_worked_out_from():
    facts = sourced(**PUBLISHED, routes=["iv"]) | seen(iv_max_mg_per_kg="0.5")

    evaluation = standing("dose-range", facts)

    assert evaluation.facts_used == (
        "dose_reporting",
        "written_dose_ceiling",
        "routes",
        "iv_max_mg_per_kg",
    )
    assert evaluation.level == ClaimStatus.DOCUMENT_SEEN


@pytest.mark.parametrize(
    "weak", [stated(iv_max_mg_per_kg="0.5"), seen(until=PAST, iv_max_mg_per_kg="0.5")]
)
def test_position_is_known_as_well_as_its_weakest_fact(weak):
    evaluation = standing("dose-range", sourced(**PUBLISHED, routes=["iv"]) | weak)

    assert (evaluation.status, evaluation.is_confirmed) == ("meets", False)


def test_one_proven_dose_above_is_enough():
    facts = seen(routes=["iv", "im"], im_max_mg_per_kg="3") | stated(**HIGH)
    facts |= seen(routes=["iv", "im"])

    evaluation = standing("dose-range", facts)

    assert evaluation.facts_used == ("routes", "im_max_mg_per_kg")
    assert (evaluation.status, evaluation.is_confirmed) == ("does_not_meet", True)


def test_unproven_reason_does_not_turn_a_proven_excess_into_a_confirmed_result():
    proven = seen(**PUBLISHED, **HIGH)

    before = standing("dose-range", proven)
    after = standing("dose-range", proven | stated(**REASON))

    assert (before.status, before.is_confirmed) == ("does_not_meet", True)
    assert (after.status, after.is_confirmed) == ("partly_meets", False)


def test_proven_reason_is_part_of_what_the_result_rests_on():
    evaluation = standing("dose-range", seen(**PUBLISHED, **HIGH, **REASON))

    assert (evaluation.status, evaluation.is_confirmed) == ("partly_meets", True)
    assert evaluation.facts_used == (
        "dose_reporting",
        "routes",
        "iv_max_mg_per_kg",
        "above_band_rationale",
    )


def test_position_is_never_taken_from_a_claim():
    claimed = {
        "dose_band_position": Fact(
            "all_within", ClaimStatus.PRIMARY_SOURCE, "", LAST_DAY
        )
    }

    assert standing("dose-range", claimed | stated(**PUBLISHED, **HIGH)).status == (
        "does_not_meet"
    )


@pytest.mark.parametrize("name", POSITION_INPUTS)
def test_contradicted_input_makes_the_criterion_fail(name):
    values = {"routes": ["iv"]} | REASON
    facts = stated(**PUBLISHED) | untrue(**{name: values.get(name, "1")})

    evaluation = standing("dose-range", facts)

    assert (evaluation.level, evaluation.facts_used) == ("contradicted", (name,))


def test_table_has_a_row_for_each_route_offered():
    facts = stated(
        routes=["iv", "im", "intranasal_racemic", "sublingual", "oral"],
        iv_max_mg_per_kg="0.5",
        oral_sl_max_mg_per_kg="3",
        sc_max_mg_per_kg="1",
    )

    assert table(facts) == [
        ("iv", Decimal("0.5"), "within"),
        ("im", None, "not_computable"),
        ("oral_sl", Decimal(3), "above_no_rationale"),
        ("intranasal_racemic", None, "not_computable"),
    ]


def test_table_marks_an_explained_dose():
    assert table(stated(**HIGH, **REASON)) == [
        ("iv", Decimal("1.5"), "above_with_rationale")
    ]


def test_table_shows_numbers_without_a_verdict_where_only_pain_is_treated():
    assert table(stated(**HIGH, treats_mental_health=False)) == [
        ("iv", Decimal("1.5"), "not_computable")
    ]


def test_table_is_empty_for_unknown_routes_and_leaves_out_untrue_doses():
    assert table(stated(iv_max_mg_per_kg="1")) == []
    assert table(untrue(routes=["iv"])) == []
    assert table(stated(routes=["iv"]) | untrue(iv_max_mg_per_kg="1")) == [
        ("iv", None, "not_computable")
    ]


def test_bands_are_those_of_the_specification():
    assert [(band.route, band.maximum) for band in DOSE_BANDS] == [
        ("iv", Decimal(1)),
        ("im", Decimal(1)),
        ("sc", Decimal(1)),
        ("oral_sl", Decimal("2.5")),
        ("intranasal_esketamine", Decimal(84)),
        ("intranasal_racemic", None),
    ]
