from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from facilities import actions, tasks
from facilities.models import Claim, CriterionResult, SearchChange
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


@pytest.mark.parametrize(
    ("name", "cron"),
    [
        ("lapse_overdue_claims", "15 4 * * *"),
        ("forget_old_reports", "30 4 * * *"),
        ("prune_search_changes", "45 4 * * *"),
    ],
)
def test_nightly_jobs_are_on_the_clock(name, cron):
    [periodic] = [
        each
        for each in tasks.app.periodic_registry.periodic_tasks.values()
        if each.task.name == f"facilities.tasks.{name}"
    ]

    assert periodic.cron == cron


def test_the_nightly_job_forgets_old_reports():
    sent = {"kind": "wrong", "text": "The price is wrong."}
    facility = a_facility()
    for days in (0, 800):
        at = timezone.now() - timedelta(days=days)
        actions.report_problem(facility=facility, at=at, **sent)

    assert tasks.forget_old_reports(timestamp=0) == 1
    assert facility.problem_reports.count() == 1


def test_the_nightly_job_prunes_changes_that_all_have_seen():
    a_facility()
    SearchChange.objects.update(marked_at=timezone.now() - timedelta(days=3))
    a_facility()
    kept = SearchChange.objects.filter(marked_at__gt=timezone.now() - timedelta(days=1))
    count = kept.count()

    assert tasks.prune_search_changes(timestamp=0) > 0

    assert count
    assert SearchChange.objects.count() == count


def test_rebuild_results_brings_lost_rows_back(capsys):
    facility = a_facility()
    state(facility, ae_log=False)
    CriterionResult.objects.all().delete()

    call_command("rebuild_results")

    assert CriterionResult.objects.get().criterion == "adverse-event-recording"
    assert capsys.readouterr().out == "Facilities: 1\n"
