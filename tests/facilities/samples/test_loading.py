import pytest

from directory.accounts.models import User
from facilities import actions
from facilities.actions.listing import free_slug
from facilities.actions.samples import load_samples, remove_samples
from facilities.criteria import CRITERIA, ClaimStatus, CriterionStatus
from facilities.criteria.rules import evaluate_all, red_flags
from facilities.enums import (
    ListingStatus,
    OperatingStatus,
    Origin,
    SamhsaBook,
)
from facilities.models import (
    Claim,
    Clinician,
    CriterionResult,
    Facility,
    ImportMatch,
    Phone,
    Price,
    SamhsaRecord,
)
from facilities.samples import SHOWCASES, sample_clinics
from facilities.samples.recipes import CASES
from tests.factories import NOON, TODAY, a_facility, state

pytestmark = pytest.mark.django_db

ALL_SHOWCASES = max(n for n, case in enumerate(CASES, start=1) if case.showcase)


def counts():
    models = [Facility, Claim, Phone, Price, Clinician, CriterionResult]
    return [model.objects.count() for model in models]


def closing(clinic):
    if clinic.closing is None:
        return OperatingStatus.OPEN, ""
    if clinic.closing.is_permanent:
        return OperatingStatus.CLOSED, clinic.closing.reason
    return OperatingStatus.TEMPORARILY_CLOSED, clinic.closing.reason


def test_samples_are_stored_as_they_were_invented():
    loaded = load_samples(at=NOON, count=ALL_SHOWCASES)

    clinics = {each.name: each for each in sample_clinics(TODAY, ALL_SHOWCASES)}
    stored = Facility.objects.with_page()
    assert loaded == len(stored) == len(clinics)
    for facility in stored:
        clinic = clinics[facility.name]
        facts = clinic.facts_on(TODAY)
        assert facility.is_sample
        assert facility.listing_status == ListingStatus.PUBLISHED
        assert (facility.operating_status, facility.closed_reason) == closing(clinic)
        assert (facility.street_1, facility.city, facility.address_precision) == (
            clinic.address.street_1,
            clinic.address.city,
            clinic.address.precision,
        )
        assert {row.field: row.as_fact(TODAY) for row in facility.claims.all()} == (
            facts
        )
        assert {row.field: row.stated_on for row in facility.claims.all()} == {
            fact.field: fact.stated_on or fact.check.checked_on for fact in clinic.facts
        }
        assert {row.criterion: row.status for row in facility.results.all()} == {
            slug: each.status
            for slug, each in evaluate_all(facts, on=TODAY).items()
            if each.status != CriterionStatus.NOT_STATED
        }
        assert [row.flag for row in facility.flags.all()] == sorted(
            each.flag.slug for each in red_flags(facts, on=TODAY)
        )
        assert [
            (row.kind, row.low_cents, row.high_cents, row.expires_on)
            for row in facility.prices.all()
        ] == sorted(
            (
                row.kind,
                row.low_cents,
                row.high_cents,
                row.check and row.check.expires_on,
            )
            for row in clinic.prices
        )
        assert [
            (row.role, row.name, row.license_number, row.verified_on)
            for row in facility.clinicians.all()
        ] == [
            (row.role, row.name, row.license_number, row.check and row.check.checked_on)
            for row in clinic.clinicians
        ]


def test_showcases_stand_at_stable_addresses():
    addresses = {each.name: each.address for each in sample_clinics(TODAY)}

    slugs = {
        name: free_slug(clinic, addresses[clinic].city, addresses[clinic].state)
        for name, clinic in SHOWCASES.items()
    }

    assert slugs == {
        "closed": "fennwhistle-ketamine-center-reno-nv",
        "complete": "quillmoor-clinic-denver-co",
        "contradicted": "larchwater-health-portland-or",
        "flagged_by_own_answer": "puddlecombe-online-care-id",
        "flagged_established": "mistlefen-ketamine-clinic-phoenix-az",
        "home_only": "dapplewick-care-co",
        "lapsed": "oxlip-house-aurora-co",
        "lapsed_flag": "peatmarrow-behavioral-health-tulsa-ok",
        "most_checked": "wrenfold-psychiatry-boulder-co",
        "near_silent": "saltmere-behavioral-health-littleton-co",
        "no_therapy": "tarnbrook-infusion-center-lakewood-co",
        "pain_only": "gorsefold-pain-clinic-cleveland-oh",
        "temporarily_closed": "hollowbeck-clinic-burlington-vt",
        "withheld": "thistlemarch-psychotherapy-minneapolis-mn",
    }


def test_people_behind_samples_cannot_sign_in():
    load_samples(at=NOON, count=1)

    people = User.objects.order_by("email")
    claim = Claim.objects.get(field="license_status")
    assert [(each.email, each.is_active) for each in people] == [
        ("sample.moderator@example.org", False),
        ("sample.provider@example.org", False),
    ]
    assert [each.has_usable_password() for each in people] == [False, False]
    assert (claim.verified_by, claim.stated_by) == tuple(people)
    assert (claim.origin, claim.status) == (
        Origin.PROVIDER,
        ClaimStatus.PRIMARY_SOURCE.value,
    )


def test_second_load_changes_nothing():
    load_samples(at=NOON, count=2)
    before = counts()

    again = load_samples(at=NOON, count=5)

    assert again == 0
    assert counts() == before


def test_samples_are_refused_beside_real_clinics():
    a_facility()

    with pytest.raises(actions.Refused, match="real clinics"):
        load_samples(at=NOON, count=1)

    assert Facility.objects.count() == 1
    assert User.objects.count() == 0


def test_samples_are_put_beside_real_clinics_when_asked():
    real = a_facility()

    loaded = load_samples(at=NOON, count=1, beside_real=True)

    assert loaded == 1
    assert list(Facility.objects.real()) == [real]


def test_removing_samples_leaves_real_clinics_alone():
    real = a_facility()
    state(real, ae_log=True, routes=["iv"])
    before = counts()
    load_samples(at=NOON, count=2, beside_real=True)
    sample = Facility.objects.samples().first()
    ImportMatch.objects.create(facility=real, other=sample, reason="same name")

    removed = remove_samples(by=None, at=NOON)

    assert removed == 2
    assert counts() == before
    assert ImportMatch.objects.count() == 0


def test_samples_still_in_use_are_not_removed():
    load_samples(at=NOON, count=1)
    SamhsaRecord.objects.create(
        facility=Facility.objects.get(),
        book=SamhsaBook.MENTAL_HEALTH,
        edition=2023,
        row_key="1",
        name_1="Sample",
        city="Denver",
        state="CO",
        postal_code="80202",
    )
    before = counts()

    with pytest.raises(actions.Refused, match="samhsa record"):
        remove_samples(by=None, at=NOON)

    assert counts() == before


def test_first_sample_is_known_in_every_criterion():
    load_samples(at=NOON, count=1)

    assert CriterionResult.objects.count() == len(CRITERIA)
