"""Jobs that run by the clock."""

from django.utils import timezone
from procrastinate.contrib.django import app

from facilities import actions


@app.periodic(cron="15 4 * * *")
@app.task(queueing_lock="lapse_overdue_claims")
def lapse_overdue_claims(timestamp: int) -> int:  # noqa: ARG001 -- the scheduler's
    """Make the lapses of the day part of the history."""
    return actions.lapse_overdue_claims(at=timezone.now())
