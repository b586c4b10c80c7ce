"""Keeping what somebody reports."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from facilities import actions
from facilities.enums import ProblemKind
from facilities.models import Claim, ProblemReport
from tests.factories import NOON, a_facility, state

pytestmark = pytest.mark.django_db


def report(facility, **columns):
    plain = {"kind": ProblemKind.WRONG, "text": "The price is wrong.", "at": NOON}
    return actions.report_problem(facility=facility, **plain | columns)


def test_report_is_kept_as_it_was_sent():
    facility = a_facility()

    report(facility, criterion="vital-signs", reply_to="me@example.org")

    [row] = facility.problem_reports.all()
    assert (row.kind, row.criterion) == ("wrong", "vital-signs")
    assert (row.text, row.reply_to) == ("The price is wrong.", "me@example.org")
    assert row.reported_at == NOON


def test_report_keeps_nothing_about_its_sender_but_what_they_gave():
    report(a_facility())

    assert set(ProblemReport.objects.values().get()) == {
        "id",
        "facility_id",
        "kind",
        "criterion",
        "text",
        "reply_to",
        "reported_at",
    }
    assert not hasattr(ProblemReport, "pgh_event_model")


def test_report_changes_nothing_that_the_directory_says():
    facility = a_facility()
    state(facility, ae_log=True)
    before = list(Claim.objects.values())

    report(facility, criterion="adverse-event-recording")

    assert list(Claim.objects.values()) == before


def test_report_on_a_clinic_that_is_not_listed_is_refused():
    facility = a_facility(is_published=False)

    with pytest.raises(actions.Refused, match="not listed"):
        report(facility)


def test_report_on_a_check_that_is_none_is_refused():
    with pytest.raises(actions.Refused, match="is not a check"):
        report(a_facility(), criterion="no-such-check")


@pytest.mark.parametrize(
    "columns",
    [
        {"text": ""},
        {"text": "null\x00"},
        {"text": "a" * 2001},
        {"kind": "no-such-kind"},
        {"reply_to": "nobody"},
    ],
)
def test_report_that_makes_no_sense_is_refused(columns):
    with pytest.raises(ValidationError):
        report(a_facility(), **columns)

    assert ProblemReport.objects.count() == 0


@pytest.mark.parametrize(
    ("columns", "name"),
    [
        ({"kind": "no-such-kind", "text": "x"}, "problem_kind_is_known"),
        ({"kind": "wrong", "text": ""}, "report_says_something"),
    ],
)
def test_database_refuses_what_makes_no_sense(columns, name):
    facility = a_facility()

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        ProblemReport.objects.create(facility=facility, reported_at=NOON, **columns)


def test_email_is_forgotten_before_the_report_and_both_are_in_time():
    facility = a_facility()
    kept = [
        report(facility, reply_to="me@example.org", at=NOON - timedelta(days=days))
        for days in (89, 91, 729, 731)
    ]

    forgotten = actions.forget_old_reports(at=NOON)

    assert forgotten == 1
    assert set(ProblemReport.objects.values_list("pk", "reply_to")) == {
        (kept[0].pk, "me@example.org"),
        (kept[1].pk, ""),
        (kept[2].pk, ""),
    }
    assert actions.forget_old_reports(at=NOON) == 0
