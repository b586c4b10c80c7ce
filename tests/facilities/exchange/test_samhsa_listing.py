"""What is listed because SAMHSA reports ketamine there, in whatever order."""

from datetime import date
from itertools import permutations

import pytest

from facilities import actions
from facilities.enums import ListingStatus, MatchDecision, PriceKind, SamhsaBook
from facilities.models import Facility, ImportMatch, Organization, SamhsaEdition
from tests.facilities.exchange.database import shown
from tests.facilities.exchange.workbooks import a_row
from tests.factories import NOON, TODAY, a_facility, a_user, state

pytestmark = pytest.mark.django_db

NOT_REPORTED = {"service_code_info": "MH * OP * CBT"}
SUBSTANCES = {"service_code_info": "SA * OP * CBT * MC"}
STAYS = a_row(name1="Stays House", street1="1 Sample Road")
ENDS = a_row(name1="Ends House", street1="2 Sample Road", phone="503-226-0102")
BEGINS = a_row(name1="Begins House", street1="3 Sample Road", phone="503-226-0103")
MOVES = a_row(name1="Moves House", street1="4 Sample Road", phone="503-226-0104")
HIDDEN = a_row(name1="Hidden House", street1="6 Sample Road", phone="503-226-0106")
EDITIONS = {
    "mh 2022": (STAYS, ENDS, BEGINS | NOT_REPORTED, MOVES, HIDDEN),
    "mh 2023": (
        STAYS | {"name2": "North Campus", "intake1": "503-226-0199"},
        ENDS | NOT_REPORTED,
        BEGINS,
        MOVES | {"street1": "5 Sample Road"},
        HIDDEN | {"street1": "- - -"},
    ),
    "sa 2022": (
        STAYS | SUBSTANCES,
        ENDS | SUBSTANCES | {"name2": "South"},
        MOVES | SUBSTANCES,
        HIDDEN | SUBSTANCES,
    ),
}
IN_PORTLAND = ("", "Portland", "OR", "97201", False, 45.5, -122.7, "zip")
HIDDEN_IN_PORTLAND = ("", "", "Portland", "OR", "", True, 45.45, -122.65, "city")
LISTED = (2023, date(2023, 6, 20), "published")
EXPECTED = {
    (
        *("Stays House", "North Campus", "1 Sample Road", *IN_PORTLAND, *LISTED),
        *("+15032260100", "+15032260199"),
    ),
    ("Begins House", "", "3 Sample Road", *IN_PORTLAND, *LISTED, "+15032260103"),
    ("Moves House", "", "5 Sample Road", *IN_PORTLAND, *LISTED, "+15032260104"),
    ("Hidden House", "", *HIDDEN_IN_PORTLAND, *LISTED, "+15032260106"),
}


@pytest.fixture
def bring_in_edition(bring_in):
    def bring_in_edition(name):
        book, edition = name.split()
        return bring_in(*EDITIONS[name], book=SamhsaBook(book), edition=int(edition))

    return bring_in_edition


def status_of(facility) -> str:
    facility.refresh_from_db()
    return facility.listing_status


@pytest.mark.parametrize("order", list(permutations(EDITIONS)))
def test_the_order_of_imports_does_not_matter(bring_in_edition, order):
    for name in order:
        report = bring_in_edition(name)

    assert {shown(facility) for facility in Facility.objects.published()} == EXPECTED
    assert report.listed == 4


def test_the_newest_edition_archives_what_only_an_older_one_reported(bring_in_edition):
    first = bring_in_edition("mh 2022")
    second = bring_in_edition("mh 2023")

    assert (first.published, first.archived, first.listed) == (4, 0, 4)
    assert (second.published, second.archived, second.listed) == (2, 2, 4)
    assert Facility.objects.get(name="Ends House").listing_status == (
        ListingStatus.ARCHIVED
    )


def test_an_older_edition_publishes_nothing_new(bring_in_edition):
    bring_in_edition("mh 2023")

    report = bring_in_edition("mh 2022")

    assert (report.published, report.archived, report.listed) == (0, 0, 4)


def test_an_edition_that_is_not_complete_decides_nothing(bring_in_edition):
    bring_in_edition("mh 2022")
    bring_in_edition("mh 2023")
    SamhsaEdition.objects.filter(edition=2023).update(is_complete=False)

    bring_in_edition("mh 2022")

    listed = set(Facility.objects.published().values_list("name", flat=True))
    assert "Ends House" in listed
    assert "Begins House" not in listed


def test_a_facility_says_since_when_it_was_first_listed(bring_in):
    bring_in(STAYS)
    bring_in(STAYS | NOT_REPORTED, edition=2024)
    bring_in(STAYS, edition=2025, at=NOON.replace(year=2027))

    facility = Facility.objects.get()
    assert facility.listing_status == ListingStatus.PUBLISHED
    assert facility.published_at == NOON


@pytest.fixture
def listed_clinic(bring_in):
    bring_in(STAYS, edition=2022)
    return Facility.objects.get()


def test_what_a_moderator_suspended_stays_suspended(bring_in, listed_clinic):
    actions.suspend(facility=listed_clinic, by=a_user(), reason="complaint")

    bring_in(STAYS)

    assert status_of(listed_clinic) == ListingStatus.SUSPENDED


def test_what_a_moderator_archived_stays_archived(bring_in, listed_clinic):
    actions.archive(facility=listed_clinic, by=a_user(), reason="gone")

    bring_in(STAYS)

    assert status_of(listed_clinic) == ListingStatus.ARCHIVED


def test_what_a_moderator_published_stays_published(bring_in):
    bring_in(STAYS | NOT_REPORTED, edition=2022)
    clinic = Facility.objects.get()
    actions.publish(facility=clinic, by=a_user(), at=NOON)

    bring_in(STAYS | NOT_REPORTED)

    assert status_of(clinic) == ListingStatus.PUBLISHED


def test_a_closed_clinic_is_left_as_it_is(bring_in, listed_clinic):
    actions.close(
        facility=listed_clinic,
        on=TODAY,
        reason="retired",
        by=a_user(),
        is_permanent=True,
    )

    bring_in(STAYS | NOT_REPORTED)

    assert status_of(listed_clinic) == ListingStatus.PUBLISHED


def an_organization(clinic):
    clinic.organization = Organization.objects.create(name="Sample Inc")
    clinic.save()


def a_claim(clinic):
    state(clinic, samhsa_codes=["TMS"])


def a_price(clinic):
    price = actions.StatedPrice(PriceKind.SESSION, 40_000, 60_000)
    actions.state_prices(facility=clinic, prices=[price], by=None, at=NOON)


def a_clinician(clinic):
    clinician = actions.StatedClinician(role="Medical director", credential="MD")
    actions.state_clinicians(facility=clinic, clinicians=[clinician], by=None, at=NOON)


@pytest.mark.parametrize("speak", [an_organization, a_claim, a_price, a_clinician])
def test_a_clinic_that_speaks_for_itself_is_not_archived(
    bring_in, listed_clinic, speak
):
    speak(listed_clinic)

    bring_in(STAYS | NOT_REPORTED)

    assert status_of(listed_clinic) == ListingStatus.PUBLISHED


@pytest.fixture
def suspended_clinic():
    clinic = a_facility(name="Stays House", street_1="9 Old Road")
    return actions.suspend(facility=clinic, by=a_user(), reason="complaint")


@pytest.mark.usefixtures("suspended_clinic")
def test_a_suspended_clinic_does_not_come_back_under_another_number(bring_in):
    report = bring_in(STAYS)

    assert (report.published, report.held_back, report.doubtful) == (0, 1, 1)


def test_an_archived_clinic_does_not_come_back_either(bring_in, listed_clinic):
    actions.archive(facility=listed_clinic, by=a_user(), reason="gone")

    report = bring_in(STAYS | {"street1": "9 New Road"})

    assert (report.published, report.held_back) == (0, 1)


@pytest.mark.usefixtures("suspended_clinic")
def test_what_a_moderator_found_to_be_another_clinic_is_listed(bring_in):
    bring_in(STAYS)
    ImportMatch.objects.update(
        decision=MatchDecision.DIFFERENT, decided_by=a_user(), decided_at=NOON
    )

    report = bring_in(STAYS)

    assert (report.published, report.held_back) == (1, 0)


def test_a_draft_that_looks_alike_does_not_hold_a_listing_back(bring_in):
    a_facility(name="Stays House", street_1="9 Old Road", is_published=False)

    report = bring_in(STAYS)

    assert (report.published, report.held_back, report.doubtful) == (1, 0, 1)


def test_what_is_listed_stays_when_somebody_describes_a_clinic_like_it(
    bring_in, listed_clinic
):
    a_facility(name="Stays House", street_1="9 Old Road")

    report = bring_in(STAYS)

    assert (report.archived, report.held_back, report.doubtful) == (0, 0, 1)
    assert status_of(listed_clinic) == ListingStatus.PUBLISHED
