"""Imports that are cut short, or meet one another."""

import threading
from dataclasses import replace

import pytest
from django.db import DataError, connection

from facilities import actions
from facilities.actions import samhsa
from facilities.actions.samhsa import import_samhsa
from facilities.models import Claim, Facility, Phone, SamhsaEdition, SamhsaRecord
from tests.facilities.exchange.database import shown
from tests.facilities.exchange.workbooks import a_directory, a_row
from tests.factories import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]

ROWS = [
    a_row(name1=f"House {number}", street1=f"{number} Sample Road")
    for number in range(1, 8)
]


@pytest.fixture
def batches_of_two(monkeypatch):
    monkeypatch.setattr(samhsa, "BATCH", 2)


def everything_shown():
    return sorted(shown(facility) for facility in Facility.objects.all())


def spoiled(workbook, number):
    """The workbook with a name that the database refuses in one of its rows."""
    rows = {
        key: replace(row, printed=replace(row.printed, name_1="n" * 201))
        if row.number == number
        else row
        for key, row in workbook.rows.items()
    }
    return replace(workbook, rows=rows)


@pytest.mark.usefixtures("batches_of_two")
def test_an_import_cut_short_leaves_whole_batches_and_a_second_completes_it(tmp_path):
    workbook = a_directory(tmp_path, *ROWS)

    with pytest.raises(DataError):
        import_samhsa(workbook=spoiled(workbook, number=7), at=NOON)

    assert SamhsaRecord.objects.count() == Facility.objects.count() == 4
    assert Claim.objects.count() == Phone.objects.count() == 4
    assert not SamhsaEdition.objects.get().is_complete
    assert Facility.objects.published().count() == 0

    report = import_samhsa(workbook=workbook, at=NOON)

    assert (report.created, report.unchanged, report.listed) == (3, 4, 7)
    assert SamhsaEdition.objects.get().is_complete
    assert len(everything_shown()) == 7


@pytest.mark.usefixtures("batches_of_two")
def test_progress_is_told_batch_by_batch(tmp_path):
    steps = []

    import_samhsa(workbook=a_directory(tmp_path, *ROWS), at=NOON, progress=steps.append)

    assert steps == [2, 2, 2, 1]


@pytest.fixture
def another_import():
    """Holds the lock from another connection until the test has ended."""
    is_held, has_ended = threading.Event(), threading.Event()

    def hold():
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_lock(%s)", [samhsa.LOCK])
                is_held.set()
                has_ended.wait(30)
        finally:
            connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    assert is_held.wait(30)
    yield
    has_ended.set()
    thread.join()


@pytest.mark.usefixtures("another_import")
def test_a_second_import_at_once_is_refused_and_writes_nothing(tmp_path):
    with pytest.raises(actions.Refused, match="Another import is running"):
        import_samhsa(workbook=a_directory(tmp_path, *ROWS), at=NOON)

    assert SamhsaEdition.objects.count() == 0
    assert Facility.objects.count() == 0


def test_the_lock_is_given_back_after_an_import_and_after_a_failed_one(tmp_path):
    workbook = a_directory(tmp_path, *ROWS)
    import_samhsa(workbook=workbook, at=NOON)
    with pytest.raises(actions.Refused):
        import_samhsa(workbook=a_directory(tmp_path, *ROWS[:2]), at=NOON)

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks JOIN pg_database ON oid = database"
            " WHERE locktype = 'advisory' AND datname = current_database()"
        )
        assert cursor.fetchone() == (0,)
