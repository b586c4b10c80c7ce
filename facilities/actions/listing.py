"""Adding a facility, and what the public sees of it."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.text import slugify
from django.utils.translation import gettext as _

from facilities.actions.changing import Refused, changing, recorded
from facilities.enums import (
    AddressPrecision,
    ListingStatus,
    OperatingStatus,
    Origin,
    PhoneKind,
    PointPrecision,
)
from facilities.models import Facility, Organization, Phone


@dataclass(frozen=True, slots=True)
class PhoneLine:
    """``number`` is E.164; ``extension`` digits only."""

    number: str
    extension: str = ""
    kind: PhoneKind = PhoneKind.MAIN


@dataclass(frozen=True, slots=True)
class FacilityDetails:
    """Name, place and contact of a facility, as somebody stated them.

    A withheld address may be handed in whole: what is finer than ``precision`` is
    dropped before anything is stored.
    """

    name: str
    state: str
    city: str = ""
    name_line_2: str = ""
    street_1: str = ""
    street_2: str = ""
    postal_code: str = ""
    is_address_withheld: bool = False
    precision: AddressPrecision = AddressPrecision.STREET
    latitude: float | None = None
    longitude: float | None = None
    point_precision: PointPrecision = PointPrecision.NONE
    website: str = ""
    npi: str = ""
    phones: tuple[PhoneLine, ...] = field(default=())


def add_facility(
    *,
    details: FacilityDetails,
    origin: Origin,
    by,
    at: datetime,
    organization: Organization | None = None,
    is_sample: bool = False,
) -> Facility:
    """Add a facility that nobody can see yet. Raises ValidationError."""
    columns = public_columns(details)
    facility = Facility(
        slug=free_slug(details.name, columns["city"], details.state),
        organization=organization,
        is_sample=is_sample,
        details_origin=origin,
        details_stated_on=at.date(),
        **columns,
    )
    facility.full_clean(exclude=["organization"])
    with recorded(by=by, reason="facility added"):
        facility.save()
        Phone.objects.bulk_create(
            Phone(
                facility=facility,
                position=position,
                kind=line.kind,
                number=line.number,
                extension=line.extension,
            )
            for position, line in enumerate(details.phones)
        )
    return facility


def public_columns(details: FacilityDetails) -> dict:
    """The columns of Facility that hold ``details``, no finer than may be public."""
    precision = details.precision
    if details.is_address_withheld and precision == AddressPrecision.STREET:
        precision = AddressPrecision.CITY
    columns = {
        "name": details.name,
        "name_line_2": details.name_line_2,
        "street_1": details.street_1,
        "street_2": details.street_2,
        "city": details.city,
        "state": details.state,
        "postal_code": details.postal_code,
        "is_address_withheld": details.is_address_withheld,
        "address_precision": precision,
        "latitude": details.latitude,
        "longitude": details.longitude,
        "point_precision": details.point_precision,
        "website": details.website,
        "npi": details.npi,
    }
    if precision == AddressPrecision.STREET:
        return columns
    columns |= {"street_1": "", "street_2": "", "postal_code": ""}
    if precision == AddressPrecision.NONE:
        columns["city"] = ""
    is_fine = details.point_precision != PointPrecision.CITY
    if precision == AddressPrecision.NONE or is_fine:
        columns |= {
            "latitude": None,
            "longitude": None,
            "point_precision": PointPrecision.NONE,
        }
    return columns


def free_slug(name: str, city: str, state: str, taken: set[str] | None = None) -> str:
    """A readable address for a page that no facility has.

    With ``taken`` (every slug in use, for bulk work) no query is made, and the new
    slug is added to it.
    """
    stem = slugify(f"{name} {city} {state}")[:100].strip("-") or "clinic"
    if taken is None:
        taken = set(
            Facility.objects.filter(slug__startswith=stem).values_list(
                "slug", flat=True
            )
        )
    slug, number = stem, 2
    while slug in taken:
        slug, number = f"{stem}-{number}", number + 1
    taken.add(slug)
    return slug


def publish(*, facility: Facility, by, at: datetime) -> Facility:
    with changing(facility, by=by, reason="listing published") as locked:
        locked.listing_status = ListingStatus.PUBLISHED
        locked.published_at = locked.published_at or at
        locked.save(update_fields=["listing_status", "published_at"])
    return locked


def suspend(*, facility: Facility, by, reason: str) -> Facility:
    return _unpublish(facility, ListingStatus.SUSPENDED, by, reason)


def archive(*, facility: Facility, by, reason: str) -> Facility:
    return _unpublish(facility, ListingStatus.ARCHIVED, by, reason)


def _unpublish(facility, status: ListingStatus, by, reason: str) -> Facility:
    with changing(facility, by=by, reason=reason) as locked:
        if locked.listing_status != ListingStatus.PUBLISHED:
            raise Refused(_("This facility is not listed."))
        locked.listing_status = status
        locked.save(update_fields=["listing_status"])
    return locked


def close(
    *, facility: Facility, on: date, reason: str, by, is_permanent: bool
) -> Facility:
    """Say that a facility is closed, since when and why. Its page stays."""
    if not reason.strip():
        raise Refused(_("Say why the clinic is closed."))
    with changing(facility, by=by, reason="closed") as locked:
        locked.operating_status = (
            OperatingStatus.CLOSED
            if is_permanent
            else OperatingStatus.TEMPORARILY_CLOSED
        )
        locked.closed_on, locked.closed_reason = on, reason.strip()
        locked.save(update_fields=["operating_status", "closed_on", "closed_reason"])
    return locked


def reopen(*, facility: Facility, by) -> Facility:
    with changing(facility, by=by, reason="reopened") as locked:
        locked.operating_status = OperatingStatus.OPEN
        locked.closed_on, locked.closed_reason = None, ""
        locked.save(update_fields=["operating_status", "closed_on", "closed_reason"])
    return locked
