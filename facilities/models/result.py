"""What the claims amount to: a projection, written only by ``facilities.actions``.

Nothing here is a source. ``manage.py rebuild_results`` must always give the same rows.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.db import models
from django.db.models import Count, Q

from facilities.criteria import CRITERIA, RED_FLAGS, ClaimStatus, CriterionStatus
from facilities.models.provenance import CONFIRMED, STATUS_CHOICES

STATED = [status for status in CriterionStatus if status != CriterionStatus.NOT_STATED]
RANKED = [CriterionStatus.MEETS, CriterionStatus.PARTLY_MEETS]


class ResultCount(NamedTuple):
    """How many results of a criterion have a status, and how these are known.

    What is neither confirmed, nor lapsed, nor untrue is only stated.
    """

    criterion: str
    status: str
    total: int
    confirmed: int
    lapsed: int
    untrue: int


class CriterionResultQuerySet(models.QuerySet):
    def confirmed(self, day: date):
        return self.filter(confirmed_until__gte=day)

    def counted(self, day: date) -> Iterator[ResultCount]:
        """By criterion and status, as they stand on ``day``; one query."""
        is_over = Q(confirmed_until__lt=day) | Q(level=ClaimStatus.LAPSED.value)
        is_untrue = Q(level=ClaimStatus.CONTRADICTED.value)
        rows = (
            self.order_by()
            .values_list("criterion", "status")
            .annotate(
                total=Count("pk"),
                confirmed=Count("pk", filter=Q(confirmed_until__gte=day)),
                lapsed=Count("pk", filter=is_over),
                untrue=Count("pk", filter=is_untrue),
            )
        )
        return map(ResultCount._make, rows)


class CriterionResult(models.Model):
    """How a facility stands on one criterion. No row means "not stated".

    ``level`` is the lowest level among the facts used when the row was written;
    ``confirmed_until`` is the last day on which all of them still stand, so that a
    confirmation ends by itself. Read ``level_on`` and ``is_confirmed_on``.

    ``confirmed_status`` is what the confirmed facts amount to by themselves, and is
    what results are ordered by, until ``confirmed_status_until``. A mere statement can
    turn a confirmed "partly meets" into a stated "meets" or "does not meet"; it must
    move nobody.
    """

    facility = models.ForeignKey(
        "Facility", on_delete=models.CASCADE, related_name="results"
    )
    criterion = models.CharField(max_length=60)
    status = models.CharField(
        max_length=20, choices=[(status.value, status.label) for status in STATED]
    )
    level = models.CharField(max_length=20, choices=STATUS_CHOICES)
    confirmed_until = models.DateField(null=True, blank=True)
    confirmed_status = models.CharField(
        max_length=20,
        blank=True,
        choices=[(status.value, status.label) for status in RANKED],
    )
    confirmed_status_until = models.DateField(null=True, blank=True)

    objects = CriterionResultQuerySet.as_manager()

    class Meta:
        ordering = ["facility", "criterion", "pk"]
        indexes = [
            models.Index(
                "criterion",
                "status",
                "confirmed_until",
                "facility",
                name="result_by_criterion",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["facility", "criterion"],
                name="one_result_for_each_facility_and_criterion",
            ),
            models.CheckConstraint(
                name="not_stated_has_no_result",
                condition=Q(status__in=[status.value for status in STATED]),
            ),
            models.CheckConstraint(
                name="only_checked_results_are_confirmed",
                condition=Q(confirmed_until=None) | Q(level__in=CONFIRMED),
            ),
            models.CheckConstraint(
                name="confirmed_status_says_until_when",
                condition=Q(confirmed_status="", confirmed_status_until=None)
                | Q(
                    confirmed_status__in=[status.value for status in RANKED],
                    confirmed_status_until__isnull=False,
                ),
            ),
        ]

    def __str__(self):
        return f"{self.facility_id} {self.criterion}: {self.status} ({self.level})"

    @property
    def definition(self):
        return CRITERIA[self.criterion]

    @property
    def is_voluntary(self) -> bool:
        return self.definition.absence_is_neutral

    def is_confirmed_on(self, day: date) -> bool:
        return self.confirmed_until is not None and self.confirmed_until >= day

    def level_on(self, day: date) -> ClaimStatus:
        level = ClaimStatus(self.level)
        if self.confirmed_until and self.confirmed_until < day:
            return ClaimStatus.LAPSED
        return level


class FacilityFlag(models.Model):
    """A red flag that a facility's facts raise.

    ``established_until`` is empty for a flag that rests on the clinic's own answer:
    such a flag is shown as plainly, but never changes the order of results.
    ``raised_until`` is empty for a flag that stands until the fact changes.
    """

    facility = models.ForeignKey(
        "Facility", on_delete=models.CASCADE, related_name="flags"
    )
    flag = models.CharField(max_length=60)
    established_until = models.DateField(null=True, blank=True)
    raised_until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["facility", "flag", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["facility", "flag"], name="one_row_for_each_facility_and_flag"
            )
        ]

    def __str__(self):
        return f"{self.facility_id} {self.flag}"

    @property
    def definition(self):
        return RED_FLAGS[self.flag]

    def is_raised_on(self, day: date) -> bool:
        return self.raised_until is None or self.raised_until >= day

    def is_established_on(self, day: date) -> bool:
        return self.established_until is not None and self.established_until >= day
