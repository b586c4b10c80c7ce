import pytest

from facilities.actions.samhsa import import_samhsa
from facilities.enums import SamhsaBook
from facilities.models import PostalCode
from tests.facilities.exchange.workbooks import a_directory
from tests.factories import NOON


@pytest.fixture
def places(db):  # noqa: ARG001 -- the database
    """A few ZIP codes, so that not all of them are loaded for every test."""
    PostalCode.objects.bulk_create(
        PostalCode(code=code, city=city, state=state, latitude=lat, longitude=long)
        for code, city, state, lat, long in [
            ("97201", "Portland", "OR", 45.5, -122.7),
            ("97202", "Portland", "OR", 45.4, -122.6),
            ("96943", "Yap", "FM", None, None),
        ]
    )


@pytest.fixture
def bring_in(tmp_path, places):  # noqa: ARG001 -- in the database
    """Import a directory of the given rows; returns the report."""

    def bring_in(*rows, at=NOON, may_replace=False, **options):
        options = {"edition": 2023, "book": SamhsaBook.MENTAL_HEALTH} | options
        workbook = a_directory(tmp_path, *rows, **options)
        return import_samhsa(workbook=workbook, at=at, may_replace=may_replace)

    return bring_in
