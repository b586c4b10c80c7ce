"""What the directory says about one facility and one field."""

from datetime import date

import pghistory
import pgtrigger
from django.db import models

from facilities.criteria import FIELDS, ClaimStatus
from facilities.criteria.rules import Fact
from facilities.models.provenance import CONFIRMED, Provenance


class ClaimQuerySet(models.QuerySet):
    def overdue(self, day: date):
        """Confirmed once, and past the last day of it, but not yet marked lapsed."""
        return self.filter(status__in=CONFIRMED, expires_on__lt=day)

    def ended_contradictions(self, day: date):
        """Contradicted claims whose twelve months are over: nothing is stated now."""
        return self.filter(status=ClaimStatus.CONTRADICTED.value, expires_on__lt=day)


@pghistory.track(
    pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent()
)
class Claim(Provenance):
    """One row for each facility and field. No row means "not stated".

    ``field`` is a key of ``facilities.criteria.FIELDS``; ``value`` is canonical JSON
    as ``Field.clean`` gives it.
    """

    facility = models.ForeignKey(
        "Facility", on_delete=models.PROTECT, related_name="claims"
    )
    field = models.CharField(max_length=60)
    value = models.JSONField()

    objects = ClaimQuerySet.as_manager()

    class Meta(Provenance.Meta):
        abstract = False
        ordering = ["facility", "field", "pk"]
        indexes = [
            models.Index("status", "expires_on", name="claim_by_due_date"),
        ]
        constraints = [
            *Provenance.Meta.constraints,
            models.UniqueConstraint(
                fields=["facility", "field"],
                name="one_claim_for_each_facility_and_field",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="edit_drops_verification",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(
                    old__value__df=pgtrigger.F("new__value"),
                    new__status__in=[*CONFIRMED, "lapsed"],
                    new__verified_on=pgtrigger.F("old__verified_on"),
                ),
            )
        ]

    def __str__(self):
        return f"{self.facility_id} {self.field}: {self.value} ({self.status})"

    @property
    def definition(self):
        return FIELDS[self.field]

    @property
    def display_value(self) -> str:
        return self.definition.display(self.value)

    def as_fact(self, day: date) -> Fact:
        """The claim as the rules read it on ``day``."""
        return Fact(
            value=self.value,
            status=self.status_on(day),
            evidence=self.evidence_kind,
            expires_on=self.expires_on,
        )
