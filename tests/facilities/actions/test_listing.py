from datetime import date

import pytest
from django.core.exceptions import ValidationError

from facilities import actions
from facilities.actions.listing import free_slug
from facilities.enums import (
    AddressPrecision,
    ListingStatus,
    OperatingStatus,
    Origin,
    PhoneKind,
    PointPrecision,
)
from facilities.models import Facility
from tests.factories import NOON, TODAY, a_facility, a_user

pytestmark = pytest.mark.django_db


def test_a_new_facility_is_seen_by_nobody():
    facility = a_facility(is_published=False)

    assert facility.listing_status == ListingStatus.DRAFT
    assert not Facility.objects.published().exists()


def test_a_facility_keeps_its_phones_in_order():
    lines = (
        actions.PhoneLine("+15035550100"),
        actions.PhoneLine("+15035550101", "12", PhoneKind.INTAKE),
    )

    facility = a_facility(phones=lines)

    assert [str(phone) for phone in facility.phones.all()] == [
        "+15035550100",
        "+15035550101 x12",
    ]


def test_a_withheld_street_is_not_stored_anywhere():
    facility = a_facility(name="Clinic", is_address_withheld=True)

    facility.refresh_from_db()
    assert (facility.street_1, facility.street_2, facility.postal_code) == ("", "", "")
    assert (facility.latitude, facility.point_precision) == (None, PointPrecision.NONE)
    assert facility.address_precision == AddressPrecision.CITY
    assert facility.place == "Portland, OR"
    event = facility.events.get(pgh_label="insert")
    assert (event.street_1, event.postal_code) == ("", "")


def test_a_withheld_address_may_keep_the_middle_of_its_city():
    facility = a_facility(is_address_withheld=True, point_precision=PointPrecision.CITY)

    assert (facility.latitude, facility.longitude) == (45.5, -122.7)


def test_a_facility_without_any_place_keeps_its_state_only():
    facility = a_facility(
        precision=AddressPrecision.NONE, point_precision=PointPrecision.CITY
    )

    assert (facility.city, facility.place, facility.latitude) == ("", "OR", None)
    assert "portland" not in facility.slug


def test_two_facilities_of_one_name_get_two_addresses():
    first, second = a_facility(name="Same Name"), a_facility(name="Same Name")

    assert first.slug == "same-name-portland-or"
    assert second.slug == "same-name-portland-or-2"


@pytest.mark.parametrize("name", ["***", "診療所", " "])
def test_a_name_without_letters_of_the_alphabet_still_gets_an_address(name):
    assert free_slug(name, "", "OR", set()) == "or"


def test_a_slug_never_outgrows_its_column():
    taken = set()

    slugs = [free_slug("x" * 500, "Portland", "OR", taken) for _ in range(3)]

    assert max(map(len, slugs)) <= 120
    assert len(set(slugs)) == 3


@pytest.mark.parametrize(
    "details",
    [{"name": ""}, {"npi": "1234567890"}, {"website": "not an address"}],
)
def test_details_that_do_not_hold_are_refused(details):
    with pytest.raises(ValidationError):
        a_facility(**details)

    assert not Facility.objects.exists()


def test_publishing_again_keeps_the_first_date():
    facility = a_facility()

    again = actions.publish(facility=facility, by=None, at=NOON.replace(year=2027))

    assert again.published_at == NOON


@pytest.mark.parametrize(
    ("action", "status"),
    [
        (actions.suspend, ListingStatus.SUSPENDED),
        (actions.archive, ListingStatus.ARCHIVED),
    ],
)
def test_a_listing_can_be_taken_down_with_a_reason(action, status):
    facility, person = a_facility(), a_user()

    action(facility=facility, by=person, reason="open question")

    facility.refresh_from_db()
    assert facility.listing_status == status
    event = facility.events.order_by("-pgh_id").first()
    assert event.pgh_context.metadata == {"user": person.pk, "reason": "open question"}


@pytest.mark.parametrize("action", [actions.suspend, actions.archive])
def test_what_is_not_listed_cannot_be_taken_down(action):
    with pytest.raises(actions.Refused, match="not listed"):
        action(facility=a_facility(is_published=False), by=None, reason="why")


@pytest.mark.parametrize(
    ("is_permanent", "status"),
    [(True, OperatingStatus.CLOSED), (False, OperatingStatus.TEMPORARILY_CLOSED)],
)
def test_closing_says_since_when_and_why_and_keeps_the_page(is_permanent, status):
    facility = a_facility()

    actions.close(
        facility=facility,
        on=date(2026, 5, 1),
        reason=" Moved away ",
        by=None,
        is_permanent=is_permanent,
    )

    facility = Facility.objects.published().get()
    assert facility.operating_status == status
    assert (facility.closed_on, facility.closed_reason) == (
        date(2026, 5, 1),
        "Moved away",
    )


def test_closing_needs_a_reason():
    with pytest.raises(actions.Refused, match="Say why"):
        actions.close(
            facility=a_facility(), on=TODAY, reason=" ", by=None, is_permanent=True
        )


def test_a_reopened_facility_is_open_without_a_trace_on_its_page():
    facility = a_facility()
    actions.close(
        facility=facility, on=TODAY, reason="Fire", by=None, is_permanent=False
    )

    actions.reopen(facility=facility, by=None)

    facility.refresh_from_db()
    assert (
        facility.operating_status,
        facility.closed_on,
        facility.closed_reason,
    ) == (OperatingStatus.OPEN, None, "")


def test_details_from_a_provider_name_no_edition():
    facility = a_facility()

    assert (facility.details_origin, facility.details_edition) == (
        Origin.PROVIDER,
        None,
    )
