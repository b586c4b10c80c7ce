"""Who is legally responsible for a facility, and who speaks for them."""

import pghistory
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from facilities.enums import MembershipRole
from facilities.models.npi import NpiField, npi_is_valid_or_blank
from facilities.models.search import Words


@pghistory.track(
    pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent()
)
class Organization(models.Model):
    """The legal entity responsible for one or more facilities (NPI type 2)."""

    name = models.CharField(_("name"), max_length=200)
    npi = NpiField(_("NPI number"))
    website = models.URLField(_("website"), blank=True)
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        through="OrganizationMembership",
        related_name="organizations",
    )

    class Meta:
        ordering = ["name", "pk"]
        indexes = [GinIndex(Words("name"), name="organization_by_words")]
        constraints = [npi_is_valid_or_blank("organization")]

    def __str__(self):
        return f"{self.name} ({self.pk})"


@pghistory.track(
    pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent()
)
class OrganizationMembership(models.Model):
    """Makes a user a provider: someone who may speak for an organization."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="memberships"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(
        max_length=10, choices=MembershipRole.choices, default=MembershipRole.EDITOR
    )

    class Meta:
        ordering = ["organization", "user", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "user"],
                name="one_membership_for_each_user_and_organization",
            ),
            models.CheckConstraint(
                name="membership_role_is_known",
                condition=models.Q(role__in=MembershipRole.values),
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.get_role_display()} of {self.organization}"
