from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from procrastinate.contrib.django import app

from directory.accounts import tasks

pytestmark = pytest.mark.django_db


def test_a_sign_in_that_has_ended_is_deleted():
    now = timezone.now()
    for name, hours in (("ended", -1), ("goes-on", 1)):
        Session.objects.create(
            session_key=name, session_data="", expire_date=now + timedelta(hours=hours)
        )

    tasks.delete_ended_sessions(timestamp=0)

    assert list(Session.objects.values_list("session_key", flat=True)) == ["goes-on"]


def test_it_is_done_every_night():
    periodic = {
        task.name: each.cron
        for (_name, _id), each in app.periodic_registry.periodic_tasks.items()
        for task in [each.task]
    }

    assert periodic["directory.accounts.tasks.delete_ended_sessions"] == "45 4 * * *"
