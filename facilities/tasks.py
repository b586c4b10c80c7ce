"""Jobs that run by the clock."""

from django.utils import timezone
from procrastinate.contrib.django import app

from facilities import actions


@app.periodic(cron="15 4 * * *")
@app.task(queueing_lock="lapse_overdue_claims")
def lapse_overdue_claims(timestamp: int) -> int:  # noqa: ARG001 -- the scheduler's
    """Make the lapses of the day part of the history."""
    return actions.lapse_overdue_claims(at=timezone.now())


@app.periodic(cron="45 4 * * *")
@app.task(queueing_lock="prune_search_changes")
def prune_search_changes(timestamp: int) -> int:  # noqa: ARG001 -- the scheduler's
    """Forget which facilities changed days ago: every process has read them."""
    return actions.prune_search_changes(at=timezone.now())


@app.periodic(cron="30 4 * * *")
@app.task(queueing_lock="forget_old_reports")
def forget_old_reports(timestamp: int) -> int:  # noqa: ARG001 -- the scheduler's
    """What somebody reported is not kept for ever, and their e-mail not for long."""
    return actions.forget_old_reports(at=timezone.now())
