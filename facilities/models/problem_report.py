"""What somebody says is wrong on a clinic's page."""

from datetime import timedelta

from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from facilities.enums import ProblemKind


class ProblemReport(models.Model):
    """A report for moderators: never shown on the site, never evidence by itself.

    Anybody may send one, without an account. It is not tracked, since its history
    could not be erased: it may hold what somebody would want forgotten.
    """

    MOST_CHARACTERS = 2000
    # The page on privacy says these, too.
    EMAIL_KEPT = timedelta(days=90)
    KEPT = timedelta(days=730)

    facility = models.ForeignKey(
        "Facility", on_delete=models.PROTECT, related_name="problem_reports"
    )
    kind = models.CharField(
        _("what it is about"), max_length=20, choices=ProblemKind.choices
    )
    criterion = models.CharField(_("check"), max_length=60, blank=True)
    text = models.TextField(
        _("what is wrong"),
        max_length=MOST_CHARACTERS,
        validators=[
            MaxLengthValidator(MOST_CHARACTERS),
            ProhibitNullCharactersValidator(),
        ],
    )
    reply_to = models.EmailField(_("e-mail for an answer"), blank=True)
    reported_at = models.DateTimeField()

    class Meta:
        ordering = ["-reported_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="problem_kind_is_known",
                condition=Q(kind__in=ProblemKind.values),
            ),
            models.CheckConstraint(name="report_says_something", condition=~Q(text="")),
        ]

    def __str__(self):
        return f"{self.facility_id} {self.kind} ({self.pk})"
