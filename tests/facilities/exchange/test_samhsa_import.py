"""What an import makes of facilities, records and claims."""

from datetime import UTC, date, datetime

import pytest

from facilities.criteria import ClaimStatus
from facilities.enums import (
    AddressPrecision,
    ListingStatus,
    Origin,
    PhoneKind,
    PointPrecision,
    SamhsaBook,
)
from facilities.models import (
    Claim,
    CriterionResult,
    Facility,
    ImportMatch,
    SamhsaEdition,
    SamhsaRecord,
)
from tests.facilities.exchange.database import all_rows, shown
from tests.facilities.exchange.workbooks import a_row
from tests.factories import NOON, a_facility, state

pytestmark = pytest.mark.django_db
LATER = datetime(2026, 7, 1, 9, tzinfo=UTC)
MENTAL_HEALTH, SUBSTANCE_USE = SamhsaBook.MENTAL_HEALTH, SamhsaBook.SUBSTANCE_USE
SUBSTANCES = "SA * OP * CBT * MC"


def test_a_new_facility_shows_what_the_row_says(bring_in):
    report = bring_in(
        a_row(name2="North", street2="Suite 5", intake1="503-226-0101 x7"), at=NOON
    )

    facility = Facility.objects.get()
    assert (report.created, report.updated, report.unchanged) == (1, 0, 0)
    assert facility.slug == "sample-infusion-clinic-portland-or"
    assert (facility.name, facility.name_line_2) == ("Sample Infusion Clinic", "North")
    assert (facility.street_1, facility.street_2) == ("12 Sample Street", "Suite 5")
    assert (facility.city, facility.state, facility.postal_code) == (
        "Portland",
        "OR",
        "97201",
    )
    assert facility.address_precision == AddressPrecision.STREET
    assert (facility.latitude, facility.point_precision) == (45.5, PointPrecision.ZIP)
    assert facility.details_origin == Origin.SAMHSA
    assert facility.details_edition == 2023
    assert facility.details_stated_on == date(2023, 6, 20)
    assert [
        (phone.kind, phone.number, phone.extension) for phone in facility.phones.all()
    ] == [
        (PhoneKind.MAIN, "+15032260100", ""),
        (PhoneKind.INTAKE, "+15032260101", "7"),
    ]


def test_the_record_keeps_the_row_as_printed(bring_in):
    bring_in(a_row(phone="503-226-0100 x1", intake1a="888-85COMPA"))

    record = SamhsaRecord.objects.get()
    assert (record.book, record.edition) == ("mh", 2023)
    assert (record.phone, record.intake_phones) == ("503-226-0100 x1", ["888-85COMPA"])
    assert record.codes == ["MH", "OP", "KIT", "CBT", "MC"]


def test_ketamine_is_claimed_as_reported_and_never_as_verified(bring_in):
    bring_in(a_row())

    claim = Claim.objects.get()
    assert (claim.field, claim.value) == ("samhsa_codes", ["KIT", "CBT"])
    assert (claim.origin, claim.edition) == (Origin.SAMHSA, 2023)
    assert claim.status == ClaimStatus.ATTESTED.value
    assert claim.stated_on == date(2023, 6, 20)
    assert (claim.stated_by, claim.verified_on, claim.evidence_kind) == (None, None, "")


def test_payment_codes_are_claimed_of_nothing(bring_in):
    bring_in(a_row(service_code_info="MH * OP * MC MD PI SF"))

    assert Claim.objects.count() == 0
    assert CriterionResult.objects.count() == 0


def test_a_workbook_without_a_date_counts_as_of_the_first_of_july(bring_in):
    bring_in(a_row(), created=datetime(2024, 1, 5))  # noqa: DTZ001

    assert SamhsaEdition.objects.get().stated_on == date(2023, 7, 1)


def test_an_edition_is_never_dated_into_the_future(bring_in):
    june = datetime(2023, 6, 1, tzinfo=UTC)
    bring_in(a_row(), created=datetime(2022, 1, 1), at=june)  # noqa: DTZ001
    bring_in(a_row(), created=datetime(2022, 1, 1), at=LATER)  # noqa: DTZ001

    assert SamhsaEdition.objects.get().stated_on == june.date()


def test_a_second_run_changes_nothing_at_all(bring_in):
    rows = [a_row(), a_row(name1="Other House", street1="- - -"), a_row(zip="97202")]
    bring_in(*rows)
    before = all_rows()

    report = bring_in(*reversed(rows), at=LATER)

    assert all_rows() == before
    assert (report.created, report.updated, report.unchanged) == (0, 0, 3)
    assert (report.published, report.archived, report.listed) == (0, 0, 3)


def test_a_later_edition_updates_name_address_phones_and_claim(bring_in):
    bring_in(a_row(), edition=2022)

    report = bring_in(
        a_row(
            name2="Main Campus",
            service_code_info="MH * KIT TMS",
            intake1="503-226-0155",
        ),
        edition=2023,
    )

    facility = Facility.objects.get()
    assert (report.created, report.updated) == (0, 1)
    assert (facility.name_line_2, facility.details_edition) == ("Main Campus", 2023)
    assert [str(phone) for phone in facility.phones.all()] == [
        "+15032260100",
        "+15032260155",
    ]
    assert (facility.claims.get().value, facility.claims.get().edition) == (
        ["KIT", "TMS"],
        2023,
    )
    assert list(facility.samhsa_records.values_list("edition", flat=True)) == [
        2023,
        2022,
    ]


def test_an_older_edition_is_history_and_changes_nothing_shown(bring_in):
    bring_in(a_row(name2="Main Campus"), edition=2023)
    before = shown(Facility.objects.get())

    report = bring_in(a_row(phone="503-226-0100", intake1="503-226-0177"), edition=2022)

    facility = Facility.objects.get()
    assert report.updated == 1
    assert shown(facility) == before
    assert facility.claims.get().edition == 2023
    assert facility.samhsa_records.count() == 2


def test_codes_that_a_newer_edition_leaves_out_are_no_longer_claimed(bring_in):
    bring_in(a_row(), edition=2022)

    bring_in(a_row(service_code_info="MH * MC"), edition=2023)

    facility = Facility.objects.get()
    assert Claim.objects.count() == 0
    assert facility.samhsa_records.reporting_ketamine().get().edition == 2022
    assert facility.listing_status == ListingStatus.ARCHIVED


def test_the_mental_health_book_beats_the_other_of_the_same_year(bring_in):
    mental_health = a_row(name2="Main Campus")
    bring_in(mental_health, edition=2022)

    bring_in(a_row(service_code_info=SUBSTANCES), edition=2022, book=SUBSTANCE_USE)

    facility = Facility.objects.get()
    assert facility.name_line_2 == "Main Campus"
    assert facility.claims.get().value == ["KIT", "CBT"]


def test_the_other_books_silence_on_ketamine_says_nothing(bring_in):
    bring_in(a_row(), edition=2022)

    bring_in(
        a_row(service_code_info=SUBSTANCES, name2="Main Campus"),
        edition=2023,
        book=SUBSTANCE_USE,
    )

    facility = Facility.objects.get()
    assert facility.name_line_2 == "Main Campus"
    assert (facility.claims.get().value, facility.claims.get().edition) == (
        ["KIT", "CBT"],
        2022,
    )
    assert facility.listing_status == ListingStatus.PUBLISHED


def test_a_facility_of_the_substance_use_book_is_stored_unlisted(bring_in):
    report = bring_in(a_row(service_code_info=SUBSTANCES), book=SUBSTANCE_USE)

    facility = Facility.objects.get()
    assert facility.listing_status == ListingStatus.DRAFT
    assert facility.claims.get().value == ["CBT"]
    assert report.listed == 0


def test_uncertain_matches_go_to_a_moderator_once(bring_in):
    bring_in(a_row(), edition=2022)
    moved = a_row(street1="99 Sample Road")

    first = bring_in(moved, edition=2023)
    second = bring_in(moved, edition=2023)

    match = ImportMatch.objects.get()
    assert (first.created, first.doubtful, second.doubtful) == (1, 1, 0)
    assert match.facility_id < match.other_id
    assert match.reason == "Same names and phone, another street"
    assert match.decision == "open"


def test_invented_samples_are_never_mixed_up_with_real_clinics(bring_in):
    sample = a_facility(name="Sample Infusion Clinic", is_sample=True)

    report = bring_in(a_row())

    sample.refresh_from_db()
    assert report.created == 1
    assert sample.samhsa_records.count() == 0
    assert ImportMatch.objects.count() == 0
    assert Facility.objects.real().get().slug == "sample-infusion-clinic-portland-or-2"


def test_a_clinics_own_words_stay_and_gain_the_report(bring_in):
    facility = a_facility(name="Sample Infusion Clinic", website="https://example.org")
    before = shown(facility)

    report = bring_in(a_row(phone="503-226-0177"))

    facility.refresh_from_db()
    assert (report.created, report.updated) == (0, 1)
    assert shown(facility) == before
    assert facility.website == "https://example.org"
    assert facility.claims.get().edition == 2023


def test_a_claim_that_a_person_made_stays(bring_in):
    facility = a_facility(name="Sample Infusion Clinic")
    state(facility, samhsa_codes=["TMS"])

    bring_in(a_row())

    claim = facility.claims.get()
    assert (claim.value, claim.origin) == (["TMS"], Origin.PROVIDER)


def test_a_stranger_s_draft_does_not_take_in_a_reported_clinic(bring_in):
    draft = a_facility(name="Sample Infusion Clinic", is_published=False)

    report = bring_in(a_row())

    assert (report.created, report.published, report.doubtful) == (1, 1, 1)
    assert draft.samhsa_records.count() == 0


def test_a_clinic_in_a_zip_of_another_state_is_put_into_its_city(bring_in):
    bring_in(a_row(state="FM", city="Yap", zip="97201"))

    facility = Facility.objects.get()
    assert facility.point_precision == PointPrecision.NONE
    assert facility.postal_code == "97201"


def test_a_missing_street_is_shown_as_the_city_and_not_as_withheld(bring_in):
    bring_in(a_row(street1=None))

    facility = Facility.objects.get()
    assert facility.address_precision == AddressPrecision.CITY
    assert facility.point_precision == PointPrecision.CITY
    assert facility.postal_code == ""
    assert not facility.is_address_withheld


def test_history_names_the_import_and_nobody(bring_in):
    bring_in(a_row())

    event = Facility.objects.get().events.earliest("pgh_id")
    assert event.pgh_context.metadata == {
        "user": None,
        "reason": "SAMHSA mh directory 2023 imported",
    }
