import pytest
from django.core.exceptions import ValidationError

from facilities import actions
from facilities.enums import PriceKind
from facilities.models import Clinician, Price
from tests.factories import NOON, TODAY, a_facility, a_user, days_from

pytestmark = pytest.mark.django_db

SESSION = actions.StatedPrice(PriceKind.SESSION, 40000, 50000)
THERAPY = actions.StatedPrice(PriceKind.THERAPY_SESSION, 15000, 15000)
NURSE = actions.StatedClinician("Nurse", "RN")
PRESCRIBER = actions.StatedClinician("Prescriber", "MD", license_state="OR")


def state_prices(facility, *prices, by=None):
    return actions.state_prices(facility=facility, prices=prices, by=by, at=NOON)


def state_clinicians(facility, *clinicians):
    return actions.state_clinicians(
        facility=facility, clinicians=clinicians, by=None, at=NOON
    )


def check(row):
    """Give a row a check, as a moderator's decision would."""
    row.status, row.evidence_kind, row.source = "document_seen", "website_capture", "x"
    row.verified_by, row.verified_on = a_user(), TODAY
    row.expires_on = days_from(TODAY, 90)
    row.save()


def test_prices_are_stored_in_cents_with_who_and_when():
    facility, person = a_facility(), a_user()

    state_prices(facility, SESSION, by=person)

    price = Price.objects.get()
    assert (price.low_cents, price.high_cents, price.currency) == (40000, 50000, "USD")
    assert (price.stated_by, price.stated_on) == (person, TODAY)


def test_a_price_that_is_not_named_again_is_no_longer_stated():
    facility = a_facility()
    state_prices(facility, SESSION, THERAPY)

    state_prices(facility, THERAPY)

    assert Price.objects.get().kind == PriceKind.THERAPY_SESSION


def test_only_the_price_that_changed_loses_its_check():
    facility = a_facility()
    for price in state_prices(facility, SESSION, THERAPY):
        check(price)

    state_prices(facility, SESSION, actions.StatedPrice(THERAPY.kind, 1, 2))

    assert dict(Price.objects.values_list("kind", "status")) == {
        PriceKind.SESSION: "document_seen",
        PriceKind.THERAPY_SESSION: "attested",
    }


def test_a_price_that_runs_downwards_is_refused():
    with pytest.raises(ValidationError):
        state_prices(a_facility(), actions.StatedPrice(PriceKind.SESSION, 2, 1))

    assert not Price.objects.exists()


def test_clinicians_keep_their_order():
    facility = a_facility()

    state_clinicians(facility, PRESCRIBER, NURSE)

    assert [row.role for row in facility.clinicians.all()] == ["Prescriber", "Nurse"]


def test_a_shorter_list_of_clinicians_drops_the_rest():
    facility = a_facility()
    state_clinicians(facility, PRESCRIBER, NURSE)

    state_clinicians(facility, PRESCRIBER)

    assert Clinician.objects.get().role == "Prescriber"


def test_only_the_clinician_who_changed_loses_the_check():
    facility = a_facility()
    for clinician in state_clinicians(facility, PRESCRIBER, NURSE):
        check(clinician)

    state_clinicians(facility, PRESCRIBER, actions.StatedClinician("Nurse", "LPN"))

    assert [row.status for row in facility.clinicians.all()] == [
        "document_seen",
        "attested",
    ]


def test_a_clinician_without_a_role_is_refused():
    with pytest.raises(ValidationError):
        state_clinicians(a_facility(), actions.StatedClinician("", "MD"))
