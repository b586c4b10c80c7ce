import copy
import dataclasses

import pytest

from facilities.criteria import CRITERIA, FIELDS, ClaimStatus, CriterionStatus
from facilities.criteria.schema import (
    AllOf,
    AnyOf,
    Condition,
    Not,
    Operator,
    conditions,
    field_names,
)

A = Condition("a", Operator.SET, operand=True)
B = Condition("b", Operator.SET, operand=True)


def test_statuses_have_words():
    assert [(status.value, status.label) for status in CriterionStatus] == [
        ("meets", "Meets"),
        ("partly_meets", "Partly meets"),
        ("does_not_meet", "Does not meet"),
        ("not_stated", "Not stated"),
        ("not_applicable", "Does not apply"),
    ]


def test_levels_have_words_and_two_of_them_confirm():
    assert [
        (status.value, status.label, status.counts_as_confirmed)
        for status in ClaimStatus
    ] == [
        ("attested", "Stated by the clinic", False),
        ("document_seen", "Document seen by a moderator", True),
        ("primary_source", "Confirmed at the source", True),
        ("lapsed", "Was confirmed, now out of date", False),
        ("contradicted", "Checked and found untrue", False),
    ]


def test_statuses_are_their_values():
    assert ClaimStatus("lapsed") is ClaimStatus.LAPSED
    assert f"{CriterionStatus.MEETS}" == "meets"


def test_conditions_of_a_rule_come_in_order():
    rule = AllOf((A, Not(AnyOf((B, A)))))

    assert list(conditions(rule)) == [A, B, A]
    assert list(conditions(None)) == []


def test_fields_of_rules_come_once():
    assert field_names(Not(B), None, AnyOf((A, B))) == ("b", "a")


def test_definitions_are_read_only():
    criterion = CRITERIA["vital-signs"]

    with pytest.raises(dataclasses.FrozenInstanceError):
        criterion.title = "Another"
    with pytest.raises(TypeError):
        CRITERIA["another"] = criterion
    with pytest.raises(TypeError):
        FIELDS["vitals"].value_labels["ecg"] = "Another"
    with pytest.raises(TypeError):
        criterion.status_text[CriterionStatus.MEETS] = "Another"


def test_copies_of_a_criterion_are_the_criterion():
    criterion = CRITERIA["vital-signs"]

    assert copy.deepcopy([criterion]) == [criterion]
