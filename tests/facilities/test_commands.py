from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from facilities import tasks
from facilities.models import Claim, CriterionResult
from tests.factories import a_facility, days_from, state, verify

pytestmark = pytest.mark.django_db


@pytest.fixture
def overdue():
    """A claim whose check ended yesterday, by the real clock."""
    now = timezone.now()
    claim = verify(
        a_facility(),
        "ae_log",
        True,
        "policy_document",
        at=now,
        checked_on=days_from(now.date(), -30),
    )
    Claim.objects.filter(pk=claim.pk).update(expires_on=now.date() - timedelta(days=1))
    return claim


def test_lapse_claims_says_how_many(overdue, capsys):
    call_command("lapse_claims")

    overdue.refresh_from_db()
    assert overdue.status == "lapsed"
    assert capsys.readouterr().out == "Lapsed: 1\n"


def test_the_nightly_job_lapses_what_is_due(overdue):
    lapsed = tasks.lapse_overdue_claims(timestamp=0)

    overdue.refresh_from_db()
    assert (lapsed, overdue.status) == (1, "lapsed")


def test_the_nightly_job_is_on_the_clock():
    [periodic] = [
        each
        for each in tasks.app.periodic_registry.periodic_tasks.values()
        if each.task.name == "facilities.tasks.lapse_overdue_claims"
    ]

    assert periodic.cron == "15 4 * * *"


def test_rebuild_results_brings_lost_rows_back(capsys):
    facility = a_facility()
    state(facility, ae_log=False)
    CriterionResult.objects.all().delete()

    call_command("rebuild_results")

    assert CriterionResult.objects.get().criterion == "adverse-event-recording"
    assert capsys.readouterr().out == "Facilities: 1\n"
