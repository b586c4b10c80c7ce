"""Who treats patients at a facility."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from facilities.models.npi import NpiField, npi_is_valid_or_blank
from facilities.models.provenance import Provenance


@pghistory.track(
    pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent()
)
class Clinician(Provenance):
    """A licensed person who treats (NPI type 1), in one role at one facility.

    ``name`` is blank where only the role is published: names of staff who do not lead
    are not shown unless the clinic gives them.
    """

    facility = models.ForeignKey(
        "Facility", on_delete=models.PROTECT, related_name="clinicians"
    )
    position = models.PositiveSmallIntegerField(default=0)
    role = models.CharField(_("role"), max_length=80)
    name = models.CharField(_("name"), max_length=120, blank=True)
    credential = models.CharField(_("credential"), max_length=40)
    license_state = models.CharField(_("state of license"), max_length=2, blank=True)
    license_number = models.CharField(_("license number"), max_length=40, blank=True)
    on_site = models.CharField(_("when on site"), max_length=80, blank=True)
    npi = NpiField(_("NPI number"))

    class Meta(Provenance.Meta):
        abstract = False
        ordering = ["facility", "position", "pk"]
        constraints = [
            *Provenance.Meta.constraints,
            npi_is_valid_or_blank("clinician"),
            models.UniqueConstraint(
                fields=["facility", "position"],
                name="one_clinician_for_each_position",
            ),
            models.CheckConstraint(
                name="clinician_has_role_and_credential",
                condition=~Q(role="") & ~Q(credential=""),
            ),
        ]

    def __str__(self):
        return f"{self.role}, {self.credential} ({self.facility_id})"
