"""Slips in rules, conditions and examples."""

import pytest

from tests.facilities.criteria.broken import error_after

RULES = "staff.yaml: prescriber-license: rules.does_not_meet"
DOES_NOT_MEET = "{f: license_status, in: [expired, surrendered, not_found]}"
EXAMPLES = "staff.yaml: prescriber-license: examples.meets"


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("[1]", "a rule must be keys and values"),
        ("{}", "a rule has exactly one of all, any, not, f"),
        ("{all: [], any: []}", "a rule has exactly one of all, any, not, f"),
        ("{none: []}", "unknown rule 'none'"),
        ("{all: []}", "'all' needs a list of rules"),
        ("{any: {f: ae_log, eq: true}}", "'any' needs a list of rules"),
        ("{not: [{f: ae_log, eq: true}]}", "a rule must be keys and values"),
        ("{any: [{not: {all: [{f: gone, eq: 1}]}}]}", "unknown field 'gone'"),
        ("{f: licence_status, eq: expired}", "unknown field 'licence_status'"),
        ("{f: [license_status], eq: expired}", "unknown field '['license_status']'"),
        ("{f: license_status}", "'license_status' needs exactly one operator"),
        (
            "{f: prep_sessions, gte: 1, lte: 2}",
            "'prep_sessions' needs exactly one operator",
        ),
        ("{f: prep_sessions, gt: 1}", "'prep_sessions' needs exactly one operator"),
        ("{f: ae_log, in: [true]}", "'in' does not fit 'ae_log', which is bool"),
        ("{f: vitals, eq: ecg}", "'eq' does not fit 'vitals', which is multi"),
        ("{f: room_type, gte: 1}", "'gte' does not fit 'room_type', which is enum"),
        ("{f: legal_name, eq: x}", "'eq' does not fit 'legal_name', which is text"),
        (
            "{f: record_checked_on, lt: 5}",
            "'lt' does not fit 'record_checked_on', which is date",
        ),
        (
            "{f: prep_sessions, only: [1]}",
            "'only' does not fit 'prep_sessions', which is int",
        ),
        ("{f: legal_name, set: false}", "'set: False' does not fit 'legal_name'"),
        ("{f: ae_log, eq: 1}", "'eq: 1' does not fit 'ae_log'"),
        ("{f: room_type, eq: attic}", "'eq: attic' does not fit 'room_type'"),
        ("{f: room_type, eq: [attic]}", "'eq: ['attic']' does not fit 'room_type'"),
        ("{f: room_type, in: attic}", "'in: attic' does not fit 'room_type'"),
        ("{f: room_type, in: []}", "'in: []' does not fit 'room_type'"),
        ("{f: room_type, in: [attic]}", "'in: ['attic']' does not fit 'room_type'"),
        (
            "{f: vitals, has_any: [ecg, ecg]}",
            "'has_any: ['ecg', 'ecg']' does not fit 'vitals'",
        ),
        ("{f: vitals, has_count: 0}", "'has_count: 0' does not fit 'vitals'"),
        ("{f: vitals, has_count: true}", "'has_count: True' does not fit 'vitals'"),
        ("{f: prep_sessions, gte: 1.5}", "'gte: 1.5' does not fit 'prep_sessions'"),
        ("{f: prep_sessions, gte: true}", "'gte: True' does not fit 'prep_sessions'"),
        (
            "{f: years_offering, gte: '\u0662'}",
            "'gte: \u0662' does not fit 'years_offering'",
        ),
    ],
)
def test_slip_in_a_rule(tmp_path, rule, message):
    error = error_after(tmp_path, "staff.yaml", DOES_NOT_MEET, rule)

    assert error == f"{RULES}: {message}"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "      license_number: SYN-0001",
            "      licence_number: SYN-0001",
            f"{EXAMPLES}: unknown field 'licence_number'",
        ),
        (
            "      license_number: SYN-0001",
            "      license_number: 5",
            f"{EXAMPLES}: license_number: Enter text.",
        ),
        (
            "      license_status: active_unrestricted",
            "      license_status: fine",
            f"{EXAMPLES}: license_status: Choose one of the answers listed.",
        ),
        (
            "    partly_meets: {license_status: active_restricted}\n",
            "",
            "staff.yaml: prescriber-license: examples: 'partly_meets' is missing",
        ),
        (
            "  applies_when: null",
            "  applies_when: {f: gone, eq: true}",
            "staff.yaml: prescriber-license: applies_when: unknown field 'gone'",
        ),
        (
            "  applies_when: null",
            "  applies_when: ''",
            (
                "staff.yaml: prescriber-license: applies_when: "
                "a rule must be keys and values"
            ),
        ),
        (
            "  rules:\n    does",
            "  rules:\n    not_stated: {f: routes}\n    does",
            "staff.yaml: prescriber-license: rules: unknown key 'not_stated'",
        ),
    ],
)
def test_slip_in_an_example_or_condition(tmp_path, old, new, message):
    assert error_after(tmp_path, "staff.yaml", old, new) == message
