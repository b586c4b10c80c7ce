"""What SAMHSA's yearly directories said, edition by edition."""

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from facilities.enums import MatchDecision, SamhsaBook


class SamhsaEdition(models.Model):
    """One workbook of SAMHSA's, as last imported.

    ``is_complete`` is false while its rows are being written, and stays so when that
    is cut short: such an edition decides nothing about what is listed.
    """

    book = models.CharField(max_length=2, choices=SamhsaBook.choices)
    edition = models.PositiveSmallIntegerField()
    stated_on = models.DateField()
    is_complete = models.BooleanField(default=False)

    class Meta:
        ordering = ["-edition", "book", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["book", "edition"], name="one_workbook_for_each_edition"
            ),
            models.CheckConstraint(
                name="edition_book_is_known",
                condition=Q(book__in=SamhsaBook.values, edition__gte=2000),
            ),
        ]

    def __str__(self):
        return f"{self.get_book_display()} {self.edition}"


class SamhsaRecordQuerySet(models.QuerySet):
    def reporting_ketamine(self):
        return self.filter(codes__contains=["KIT"])


class SamhsaRecord(models.Model):
    """One row of one edition, as published, kept as dated history.

    ``row_key`` names the row inside its edition, so that a second import finds it.
    A withheld street is not here either, nor its ZIP code, and neither is what another
    edition gave for a facility whose address is withheld in any: for all of them
    ``is_address_withheld`` is set.
    """

    facility = models.ForeignKey(
        "Facility", on_delete=models.PROTECT, related_name="samhsa_records"
    )
    book = models.CharField(max_length=2, choices=SamhsaBook.choices)
    edition = models.PositiveSmallIntegerField()
    row_key = models.CharField(max_length=64)
    name_1 = models.CharField(max_length=200)
    name_2 = models.CharField(max_length=200, blank=True)
    street_1 = models.CharField(max_length=120, blank=True)
    street_2 = models.CharField(max_length=120, blank=True)
    is_address_withheld = models.BooleanField(default=False)
    city = models.CharField(max_length=60)
    state = models.CharField(max_length=2)
    postal_code = models.CharField(max_length=5, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    intake_phones = ArrayField(models.CharField(max_length=40), default=list)
    codes = ArrayField(models.CharField(max_length=10), default=list)

    objects = SamhsaRecordQuerySet.as_manager()

    class Meta:
        ordering = ["-edition", "book", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["book", "edition", "row_key"],
                name="one_record_for_each_row_of_an_edition",
            ),
            models.CheckConstraint(
                name="withheld_record_has_no_street",
                condition=Q(is_address_withheld=False)
                | Q(street_1="", street_2="", postal_code=""),
            ),
            models.CheckConstraint(
                name="record_book_is_known",
                condition=Q(book__in=SamhsaBook.values, edition__gte=2000),
            ),
            models.CheckConstraint(
                name="only_mental_health_book_reports_ketamine",
                condition=Q(book=SamhsaBook.MENTAL_HEALTH)
                | ~Q(codes__contains=["KIT"]),
            ),
        ]

    def __str__(self):
        return f"{self.name_1}, {self.city} ({self.book} {self.edition})"

    @property
    def reports_ketamine(self) -> bool:
        return "KIT" in self.codes


@pghistory.track(
    pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent()
)
class ImportMatch(models.Model):
    """Two facilities that may be one: a moderator decides, never the importer."""

    facility = models.ForeignKey(
        "Facility", on_delete=models.PROTECT, related_name="import_matches"
    )
    other = models.ForeignKey(
        "Facility", on_delete=models.PROTECT, related_name="import_matches_as_other"
    )
    reason = models.CharField(max_length=200)
    decision = models.CharField(
        max_length=10, choices=MatchDecision.choices, default=MatchDecision.OPEN
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="decided_import_matches",
        null=True,
        blank=True,
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["facility", "other", "pk"]
        verbose_name_plural = "import matches"
        constraints = [
            models.UniqueConstraint(
                fields=["facility", "other"], name="one_match_for_each_pair"
            ),
            models.CheckConstraint(
                name="match_pair_is_ordered", condition=Q(facility__lt=F("other"))
            ),
            models.CheckConstraint(
                name="match_decision_is_recorded_whole",
                condition=Q(
                    decision=MatchDecision.OPEN, decided_by=None, decided_at=None
                )
                | Q(
                    decision__in=[MatchDecision.SAME, MatchDecision.DIFFERENT],
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
            ),
        ]

    def __str__(self):
        return f"{self.facility_id} and {self.other_id}: {self.reason}"
