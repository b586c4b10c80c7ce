from datetime import date

import pytest
from django.core.management import CommandError, call_command

from facilities.models import Claim, Facility
from facilities.samples import generating
from tests.factories import a_facility

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def few(monkeypatch):
    """The command loads all of them; one is enough to see what it says."""
    plan = generating.plan_clinics
    monkeypatch.setattr(generating, "plan_clinics", lambda count: plan(count)[:1])


def test_samples_are_loaded_once(capsys):
    call_command("load_samples")
    call_command("load_samples")

    assert Facility.objects.samples().count() == 1
    assert capsys.readouterr().out == (
        "Sample clinics loaded: 1\nSamples are here already. Nothing was changed.\n"
    )


def test_today_may_be_given():
    call_command("load_samples", today=date(2026, 2, 1))

    newest = Claim.objects.filter(verified_on__isnull=False).latest("verified_on")
    assert date(2025, 12, 1) < newest.verified_on < date(2026, 2, 1)


def test_today_is_read_from_the_command_line():
    call_command("load_samples", "--today", "2026-02-01")

    assert Claim.objects.latest("stated_on").stated_on < date(2026, 2, 1)


def test_real_clinics_are_not_joined_unasked():
    a_facility()

    with pytest.raises(CommandError, match="real clinics") as refused:
        call_command("load_samples")

    assert refused.value.returncode == 1
    assert Facility.objects.samples().count() == 0


def test_real_clinics_are_joined_when_asked(capsys):
    a_facility()

    call_command("load_samples", "--beside-real")

    assert capsys.readouterr().out == "Sample clinics loaded: 1\n"


def test_samples_are_removed(capsys):
    real = a_facility()
    call_command("load_samples", "--beside-real")

    call_command("load_samples", "--remove")

    assert list(Facility.objects.all()) == [real]
    assert capsys.readouterr().out.endswith("Sample clinics removed: 1\n")
