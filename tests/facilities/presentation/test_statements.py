"""Stated facts as detail lines."""

import pytest

from facilities.models import Claim
from facilities.presentation.statements import line_of
from tests.factories import TODAY


def a_claim(field, value, status="attested"):
    return Claim(field=field, value=value, status=status, stated_on=TODAY)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("ae_log", True, "Keeps a log of harms"),
        ("ae_log", False, "Keeps a log of harms: No"),
        ("patients_per_monitor", 1, "Patients watched by one person: 1 patient"),
        ("license_expires_on", "2027-02-01", "License expires on: 1 Feb 2027"),
        (
            "airway_background",
            ["none"],
            "Airway or sedation training on the team: None",
        ),
        ("cognition_interval", "never", "When memory and thinking are checked: Never"),
        ("legal_name", "Clinic\u202e Inc.", "Legal name: Clinic Inc"),
    ],
)
def test_fact_is_one_sentence_without_its_full_stop(field, value, words):
    line = line_of(a_claim(field, value))

    assert line.words.replace("\u00a0", " ") == words
    assert not line.is_untrue


def test_number_one_is_no_plain_yes():
    assert not line_of(a_claim("patients_per_monitor", 1)).is_plain_yes


def test_what_was_found_untrue_says_so():
    line = line_of(a_claim("ae_log", True, "contradicted"))

    assert line.is_untrue
