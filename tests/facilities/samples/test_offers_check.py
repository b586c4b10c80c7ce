from dataclasses import replace

import pytest

from facilities import actions
from facilities.actions.offers_check import OfferCheck, verify_offer
from facilities.criteria import ClaimStatus
from facilities.enums import PriceKind
from facilities.models import Clinician, Price
from tests.factories import NOON, TODAY, a_facility, a_user, days_from

pytestmark = pytest.mark.django_db

CAPTURE = OfferCheck(
    status=ClaimStatus.PRIMARY_SOURCE,
    evidence_kind="website_capture",
    source=" price page ",
    checked_on=days_from(TODAY, -10),
)
ROSTER = OfferCheck(ClaimStatus.DOCUMENT_SEEN, "staff_roster", "roster", TODAY)


@pytest.fixture
def price():
    session = actions.StatedPrice(PriceKind.SESSION, 40000, 50000)
    [row] = actions.state_prices(
        facility=a_facility(), prices=[session], by=None, at=NOON
    )
    return row


@pytest.fixture
def clinician():
    [row] = actions.state_clinicians(
        facility=a_facility(),
        clinicians=[actions.StatedClinician("Nurse", "RN")],
        by=None,
        at=NOON,
    )
    return row


def test_checked_price_says_how_by_whom_and_until_when(price):
    person = a_user()

    verify_offer(row=price, check=CAPTURE, by=person, at=NOON)

    stored = Price.objects.get()
    assert stored.status_on(TODAY) == ClaimStatus.PRIMARY_SOURCE
    assert (stored.source, stored.verified_by) == ("price page", person)
    assert str(stored.verified_on) == "2026-06-05"
    assert str(stored.expires_on) == "2026-12-05"


def test_check_may_end_sooner_than_its_evidence_allows_but_not_later(price):
    soon, late = days_from(TODAY, 5), days_from(TODAY, 5000)

    for day in (soon, late):
        check = replace(CAPTURE, expires_on=day)
        verify_offer(row=price, check=check, by=a_user(), at=NOON)
        price.refresh_from_db()
        assert (price.expires_on == day) is (day == soon)


def test_checked_clinician_keeps_the_check_while_nothing_changes(clinician):
    verify_offer(row=clinician, check=ROSTER, by=a_user(), at=NOON)

    [again] = actions.state_clinicians(
        facility=clinician.facility,
        clinicians=[actions.StatedClinician("Nurse", "RN")],
        by=None,
        at=NOON,
    )

    assert again.is_confirmed_on(TODAY)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"evidence_kind": "hearsay"}, "not a kind of evidence"),
        ({"evidence_kind": "life_support_card"}, "not accepted"),
        ({"evidence_kind": "patient_materials"}, "not confirmed at the source"),
        ({"status": ClaimStatus.ATTESTED}, "ends in"),
        ({"source": "  "}, "Name the source"),
        ({"checked_on": days_from(TODAY, 1)}, "future"),
        ({"expires_on": days_from(TODAY, -10)}, "at least a day"),
    ],
)
def test_check_that_shows_nothing_is_refused(price, change, message):
    with pytest.raises(actions.Refused, match=message):
        verify_offer(row=price, check=replace(CAPTURE, **change), by=a_user(), at=NOON)

    assert Price.objects.get().status == ClaimStatus.ATTESTED.value


def test_price_shows_nothing_about_a_person(clinician):
    with pytest.raises(
        actions.Refused, match="not accepted as evidence for “clinician”"
    ):
        verify_offer(row=clinician, check=CAPTURE, by=a_user(), at=NOON)


def test_row_that_changed_meanwhile_is_not_checked(clinician):
    Clinician.objects.update(credential="LPN")

    with pytest.raises(actions.Refused, match="has changed"):
        verify_offer(row=clinician, check=ROSTER, by=a_user(), at=NOON)
