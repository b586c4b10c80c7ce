"""An edition is what its last workbook says."""

from datetime import date, datetime

import pytest

from facilities import actions
from facilities.enums import ListingStatus
from facilities.models import Claim, Facility, SamhsaEdition
from tests.facilities.exchange.database import all_rows
from tests.facilities.exchange.workbooks import a_row

pytestmark = pytest.mark.django_db


def test_a_corrected_workbook_brings_its_own_date(bring_in):
    bring_in(a_row())

    bring_in(a_row(), created=datetime(2023, 9, 1))  # noqa: DTZ001

    day = date(2023, 9, 1)
    assert SamhsaEdition.objects.get().stated_on == day
    assert Facility.objects.get().details_stated_on == day
    assert Claim.objects.get().stated_on == day


def test_a_changed_row_of_the_same_edition_takes_its_old_place(bring_in):
    others = [a_row(name1=f"House {n}", street1=f"{n} Road") for n in range(1, 10)]
    bring_in(a_row(), *others)

    report = bring_in(a_row(name2="Main Campus"), *others)

    facility = Facility.objects.get(name="Sample Infusion Clinic")
    assert (report.created, report.updated, report.gone) == (0, 1, 0)
    assert facility.name_line_2 == "Main Campus"
    assert facility.samhsa_records.get().name_2 == "Main Campus"


def test_a_row_that_the_edition_drops_goes_with_its_claim_and_listing(bring_in):
    others = [a_row(name1=f"House {n}", street1=f"{n} Road") for n in range(1, 10)]
    bring_in(a_row(), *others)

    report = bring_in(*others)

    facility = Facility.objects.get(name="Sample Infusion Clinic")
    assert (report.gone, report.archived) == (1, 1)
    assert facility.samhsa_records.count() == 0
    assert facility.claims.count() == 0
    assert facility.listing_status == ListingStatus.ARCHIVED


def test_a_part_of_a_workbook_is_refused_unless_it_is_said_to_be_whole(bring_in):
    others = [a_row(name1=f"House {n}", street1=f"{n} Road") for n in range(1, 10)]
    bring_in(*others)
    before = all_rows()

    with pytest.raises(
        actions.Refused, match="9 rows imported before for this edition, 2 are"
    ):
        bring_in(*others[2:])

    assert all_rows() == before
    assert bring_in(*others[2:], may_replace=True).gone == 2
