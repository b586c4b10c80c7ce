from datetime import date

import pytest

from facilities.criteria import (
    CRITERIA,
    EVIDENCE_TYPES,
    FIELDS,
    ClaimStatus,
    confirmation_limit_months,
)
from facilities.criteria.grounds import (
    RANK,
    Fact,
    Ground,
    best,
    ground_of,
    join,
    level_of,
)
from tests.facilities.criteria.facts import DAY, LAST_DAY, PAST

WEAK = Ground(("weak",), ClaimStatus.ATTESTED, date.max)
SEEN = Ground(("seen",), ClaimStatus.DOCUMENT_SEEN, LAST_DAY)
SEEN_LONGER = Ground(("longer", "seen"), ClaimStatus.DOCUMENT_SEEN, date(2027, 1, 1))
SOURCED = Ground(("sourced",), ClaimStatus.PRIMARY_SOURCE, DAY)


def level(name, status, evidence="", expires_on=LAST_DAY, criterion=None):
    return level_of(name, Fact("x", status, evidence, expires_on), criterion, DAY)


def test_every_status_has_a_rank():
    ranked = sorted(ClaimStatus, key=RANK.__getitem__)

    assert ranked == [
        "contradicted",
        "attested",
        "lapsed",
        "document_seen",
        "primary_source",
    ]


def test_joined_ground_is_as_weak_as_its_weakest_part():
    joined = join([SEEN_LONGER, SOURCED, SEEN])

    assert joined == Ground(
        ("longer", "seen", "sourced"), ClaimStatus.DOCUMENT_SEEN, DAY
    )


def test_best_ground_is_the_best_known_then_the_longest_standing_then_the_first():
    twin = Ground(("twin",), ClaimStatus.DOCUMENT_SEEN, LAST_DAY)

    assert best([WEAK, SEEN, SOURCED]) is SOURCED
    assert best([SEEN, SEEN_LONGER]) is SEEN_LONGER
    assert best([SEEN, twin]) is SEEN


@pytest.mark.parametrize(
    ("status", "expires_on", "expected"),
    [
        (ClaimStatus.ATTESTED, None, ClaimStatus.ATTESTED),
        (ClaimStatus.ATTESTED, PAST, ClaimStatus.ATTESTED),
        (ClaimStatus.LAPSED, LAST_DAY, ClaimStatus.LAPSED),
        (ClaimStatus.DOCUMENT_SEEN, None, ClaimStatus.DOCUMENT_SEEN),
        (ClaimStatus.DOCUMENT_SEEN, DAY, ClaimStatus.DOCUMENT_SEEN),
        (ClaimStatus.DOCUMENT_SEEN, PAST, ClaimStatus.LAPSED),
        (ClaimStatus.PRIMARY_SOURCE, DAY, ClaimStatus.PRIMARY_SOURCE),
        (ClaimStatus.PRIMARY_SOURCE, PAST, ClaimStatus.LAPSED),
        ("primary_source", DAY, ClaimStatus.PRIMARY_SOURCE),
    ],
)
def test_check_stands_through_its_last_day(status, expires_on, expected):
    assert level("license_status", status, expires_on=expires_on) is expected


@pytest.mark.parametrize(
    ("name", "evidence", "criterion", "expected"),
    [
        (
            "license_status",
            "state_license_lookup",
            "prescriber-license",
            "primary_source",
        ),
        ("license_status", "npi_registry", "prescriber-license", "attested"),
        ("license_status", "npi_registry", None, "attested"),
        ("license_status", "protocol_document", None, "attested"),
        ("license_status", "signed_affirmation", None, "attested"),
        ("license_status", "hearsay", None, "attested"),
        ("supervision_level", "staff_roster", "on-site-supervision", "document_seen"),
        ("organization_npi", "npi_registry", "facility-identity", "primary_source"),
        ("routes", "website_capture", None, "primary_source"),
        ("routes", "protocol_document", "observation-and-discharge", "document_seen"),
        ("routes", "npi_registry", "prescriber-license", "attested"),
        ("routes", "signed_affirmation", None, "attested"),
        ("routes", "", None, "primary_source"),
    ],
)
def test_evidence_confirms_no_more_than_it_can(name, evidence, criterion, expected):
    reached = level(name, ClaimStatus.PRIMARY_SOURCE, evidence, criterion=criterion)

    assert reached == expected


def test_evidence_that_never_confirmed_cannot_lapse():
    reached = level("license_status", ClaimStatus.PRIMARY_SOURCE, "npi_registry", PAST)

    assert reached == ClaimStatus.ATTESTED


def test_only_a_confirmed_fact_has_a_last_day():
    confirmed = Fact("x", ClaimStatus.DOCUMENT_SEEN, "", LAST_DAY)
    expired = Fact("x", ClaimStatus.DOCUMENT_SEEN, "", PAST)
    endless = Fact("x", ClaimStatus.DOCUMENT_SEEN)

    untils = [
        ground_of("routes", fact, None, DAY).until
        for fact in (confirmed, expired, endless)
    ]

    assert untils == [LAST_DAY, date.max, date.max]


@pytest.mark.parametrize(
    ("field", "evidence", "months"),
    [
        ("license_status", "state_license_lookup", 6),
        ("license_status", "exclusion_lookup", 3),
        ("lead_prescriber_npi", "npi_registry", 6),
        ("supervision_level", "site_visit", 6),
        ("acls_earliest_expiry", "life_support_card", 24),
        ("accreditor", "accreditation_lookup", 36),
        ("home_live_monitoring", "protocol_document", 6),
        ("routes", "pharmacy_letter", 12),
        ("license_status", "site_visit", None),
        ("license_status", "signed_affirmation", None),
        ("routes", "signed_affirmation", None),
        ("routes", "hearsay", None),
        ("dose_band_position", "protocol_document", None),
    ],
)
def test_confirmation_lasts_as_long_as_the_specification_says(field, evidence, months):
    assert confirmation_limit_months(field, evidence) == months


def test_no_confirmation_outlasts_its_criterion():
    longer = [
        (name, kind)
        for name, field in FIELDS.items()
        for kind in EVIDENCE_TYPES
        if field.criterion
        and (confirmation_limit_months(name, kind) or 0)
        > CRITERIA[field.criterion].verification_validity_months
    ]

    assert longer == []
