"""Name, place and ways to reach a clinic: never more of the address than is public."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from facilities.enums import AddressPrecision, OperatingStatus
from facilities.geo.states import STATES
from facilities.models import Facility, Phone
from facilities.presentation.how_known import HowKnown, day_words, stated
from facilities.presentation.visible import visible

MAP = "https://www.openstreetmap.org/search"
US_PREFIX, US_LENGTH = "+1", 12


@dataclass(frozen=True, slots=True)
class PhoneLine:
    label: str
    number: str
    link: str


@dataclass(frozen=True, slots=True)
class Closing:
    """A clinic that does not treat now. Its page stays, for those it treated."""

    is_permanent: bool
    since: str
    reason: str


@dataclass(frozen=True, slots=True)
class Contact:
    """``address`` is what may be public; ``withheld`` says what is not, and why.

    ``directions`` leads to a map elsewhere; it is empty unless the street is public.
    """

    name: str
    address: str
    withheld: str
    directions: str
    phones: tuple[PhoneLine, ...]
    website: str
    organization: str
    closing: Closing | None
    known: HowKnown


def contact_of(facility: Facility) -> Contact:
    return Contact(
        name=visible(facility.full_name),
        address=_address(facility),
        withheld=_withheld(facility),
        directions=_directions(facility),
        phones=tuple(_phone(phone) for phone in facility.phones.all()),
        website=_website(facility.website),
        organization=_organization(facility),
        closing=closing_of(facility),
        known=stated(
            facility.details_origin,
            facility.details_edition,
            facility.details_stated_on,
        ),
    )


def closing_of(facility: Facility) -> Closing | None:
    if facility.operating_status == OperatingStatus.OPEN:
        return None
    return Closing(
        is_permanent=facility.operating_status == OperatingStatus.CLOSED,
        since=day_words(facility.closed_on),
        reason=visible(facility.closed_reason),
    )


def _has_public_street(facility: Facility) -> bool:
    return (
        facility.address_precision == AddressPrecision.STREET
        and not facility.is_address_withheld
    )


def _address(facility: Facility) -> str:
    if not _has_public_street(facility):
        state = STATES.get(facility.state, facility.state)
        return visible(facility.place) if facility.city else state
    place = " ".join(filter(None, (facility.place, facility.postal_code)))
    return visible(
        ", ".join(filter(None, (facility.street_1, facility.street_2, place)))
    )


def _directions(facility: Facility) -> str:
    """An invented street is on no map."""
    if not _has_public_street(facility) or facility.is_sample:
        return ""
    street = visible(facility.street_1)  # a suite or floor is on no map either
    query = urlencode({"query": f"{street}, {visible(facility.place)}"})
    return f"{MAP}?{query}" if street else ""


def _withheld(facility: Facility) -> str:
    if not facility.is_address_withheld:
        is_nowhere = facility.address_precision == AddressPrecision.NONE
        return _("It has given no place to go to.") if is_nowhere else ""
    if facility.address_precision == AddressPrecision.NONE:
        return _("The clinic asks that only its state is published.")
    return _("The clinic asks that its street is not published.")


def _phone(phone: Phone) -> PhoneLine:
    number, link = phone_words(phone.number), f"tel:{phone.number}"
    if phone.extension:
        number = _("%(number)s, extension %(extension)s") % {
            "number": number,
            "extension": phone.extension,
        }
        link = f"{link};ext={phone.extension}"
    return PhoneLine(phone.get_kind_display(), number, link)


def phone_words(number: str) -> str:
    """503-555-0100 for a number of the US plan; others as they are dialed."""
    if number.startswith(US_PREFIX) and len(number) == US_LENGTH:
        return f"{number[2:5]}-{number[5:8]}-{number[8:]}"
    return number


def _website(address: str) -> str:
    return address if address.startswith(("https://", "http://")) else ""


def _organization(facility: Facility) -> str:
    if facility.organization is None:
        return ""
    name = visible(facility.organization.name)
    return "" if name == visible(facility.name) else name
