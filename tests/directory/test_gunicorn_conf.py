"""What the web server writes to its log."""

import logging
import runpy
from pathlib import Path

import pytest
from django.db import OperationalError
from django.utils import timezone

from facilities import search
from tests.factories import a_facility

CONFIGURATION = Path(__file__).resolve().parents[2] / "gunicorn.conf.py"


def test_log_never_holds_what_was_searched(caplog):
    configuration = runpy.run_path(str(CONFIGURATION))
    logger = logging.getLogger("gunicorn.error")
    before = list(logger.filters)

    configuration["on_starting"](None)
    added = [each for each in logger.filters if each not in before]
    try:
        logger.error("Error handling request %s", "/clinics/?near=45.52,-122.68")
        logger.error("Invalid request line: 'GET /clinics/?place=Salem OR HTTP/1.1'")
        logger.error("Worker timeout (pid:%s)", 7)
    finally:
        for each in added:
            logger.removeFilter(each)

    assert [record.getMessage() for record in caplog.records] == [
        "Error handling request /clinics/?...",
        "Invalid request line: 'GET /clinics/?...",
        "Worker timeout (pid:7)",
    ]
    assert "accesslog" not in configuration


@pytest.fixture
def configuration(monkeypatch):
    monkeypatch.setattr("gc.freeze", lambda: None)
    return runpy.run_path(str(CONFIGURATION))


@pytest.mark.django_db(transaction=True)
def test_index_is_loaded_before_there_are_workers(
    configuration, django_assert_num_queries
):
    a_facility()

    configuration["when_ready"](None)

    with django_assert_num_queries(1):
        snapshot = search.current(on=timezone.now().date())
    assert len(snapshot) == 1


def test_server_starts_without_a_database(configuration, monkeypatch, caplog):
    def fail(**_arguments):
        raise OperationalError("away")

    monkeypatch.setattr(search, "preload", fail)

    configuration["when_ready"](None)

    assert "not loaded yet" in caplog.text
