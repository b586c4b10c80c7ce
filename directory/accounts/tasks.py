"""Jobs that run by the clock."""

from django.core.management import call_command
from procrastinate.contrib.django import app


@app.periodic(cron="45 4 * * *")
@app.task(queueing_lock="delete_ended_sessions")
def delete_ended_sessions(timestamp: int) -> None:  # noqa: ARG001 -- the scheduler's
    """Keep no sign-in longer than the privacy page says."""
    call_command("clearsessions")
