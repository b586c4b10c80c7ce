"""A place, or a telehealth practice, where a patient is treated."""

import pghistory
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from facilities.enums import (
    AddressPrecision,
    ListingStatus,
    OperatingStatus,
    Origin,
    PhoneKind,
    PointPrecision,
)
from facilities.geo.areas import Rectangle, rectangle_of
from facilities.geo.distance import DATE_LINE, POLE
from facilities.geo.projection import OFF_MAP, PIECES
from facilities.models.npi import NpiField, npi_is_valid_or_blank
from facilities.models.organization import Organization
from facilities.models.row_versions import row_versions
from facilities.models.search import Words


def _in_rectangle(rectangle: Rectangle) -> Q:
    """Those points that the rectangle holds."""
    inside = Q(latitude__gte=rectangle.south, longitude__gte=rectangle.west)
    if rectangle.north < POLE:
        inside &= Q(latitude__lt=rectangle.north)
    if rectangle.east < DATE_LINE:
        inside &= Q(longitude__lt=rectangle.east)
    return inside


class FacilityQuerySet(models.QuerySet):
    def published(self):
        return self.filter(listing_status=ListingStatus.PUBLISHED)

    def real(self):
        return self.filter(is_sample=False)

    def samples(self):
        return self.filter(is_sample=True)

    def in_area(self, area: str):
        """Each facility is in one area of every size, or off the map."""
        on_map = Q()
        for piece in PIECES:
            on_map |= _in_rectangle(piece.part)
        if area == OFF_MAP:
            return self.filter(~on_map)
        return self.filter(on_map, _in_rectangle(rectangle_of(area)))

    def with_claims(self):
        """With ``claims``, ``results`` and ``flags`` fetched: one query for each."""
        return self.prefetch_related("claims", "results", "flags")

    def with_comparison(self):
        """With all that a comparison shows."""
        return self.with_claims().prefetch_related("prices")

    def with_version(self):
        """With a text that stays the same only while nothing on its card is written."""
        on_card = ("claims", "results", "flags", "prices")
        return self.annotate(version=row_versions(self.model, *on_card))

    def with_page(self):
        """With all that a facility's own page shows."""
        return self.prefetch_related(
            "claims",
            "results",
            "flags",
            "flag_replies",
            "prices",
            "phones",
            "clinicians",
            "samhsa_records",
        ).select_related("organization")


@pghistory.track(
    pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent()
)
class Facility(models.Model):
    """One clinic. What is said about its care is in its claims, not here.

    The address columns hold what the public may see and nothing finer: a withheld
    street is not stored.
    """

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(_("name"), max_length=200)
    name_line_2 = models.CharField(
        _("second line of the name"), max_length=200, blank=True
    )
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="facilities",
        null=True,
        blank=True,
    )
    npi = NpiField(_("NPI number"))
    website = models.URLField(_("website"), blank=True)

    street_1 = models.CharField(_("street"), max_length=120, blank=True)
    street_2 = models.CharField(_("suite or floor"), max_length=120, blank=True)
    city = models.CharField(_("city"), max_length=60, blank=True)
    state = models.CharField(_("state"), max_length=2)
    postal_code = models.CharField(_("ZIP code"), max_length=5, blank=True)
    is_address_withheld = models.BooleanField(_("address withheld"), default=False)
    address_precision = models.CharField(
        max_length=10,
        choices=AddressPrecision.choices,
        default=AddressPrecision.STREET,
    )
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    point_precision = models.CharField(
        max_length=10, choices=PointPrecision.choices, default=PointPrecision.NONE
    )

    details_origin = models.CharField(
        _("who the name, address and phones come from"),
        max_length=10,
        choices=Origin.choices,
    )
    details_stated_on = models.DateField()
    details_edition = models.PositiveSmallIntegerField(null=True, blank=True)

    listing_status = models.CharField(
        max_length=10, choices=ListingStatus.choices, default=ListingStatus.DRAFT
    )
    published_at = models.DateTimeField(null=True, blank=True)
    operating_status = models.CharField(
        max_length=20, choices=OperatingStatus.choices, default=OperatingStatus.OPEN
    )
    closed_on = models.DateField(null=True, blank=True)
    closed_reason = models.CharField(max_length=300, blank=True)
    is_sample = models.BooleanField(_("invented sample"), default=False)

    objects = FacilityQuerySet.as_manager()

    class Meta:
        ordering = ["name", "name_line_2", "pk"]
        verbose_name_plural = "facilities"
        indexes = [
            models.Index("listing_status", "state", name="facility_by_listing"),
            models.Index("postal_code", name="facility_by_postal_code"),
            GinIndex(Words("name", "name_line_2", "city"), name="facility_by_words"),
        ]
        constraints = [
            npi_is_valid_or_blank("facility"),
            models.CheckConstraint(
                name="withheld_address_is_no_finer_than_city",
                condition=Q(is_address_withheld=False)
                | ~Q(address_precision=AddressPrecision.STREET),
            ),
            models.CheckConstraint(
                name="street_is_stored_only_when_public",
                condition=Q(address_precision=AddressPrecision.STREET)
                | Q(
                    street_1="",
                    street_2="",
                    postal_code="",
                    point_precision__in=[PointPrecision.CITY, PointPrecision.NONE],
                ),
            ),
            models.CheckConstraint(
                name="city_is_stored_only_when_public",
                condition=~Q(address_precision=AddressPrecision.NONE)
                | Q(city="", point_precision=PointPrecision.NONE),
            ),
            models.CheckConstraint(
                name="point_is_whole",
                condition=Q(
                    latitude=None,
                    longitude=None,
                    point_precision=PointPrecision.NONE,
                )
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                    point_precision__in=[
                        PointPrecision.ADDRESS,
                        PointPrecision.ZIP,
                        PointPrecision.CITY,
                    ],
                ),
            ),
            models.CheckConstraint(
                name="published_facility_says_since_when",
                condition=~Q(listing_status=ListingStatus.PUBLISHED)
                | Q(published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="closing_has_a_date_and_a_reason",
                condition=Q(
                    operating_status=OperatingStatus.OPEN,
                    closed_on=None,
                    closed_reason="",
                )
                | ~Q(operating_status=OperatingStatus.OPEN)
                & Q(closed_on__isnull=False)
                & ~Q(closed_reason=""),
            ),
            models.CheckConstraint(
                name="samhsa_details_name_their_edition",
                condition=Q(
                    details_origin=Origin.SAMHSA,
                    details_edition__isnull=False,
                    details_edition__gte=2000,
                )
                | ~Q(details_origin=Origin.SAMHSA) & Q(details_edition=None),
            ),
            models.CheckConstraint(
                name="facility_states_are_known",
                condition=Q(
                    listing_status__in=ListingStatus.values,
                    operating_status__in=OperatingStatus.values,
                    address_precision__in=AddressPrecision.values,
                    details_origin__in=Origin.values,
                ),
            ),
        ]

    def __str__(self):
        return f"{self.full_name}, {self.city or self.state} ({self.pk})"

    def get_absolute_url(self):
        return reverse("facilities:detail", args=[self.slug])

    @property
    def full_name(self) -> str:
        return ", ".join(filter(None, (self.name, self.name_line_2)))

    @property
    def place(self) -> str:
        """City and state, or as much of them as is public."""
        return ", ".join(filter(None, (self.city, self.state)))


@pghistory.track(
    pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent()
)
class Phone(models.Model):
    """A number to reach a facility by. ``number`` is E.164, such as +15035550100."""

    facility = models.ForeignKey(
        Facility, on_delete=models.PROTECT, related_name="phones"
    )
    kind = models.CharField(max_length=10, choices=PhoneKind.choices)
    number = models.CharField(max_length=16)
    extension = models.CharField(max_length=10, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["facility", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["facility", "position"], name="one_phone_for_each_position"
            ),
            models.CheckConstraint(
                name="phone_is_e164",
                condition=Q(number__regex=r"^\+[1-9][0-9]{6,14}$"),
            ),
            models.CheckConstraint(
                name="phone_extension_is_digits",
                condition=Q(extension__regex=r"^[0-9]{0,10}$"),
            ),
            models.CheckConstraint(
                name="phone_kind_is_known", condition=Q(kind__in=PhoneKind.values)
            ),
        ]

    def __str__(self):
        return f"{self.number} x{self.extension}" if self.extension else self.number
