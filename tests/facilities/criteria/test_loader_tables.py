"""Slips in flags, evidence, references and the method."""

import pytest

from tests.facilities.criteria.broken import error_after


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        (
            "red_flags.yaml",
            "{f: claims_non_addictive, eq: true}",
            "{f: gone, eq: true}",
            "red_flags.yaml: says-not-addictive: trigger: unknown field 'gone'",
        ),
        (
            "red_flags.yaml",
            "minimum_level: attested",
            "minimum_level: lapsed",
            (
                "red_flags.yaml: no-evaluation-before-dose: minimum_level: "
                "'lapsed' is not a level"
            ),
        ),
        (
            "red_flags.yaml",
            "minimum_level: attested",
            "minimum_level: V1",
            (
                "red_flags.yaml: no-evaluation-before-dose: minimum_level: "
                "unknown value 'V1'"
            ),
        ),
        (
            "red_flags.yaml",
            "display: banner",
            "display: poster",
            (
                "red_flags.yaml: no-evaluation-before-dose: display: "
                "unknown value 'poster'"
            ),
        ),
        (
            "red_flags.yaml",
            "lasts_months: 12",
            "lasts_months: 0",
            "red_flags.yaml: contradicted-claim: lasts_months: must be at least 1",
        ),
        (
            "red_flags.yaml",
            "holds_back: true",
            "hold_back: true",
            "red_flags.yaml: license-or-exclusion-problem: unknown key 'hold_back'",
        ),
        (
            "evidence.yaml",
            "highest_level: V3",
            "highest_level: V4",
            "evidence.yaml: state_license_lookup: highest_level: unknown level 'V4'",
        ),
        (
            "evidence.yaml",
            "evidence_rules:",
            "evidence_rules: []\nrules:",
            "evidence.yaml: evidence_rules: must be a list of texts",
        ),
        (
            "references.yaml",
            "address: null",
            "address: 5",
            "references.yaml: ART: address: must be text or null",
        ),
        (
            "references.yaml",
            "checked: primary",
            "checked: twice",
            "references.yaml: ART: checked: unknown value 'twice'",
        ),
        (
            "references.yaml",
            "- id: ART",
            "- id: NPPES",
            "references.yaml: references: 'NPPES' is given twice",
        ),
        (
            "references.yaml",
            "references:\n- id: ART",
            "references:\n- 5\n- id: ART",
            "references.yaml: references: must be a list of entries",
        ),
        (
            "method.yaml",
            "groups: [staff, suitability",
            "groups: [staff, staff",
            "method.yaml: groups: 'staff' is given twice",
        ),
        (
            "method.yaml",
            "label: Partly meets",
            "label: Almost",
            "method.yaml: status_values: not the statuses that the code knows",
        ),
        (
            "method.yaml",
            "claim_status: lapsed",
            "claim_status: expired",
            "method.yaml: verification_levels: not the levels that the code knows",
        ),
        (
            "method.yaml",
            "label: Stated by the clinic",
            "label: Claimed",
            "method.yaml: verification_levels: not the levels that the code knows",
        ),
        (
            "method.yaml",
            "  lt: less than\n",
            "",
            (
                "method.yaml: rule_language: "
                "must explain every word of the rule language, and no other"
            ),
        ),
        (
            "method.yaml",
            "match_method:\n",
            "match_method:\n  weights: none\n",
            "method.yaml: match_method: unknown key 'weights'",
        ),
        (
            "method.yaml",
            "language: en-US",
            "language: en-US\nauthor: x",
            "method.yaml: unknown key 'author'",
        ),
        (
            "method.yaml",
            "source_article:\n",
            "source_article: 5\nother:\n",
            "method.yaml: source_article: must be a list of keys and values",
        ),
        (
            "method.yaml",
            "{field: routes, applies_when: null}",
            "{field: gone, applies_when: null}",
            "method.yaml: match_method: gone: field: unknown field 'gone'",
        ),
        (
            "method.yaml",
            "position_field: dose_band_position",
            "position_field: routes",
            "method.yaml: dose_bands: only 'routes' can be derived",
        ),
        (
            "method.yaml",
            "rationale_field: above_band_rationale",
            "rationale_field: x",
            "method.yaml: dose_bands: rationale_field: unknown field 'x'",
        ),
        (
            "method.yaml",
            "field_max: iv_max_mg_per_kg",
            "field_max: iv_minutes",
            (
                "method.yaml: dose_bands: iv: field_max: "
                "unknown decimal field 'iv_minutes'"
            ),
        ),
        (
            "method.yaml",
            "field_max: iv_max_mg_per_kg",
            "field_max: gone",
            "method.yaml: dose_bands: iv: field_max: unknown decimal field 'gone'",
        ),
        (
            "method.yaml",
            "field_max: iv_max_mg_per_kg",
            "field_max: null",
            "method.yaml: dose_bands: iv: field_max: must be text",
        ),
        (
            "method.yaml",
            "band_max: '1.0'",
            "band_max: 1.0",
            (
                "method.yaml: dose_bands: iv: band_max: "
                "must be a number in quotes, or null"
            ),
        ),
        (
            "method.yaml",
            "offered_as: [iv]",
            "offered_as: [drip]",
            "method.yaml: dose_bands: iv: offered_as: unknown route 'drip'",
        ),
        (
            "method.yaml",
            "offered_as: [sublingual, oral]",
            "offered_as: [oral]",
            (
                "method.yaml: dose_bands: bands: "
                "every value of 'routes' needs exactly one band"
            ),
        ),
        (
            "method.yaml",
            "refs: [LOO2023]",
            "refs: [LOU2023]",
            "method.yaml: dose_bands: sc: refs: unknown reference 'LOU2023'",
        ),
        (
            "method.yaml",
            "schema_version: '1.0'",
            "schema_version: 1.0",
            "method.yaml: schema_version: must be text",
        ),
    ],
)
def test_slip_in_a_table(tmp_path, name, old, new, message):
    assert error_after(tmp_path, name, old, new) == message
