"""Who said a fact, how it was checked, when, and until when."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from facilities.criteria import ClaimStatus
from facilities.enums import Origin

STATUS_CHOICES = [(status.value, status.label) for status in ClaimStatus]
CONFIRMED = [status.value for status in ClaimStatus if status.counts_as_confirmed]

_IS_WHOLE = (
    ~Q(evidence_kind="")
    & ~Q(source="")
    & Q(verified_by__isnull=False, verified_on__isnull=False, expires_on__isnull=False)
)
_IS_ABSENT = Q(
    evidence_kind="", source="", verified_by=None, verified_on=None, expires_on=None
)


class Provenance(models.Model):
    """The columns every published fact carries.

    ``status`` is the level a check reached; ``expires_on`` is the last day on which
    the check still stands. What has passed it is lapsed, whatever ``status`` says:
    read ``status_on``.
    """

    status = models.CharField(
        max_length=20, choices=STATUS_CHOICES, default=ClaimStatus.ATTESTED.value
    )
    origin = models.CharField(max_length=10, choices=Origin.choices)
    edition = models.PositiveSmallIntegerField(null=True, blank=True)
    stated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="stated_%(class)s_set",
        null=True,
        blank=True,
    )
    stated_on = models.DateField()
    evidence_kind = models.CharField(max_length=40, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="verified_%(class)s_set",
        null=True,
        blank=True,
    )
    verified_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_check_is_recorded_whole",
                condition=Q(status=ClaimStatus.ATTESTED.value) & _IS_ABSENT
                | Q(
                    status__in=[
                        *CONFIRMED,
                        ClaimStatus.LAPSED.value,
                        ClaimStatus.CONTRADICTED.value,
                    ]
                )
                & _IS_WHOLE,
            ),
            models.CheckConstraint(
                name="%(class)s_check_ends_after_it_began",
                condition=Q(expires_on=None)
                | Q(expires_on__gt=models.F("verified_on")),
            ),
            models.CheckConstraint(
                name="%(class)s_from_samhsa_has_edition_and_no_check",
                condition=Q(
                    origin=Origin.SAMHSA,
                    edition__isnull=False,
                    edition__gte=2000,
                    status=ClaimStatus.ATTESTED.value,
                )
                | Q(
                    origin__in=[Origin.PROVIDER, Origin.MODERATOR],
                    edition=None,
                ),
            ),
        ]

    def status_on(self, day: date) -> ClaimStatus:
        """The status as it stands on ``day``: a check past its last day is lapsed."""
        status = ClaimStatus(self.status)
        if status.counts_as_confirmed and self.expires_on < day:
            return ClaimStatus.LAPSED
        return status

    def is_confirmed_on(self, day: date) -> bool:
        return self.status_on(day).counts_as_confirmed
