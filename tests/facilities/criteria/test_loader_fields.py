"""Slips in fields and facets."""

import pytest

from tests.facilities.criteria.broken import error_after

LICENSE = "staff.yaml: prescriber-license"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "type: text\n    label: Name",
            "type: prose\n    label: Name",
            "lead_prescriber_name: type: unknown value 'prose'",
        ),
        (
            "    label: Name of the lead prescriber\n",
            "",
            "lead_prescriber_name: 'label' is missing",
        ),
        (
            "name: license_number",
            "name: license_status",
            "fields: 'license_status' is given twice",
        ),
        (
            "name: license_number",
            "name: routes",
            "routes: this field name is already in use",
        ),
        ("name: license_number", "name: legal_name", None),
        ("shape: npi", "shape: ssn", "lead_prescriber_npi: shape: unknown value 'ssn'"),
        (
            "shape: subdivision",
            "minimum: 1",
            "license_jurisdiction: unknown key 'minimum'",
        ),
        (
            "[md, do, np,",
            "[md, md, np,",
            "lead_prescriber_credential: allowed_values: 'md' is given twice",
        ),
        ("[md, do, np,", "[no, do, np,", None),
        (
            "      md: MD",
            "      doctor: MD",
            "lead_prescriber_credential: value_labels: unknown value 'doctor'",
        ),
        (
            "      md: MD",
            "      md: 5",
            "lead_prescriber_credential: value_labels: must be values and their labels",
        ),
        (
            "      md: MD\n",
            "      md: MD\n      null: X\n",
            "lead_prescriber_credential: value_labels: must be values and their labels",
        ),
        (
            "    public: true\n  - name: lead_prescriber_cred",
            "    public: true\n    minimum: 1\n  - name: lead_prescriber_cred",
            "lead_prescriber_name: unknown key 'minimum'",
        ),
        (
            "    public: true\n  - name: lead_prescriber_cred",
            "    public: true\n    derived: true\n  - name: lead_prescriber_cred",
            None,
        ),
    ],
    ids=str,
)
def test_slip_in_a_field(tmp_path, old, new, message):
    elsewhere = {
        "name: legal_name": "facility.yaml: facility-identity: legal_name: "
        "this field name is already in use",
        "[no, do, np,": "staff.yaml: line 35: 'no' without quotes: "
        "write true or false, or put the word in quotes",
    }
    derived = "method.yaml: dose_bands: only 'dose_band_position' can be derived"

    error = error_after(tmp_path, "staff.yaml", old, new)

    assert error == (
        f"{LICENSE}: {message}" if message else elsewhere.get(new, derived)
    )


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        (
            "protocol.yaml",
            "minimum: '0.01'",
            "minimum: 0.01",
            "protocol.yaml: dose-range: iv_start_mg_per_kg: minimum: must be text",
        ),
        (
            "protocol.yaml",
            "minimum: '0.01'",
            "minimum: 'low'",
            (
                "protocol.yaml: dose-range: iv_start_mg_per_kg: minimum: "
                "must be a number in quotes"
            ),
        ),
        (
            "protocol.yaml",
            "minimum: '0.01'",
            "minimum: '20'",
            (
                "protocol.yaml: dose-range: iv_start_mg_per_kg: minimum: "
                "must be less than maximum"
            ),
        ),
        (
            "staff.yaml",
            "    moderator_only: true\n",
            "",
            (
                "staff.yaml: disciplinary-record: board_action_status: "
                "needs moderator_only, as self_report_allowed is false"
            ),
        ),
        (
            "facets.yaml",
            "  kept_as: claim\n",
            "",
            "facets.yaml: routes: 'kept_as' is missing",
        ),
        (
            "facets.yaml",
            "kept_as: claim",
            "kept_as: rumor",
            "facets.yaml: routes: kept_as: unknown value 'rumor'",
        ),
        (
            "facets.yaml",
            "facets:\n",
            "flags: 1\nfacets:\n",
            "facets.yaml: unknown key 'flags'",
        ),
        (
            "facets.yaml",
            "facets:\n",
            "facets: 5\nrest:\n",
            "facets.yaml: facets: must be a list of entries",
        ),
    ],
    ids=str,
)
def test_slip_in_another_field(tmp_path, name, old, new, message):
    assert error_after(tmp_path, name, old, new) == message
