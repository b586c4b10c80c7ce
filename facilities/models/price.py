"""What a patient pays."""

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from facilities.enums import PriceKind
from facilities.models.provenance import Provenance


@pghistory.track(
    pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent()
)
class Price(Provenance):
    """The self-pay price of one thing, lowest and highest, in cents."""

    facility = models.ForeignKey(
        "Facility", on_delete=models.PROTECT, related_name="prices"
    )
    kind = models.CharField(max_length=20, choices=PriceKind.choices)
    low_cents = models.PositiveIntegerField(_("lowest price"))
    high_cents = models.PositiveIntegerField(_("highest price"))
    currency = models.CharField(max_length=3, default="USD")

    class Meta(Provenance.Meta):
        abstract = False
        ordering = ["facility", "kind", "pk"]
        constraints = [
            *Provenance.Meta.constraints,
            models.UniqueConstraint(
                fields=["facility", "kind"], name="one_price_for_each_kind"
            ),
            models.CheckConstraint(
                name="price_range_runs_upwards",
                condition=Q(low_cents__lte=F("high_cents")),
            ),
            models.CheckConstraint(
                name="price_kind_and_currency_are_known",
                condition=Q(kind__in=PriceKind.values, currency__regex=r"^[A-Z]{3}$"),
            ),
        ]

    def __str__(self):
        return f"{self.facility_id} {self.kind}: {self.low_cents}-{self.high_cents}"
