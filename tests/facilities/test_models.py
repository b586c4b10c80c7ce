"""Each constraint, tried in the way it is there to refuse."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, ProgrammingError, connection, transaction

from facilities.enums import (
    AddressPrecision,
    ListingStatus,
    MatchDecision,
    OperatingStatus,
    Origin,
    PointPrecision,
    PriceKind,
    SamhsaBook,
)
from facilities.models import (
    Claim,
    Clinician,
    CriterionResult,
    Facility,
    FacilityFlag,
    ImportMatch,
    Organization,
    OrganizationMembership,
    Phone,
    PostalCode,
    Price,
    SamhsaEdition,
    SamhsaRecord,
)
from tests.factories import NOON, TODAY, a_facility, a_user, state, verify

pytestmark = pytest.mark.django_db


def refused(name):
    return pytest.raises(IntegrityError, match=name)


def change(row, **columns):
    type(row).objects.filter(pk=row.pk).update(**columns)


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        (
            "withheld_address_is_no_finer_than_city",
            {"is_address_withheld": True},
        ),
        (
            "street_is_stored_only_when_public",
            {"address_precision": AddressPrecision.CITY},
        ),
        (
            "city_is_stored_only_when_public",
            {
                "address_precision": AddressPrecision.NONE,
                "street_1": "",
                "postal_code": "",
                "latitude": None,
                "longitude": None,
                "point_precision": PointPrecision.NONE,
            },
        ),
        ("point_is_whole", {"latitude": None}),
        ("point_is_whole", {"latitude": 91.0}),
        ("point_is_whole", {"point_precision": PointPrecision.NONE}),
        ("published_facility_says_since_when", {"published_at": None}),
        (
            "closing_has_a_date_and_a_reason",
            {"operating_status": OperatingStatus.CLOSED, "closed_on": TODAY},
        ),
        ("closing_has_a_date_and_a_reason", {"closed_reason": "Moved away"}),
        ("samhsa_details_name_their_edition", {"details_edition": 2023}),
        ("samhsa_details_name_their_edition", {"details_origin": Origin.SAMHSA}),
        ("facility_npi_is_valid_or_blank", {"npi": "1234567890"}),
        ("facility_states_are_known", {"listing_status": "maybe"}),
    ],
)
def test_facility_constraint(name, columns):
    facility = a_facility()

    with refused(name):
        change(facility, **columns)


def test_slug_belongs_to_one_facility():
    first, second = a_facility(), a_facility()

    with refused("slug"):
        change(second, slug=first.slug)


@pytest.mark.parametrize(
    ("npi", "is_valid"),
    [
        ("1234567893", True),
        ("1245319599", True),
        ("1234567890", False),
        ("3234567893", False),
        ("123456789", False),
        ("123456789A", False),
    ],
)
def test_database_knows_the_npi_check_digit(npi, is_valid):
    with connection.cursor() as cursor:
        cursor.execute("SELECT is_npi(%s)", [npi])
        [answer] = cursor.fetchone()

    assert answer is is_valid


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("claim_check_is_recorded_whole", {"status": "document_seen"}),
        ("claim_check_is_recorded_whole", {"status": "lapsed"}),
        ("claim_check_is_recorded_whole", {"status": "contradicted"}),
        ("claim_check_is_recorded_whole", {"status": "unheard_of"}),
        ("claim_check_is_recorded_whole", {"source": "a letter"}),
        ("claim_check_is_recorded_whole", {"expires_on": TODAY}),
        ("claim_from_samhsa_has_edition_and_no_check", {"edition": 2023}),
        ("claim_from_samhsa_has_edition_and_no_check", {"origin": Origin.SAMHSA}),
    ],
)
def test_claim_constraint_on_a_statement(name, columns):
    [claim] = state(a_facility(), bls_all_session_staff=True)

    with refused(name):
        change(claim, **columns)


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("claim_check_is_recorded_whole", {"verified_by": None}),
        ("claim_check_is_recorded_whole", {"verified_on": None}),
        ("claim_check_is_recorded_whole", {"expires_on": None}),
        ("claim_check_is_recorded_whole", {"evidence_kind": ""}),
        ("claim_check_is_recorded_whole", {"source": ""}),
        ("claim_check_is_recorded_whole", {"status": "attested"}),
        ("claim_check_ends_after_it_began", {"expires_on": TODAY}),
        (
            "claim_from_samhsa_has_edition_and_no_check",
            {"origin": Origin.SAMHSA, "edition": 2023},
        ),
    ],
)
def test_claim_constraint_on_a_check(name, columns):
    claim = verify(a_facility(), "ae_log", True, "policy_document")

    with refused(name):
        change(claim, **columns)


def test_one_claim_for_each_facility_and_field():
    [claim] = state(a_facility(), ae_log=True)

    with refused("one_claim_for_each_facility_and_field"):
        Claim.objects.create(
            facility=claim.facility,
            field="ae_log",
            value=False,
            origin=Origin.PROVIDER,
            stated_on=TODAY,
        )


def test_an_edit_cannot_keep_the_check_of_the_old_value():
    claim = verify(a_facility(), "ae_log", True, "policy_document")

    with pytest.raises(ProgrammingError, match="edit_drops_verification"):
        change(claim, value=False)


def test_a_price_range_runs_upwards():
    with refused("price_range_runs_upwards"):
        Price.objects.create(
            facility=a_facility(),
            kind=PriceKind.SESSION,
            low_cents=2,
            high_cents=1,
            origin=Origin.PROVIDER,
            stated_on=TODAY,
        )


@pytest.mark.parametrize("columns", [{"kind": "tip"}, {"currency": "usd"}])
def test_price_kind_and_currency_are_known(columns):
    plain = {"kind": PriceKind.SESSION, "low_cents": 1, "high_cents": 1}

    with refused("price_kind_and_currency_are_known"):
        Price.objects.create(
            facility=a_facility(),
            origin=Origin.PROVIDER,
            stated_on=TODAY,
            **(plain | columns),
        )


def test_one_price_for_each_kind():
    facility = a_facility()
    columns = {
        "facility": facility,
        "kind": PriceKind.SESSION,
        "low_cents": 1,
        "high_cents": 1,
        "origin": Origin.PROVIDER,
        "stated_on": TODAY,
    }
    Price.objects.create(**columns)

    with refused("one_price_for_each_kind"):
        Price.objects.create(**columns)


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("clinician_has_role_and_credential", {"role": ""}),
        ("clinician_has_role_and_credential", {"credential": ""}),
        ("clinician_npi_is_valid_or_blank", {"npi": "1111111111"}),
        ("clinician_check_is_recorded_whole", {"status": "primary_source"}),
    ],
)
def test_clinician_constraint(name, columns):
    plain = {"role": "Prescriber", "credential": "MD"}

    with refused(name):
        Clinician.objects.create(
            facility=a_facility(),
            origin=Origin.PROVIDER,
            stated_on=TODAY,
            **(plain | columns),
        )


def test_one_clinician_for_each_position():
    columns = {
        "facility": a_facility(),
        "role": "Nurse",
        "credential": "RN",
        "origin": Origin.PROVIDER,
        "stated_on": TODAY,
    }
    Clinician.objects.create(**columns)

    with refused("one_clinician_for_each_position"):
        Clinician.objects.create(**columns)


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("phone_is_e164", {"number": "503-555-0100"}),
        ("phone_extension_is_digits", {"extension": "x12"}),
        ("phone_kind_is_known", {"kind": "fax"}),
    ],
)
def test_phone_constraint(name, columns):
    plain = {"number": "+15035550100", "kind": "main"}

    with refused(name):
        Phone.objects.create(facility=a_facility(), **(plain | columns))


def test_one_phone_for_each_position():
    facility = a_facility()
    Phone.objects.create(facility=facility, number="+15035550100", kind="main")

    with refused("one_phone_for_each_position"):
        Phone.objects.create(facility=facility, number="+15035550101", kind="main")


def test_not_stated_has_no_result():
    with refused("not_stated_has_no_result"):
        CriterionResult.objects.create(
            facility=a_facility(),
            criterion="vital-signs",
            status="not_stated",
            level="attested",
        )


def test_only_checked_results_are_confirmed():
    with refused("only_checked_results_are_confirmed"):
        CriterionResult.objects.create(
            facility=a_facility(),
            criterion="vital-signs",
            status="meets",
            level="attested",
            confirmed_until=TODAY,
        )


@pytest.mark.parametrize(
    "columns",
    [
        {"confirmed_status": "meets"},
        {"confirmed_status_until": TODAY},
        {"confirmed_status": "does_not_meet", "confirmed_status_until": TODAY},
    ],
)
def test_confirmed_status_says_until_when(columns):
    with refused("confirmed_status_says_until_when"):
        CriterionResult.objects.create(
            facility=a_facility(),
            criterion="vital-signs",
            status="meets",
            level="attested",
            **columns,
        )


def test_one_result_for_each_facility_and_criterion():
    columns = {
        "facility": a_facility(),
        "criterion": "vital-signs",
        "status": "meets",
        "level": "attested",
    }
    CriterionResult.objects.create(**columns)

    with refused("one_result_for_each_facility_and_criterion"):
        CriterionResult.objects.create(**columns)


def test_one_row_for_each_facility_and_flag():
    facility = a_facility()
    FacilityFlag.objects.create(facility=facility, flag="same-day-driving")

    with refused("one_row_for_each_facility_and_flag"):
        FacilityFlag.objects.create(facility=facility, flag="same-day-driving")


def a_record(**columns):
    plain = {
        "book": SamhsaBook.MENTAL_HEALTH,
        "edition": 2023,
        "row_key": "a",
        "name_1": "Made-up Center",
        "city": "Portland",
        "state": "OR",
        "postal_code": "97201",
    }
    return SamhsaRecord(**(plain | columns))


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        (
            "withheld_record_has_no_street",
            {"is_address_withheld": True, "street_1": "1 Main Street"},
        ),
        ("record_book_is_known", {"book": "xx"}),
        (
            "only_mental_health_book_reports_ketamine",
            {"book": SamhsaBook.SUBSTANCE_USE, "codes": ["KIT"]},
        ),
    ],
)
def test_samhsa_record_constraint(name, columns):
    with refused(name):
        a_record(facility=a_facility(), **columns).save()


def test_one_record_for_each_row_of_an_edition():
    facility = a_facility()
    a_record(facility=facility).save()

    with refused("one_record_for_each_row_of_an_edition"):
        a_record(facility=facility).save()


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("match_decision_is_recorded_whole", {"decision": MatchDecision.SAME}),
        ("match_decision_is_recorded_whole", {"decided_at": NOON}),
    ],
)
def test_import_match_constraint(name, columns):
    first, second = a_facility(), a_facility()

    with refused(name):
        ImportMatch.objects.create(facility=first, other=second, **columns)


def test_match_pair_is_ordered_and_made_once():
    first, second = a_facility(), a_facility()
    ImportMatch.objects.create(facility=first, other=second)

    with refused("match_pair_is_ordered"), transaction.atomic():
        ImportMatch.objects.create(facility=second, other=first)
    with refused("one_match_for_each_pair"):
        ImportMatch.objects.create(facility=first, other=second)


def test_membership_constraints():
    organization, user = Organization.objects.create(name="Practice"), a_user()
    OrganizationMembership.objects.create(organization=organization, user=user)

    with refused("membership_role_is_known"), transaction.atomic():
        OrganizationMembership.objects.create(
            organization=organization, user=a_user(), role="king"
        )
    with refused("one_membership_for_each_user_and_organization"):
        OrganizationMembership.objects.create(organization=organization, user=user)


def test_organization_npi_is_valid_or_blank():
    with refused("organization_npi_is_valid_or_blank"):
        Organization.objects.create(name="Practice", npi="0000000000")


def test_postal_code_point_is_whole():
    with refused("postal_code_point_is_whole"):
        PostalCode.objects.create(code="00001", city="A", state="OR", latitude=1.0)


def test_one_user_for_each_email_whatever_its_case():
    a_user(email="someone@example.org")

    with refused("one_user_for_each_email"):
        a_user(email="Someone@example.org")


def test_history_is_added_never_changed():
    facility = a_facility()
    event = facility.events.model.objects.filter(pgh_obj_id=facility.pk).first()

    with pytest.raises(ProgrammingError, match="append_only"), transaction.atomic():
        type(event).objects.filter(pk=event.pk).update(name="Another past")
    with pytest.raises(ProgrammingError, match="append_only"):
        type(event).objects.filter(pk=event.pk).delete()


def test_a_check_past_its_last_day_is_lapsed_without_any_job():
    claim = verify(a_facility(), "ae_log", True, "policy_document")
    last = claim.expires_on

    assert claim.status_on(last) == "document_seen"
    assert claim.status_on(last + timedelta(days=1)) == "lapsed"
    assert claim.is_confirmed_on(last)
    assert not claim.is_confirmed_on(last + timedelta(days=1))


def test_place_and_name_show_no_more_than_is_public():
    street = a_facility(name="Clinic", name_line_2="East")
    state_only = a_facility(precision=AddressPrecision.NONE)

    assert street.full_name == "Clinic, East"
    assert street.place == "Portland, OR"
    assert state_only.place == "OR"


def test_a_draft_is_not_published():
    listed, draft = a_facility(), a_facility(is_published=False)

    assert list(Facility.objects.published()) == [listed]
    assert draft.listing_status == ListingStatus.DRAFT


def test_samples_and_real_facilities_share_every_facility_between_them():
    sample, real = a_facility(is_sample=True), a_facility()

    assert list(Facility.objects.samples()) == [sample]
    assert list(Facility.objects.real()) == [real]


def test_rows_name_themselves():
    facility = a_facility(name="Clinic", name_line_2="East")
    organization, user = Organization.objects.create(name="Practice"), a_user()
    [claim] = state(facility, ae_log=True)
    stated = {"facility": facility, "origin": Origin.PROVIDER, "stated_on": TODAY}
    result = CriterionResult(
        facility=facility, criterion="vital-signs", status="meets", level="attested"
    )
    membership = OrganizationMembership(organization=organization, user=user)
    rows = [
        facility,
        organization,
        membership,
        claim,
        Clinician(role="Nurse", credential="RN", **stated),
        Price(kind=PriceKind.SESSION, low_cents=1, high_cents=2, **stated),
        result,
        FacilityFlag(facility=facility, flag="same-day-driving"),
        a_record(facility=facility),
        SamhsaEdition(book="mh", edition=2023, stated_on=TODAY),
        ImportMatch(facility=facility, other=facility, reason="same phone"),
        PostalCode(code="97201", city="Portland", state="OR"),
    ]

    number = facility.pk
    assert [str(row) for row in rows] == [
        f"Clinic, East, Portland ({number})",
        f"Practice ({organization.pk})",
        f"{user}: Editor of Practice ({organization.pk})",
        f"{number} ae_log: True (attested)",
        f"Nurse, RN ({number})",
        f"{number} session: 1-2",
        f"{number} vital-signs: meets (attested)",
        f"{number} same-day-driving",
        "Made-up Center, Portland (mh 2023)",
        "Mental health directory 2023",
        f"{number} and {number}: same phone",
        "97201 Portland, OR",
    ]


def test_a_result_knows_its_criterion_and_a_flag_its_meaning():
    result = CriterionResult(criterion="vital-signs", level="document_seen")
    flag = FacilityFlag(flag="same-day-driving", established_until=TODAY)

    assert result.definition.title == "Vital-sign monitoring"
    assert flag.definition.title == "Allows driving home or on the same day"
    assert (flag.is_established_on(TODAY), flag.is_raised_on(TODAY)) == (True, True)


@pytest.mark.parametrize(
    ("npi", "is_accepted"), [("1234567893", True), ("1234567890", False)]
)
def test_npi_field_checks_the_digit(npi, is_accepted):
    organization = Organization(name="Practice", npi=npi)

    if is_accepted:
        organization.full_clean()
    else:
        with pytest.raises(ValidationError, match="does not add up"):
            organization.full_clean()


def test_only_the_mental_health_book_can_report_ketamine():
    facility = a_facility()
    a_record(facility=facility, codes=["KIT", "TMS"]).save()
    a_record(facility=facility, row_key="b", codes=["TMS"]).save()

    [record] = SamhsaRecord.objects.reporting_ketamine()

    assert record.reports_ketamine
