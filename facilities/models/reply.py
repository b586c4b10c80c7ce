"""What a clinic answers to its red flags."""

import pghistory
from django.conf import settings
from django.core.validators import ProhibitNullCharactersValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


@pghistory.track(
    pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent()
)
class FlagReply(models.Model):
    """A clinic's reply to one red flag, in its own words: an answer, not evidence.

    It is shown while the flag stands, and changes nothing about it. Rows of
    ``FacilityFlag`` are written anew with every fact, so a reply names the flag.
    """

    MOST_CHARACTERS = 1000

    facility = models.ForeignKey(
        "Facility", on_delete=models.PROTECT, related_name="flag_replies"
    )
    flag = models.CharField(max_length=60)
    text = models.CharField(
        _("reply"),
        max_length=MOST_CHARACTERS,
        validators=[ProhibitNullCharactersValidator()],
    )
    replied_on = models.DateField(_("day of the reply"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="recorded_flag_replies",
        null=True,
        blank=True,
    )

    class Meta:
        ordering = ["facility", "flag", "pk"]
        verbose_name_plural = "flag replies"
        constraints = [
            models.UniqueConstraint(
                fields=["facility", "flag"], name="one_reply_to_each_flag"
            ),
            models.CheckConstraint(name="reply_says_something", condition=~Q(text="")),
        ]

    def __str__(self):
        return f"{self.facility_id} {self.flag}: {self.replied_on}"
