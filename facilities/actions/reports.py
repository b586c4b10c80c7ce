"""Keeping what somebody reports, until a moderator reads it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from facilities.actions.changing import Refused
from facilities.criteria import CRITERIA
from facilities.enums import ListingStatus, ProblemKind
from facilities.models import Facility, ProblemReport


def report_problem(
    *,
    facility: Facility,
    kind: ProblemKind,
    text: str,
    at: datetime,
    criterion: str = "",
    reply_to: str = "",
) -> ProblemReport:
    """Nobody is named as its sender: a report needs no account and keeps no address.

    It changes nothing that the directory says, so the facility is not locked.
    """
    if facility.listing_status != ListingStatus.PUBLISHED:
        raise Refused(_("This facility is not listed."))
    if criterion and criterion not in CRITERIA:
        raise Refused(_("“%(slug)s” is not a check.") % {"slug": criterion})
    report = ProblemReport(
        facility=facility,
        kind=kind,
        criterion=criterion,
        text=text,
        reply_to=reply_to,
        reported_at=at,
    )
    report.full_clean(exclude=["facility"])
    report.save()
    return report


@transaction.atomic
def forget_old_reports(*, at: datetime) -> int:
    """Delete e-mail addresses after 90 days and reports after two years.

    Returns how many reports. Run daily.
    """
    named = ProblemReport.objects.exclude(reply_to="")
    named.filter(reported_at__lt=at - ProblemReport.EMAIL_KEPT).update(reply_to="")
    old = ProblemReport.objects.filter(reported_at__lt=at - ProblemReport.KEPT)
    count, _by_model = old.delete()
    return count
