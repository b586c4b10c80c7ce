from django.core.checks import run_checks

from facilities import checks
from facilities.criteria import FIELDS

# What the test runner itself does to templates, to find misspelt variables.
OF_THE_TEST_RUNNER = "templates.E002"


def test_the_project_passes_its_system_checks():
    messages = [each for each in run_checks() if each.id != OF_THE_TEST_RUNNER]

    assert messages == []


def test_a_key_that_does_not_fit_its_column_is_named(monkeypatch):
    long_key = "x" * 61
    monkeypatch.setattr(checks, "FIELDS", dict(FIELDS) | {long_key: None})

    [error] = checks.keys_fit_their_columns(app_configs=None)

    assert error.msg == f"“{long_key}” is longer than Claim.field"


def test_a_site_that_nobody_answers_for_is_warned(settings):
    settings.OPERATOR = {"name": "Invented Trust", "email": "", "address": ""}

    messages = checks.somebody_answers_for_the_site(app_configs=None)

    assert [(each.id, each.msg) for each in messages] == [
        (
            "facilities.W002",
            "Nobody is named as OPERATOR_EMAIL, and the site says so",
        )
    ]
