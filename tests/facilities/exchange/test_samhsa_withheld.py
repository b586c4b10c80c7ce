"""A street that any edition withholds is stored nowhere, in whatever order."""

from itertools import permutations

import pytest

from facilities.enums import AddressPrecision, PointPrecision, SamhsaBook
from facilities.models import Facility, ImportMatch, SamhsaRecord
from tests.facilities.exchange.database import all_rows
from tests.facilities.exchange.workbooks import a_row
from tests.factories import a_facility

pytestmark = pytest.mark.django_db

OPEN = a_row(street1="77 Secret Lane", street2="Suite 5")
WITHHELD = a_row(street1="- - -")
EDITIONS = {
    "mh 2022": OPEN,
    "mh 2023": WITHHELD,
    "sa 2022": OPEN | {"service_code_info": "SA * CBT"},
    "mh 2024": OPEN,
}


def bring_in_edition(bring_in, name, row):
    book, edition = name.split()
    return bring_in(row, book=SamhsaBook(book), edition=int(edition))


def assert_nothing_finer_than_the_city_is_stored():
    facility = Facility.objects.get()
    assert facility.is_address_withheld
    assert facility.address_precision == AddressPrecision.CITY
    assert (facility.street_1, facility.street_2, facility.postal_code) == ("", "", "")
    assert (facility.latitude, facility.longitude) == (45.45, -122.65)
    assert facility.point_precision == PointPrecision.CITY
    assert set(
        SamhsaRecord.objects.values_list(
            "street_1", "street_2", "postal_code", "is_address_withheld"
        )
    ) == {("", "", "", True)}
    assert "secret" not in facility.slug


@pytest.mark.parametrize("order", list(permutations(EDITIONS, 3)))
def test_a_withheld_street_is_stored_nowhere(bring_in, order):
    for name in order:
        bring_in_edition(bring_in, name, EDITIONS[name])

    if "mh 2023" in order:
        assert_nothing_finer_than_the_city_is_stored()
    else:
        assert Facility.objects.get().street_1 == "77 Secret Lane"


@pytest.mark.parametrize("order", list(permutations(["mh 2022", "mh 2023", "mh 2024"])))
def test_a_second_run_still_changes_nothing(bring_in, order):
    for name in order:
        bring_in_edition(bring_in, name, EDITIONS[name])
    before = all_rows()

    for name in order:
        report = bring_in_edition(bring_in, name, EDITIONS[name])
        assert (report.updated, report.unchanged) == (0, 1)

    assert all_rows() == before


def test_a_street_given_again_is_told_and_not_kept(bring_in):
    bring_in(WITHHELD, edition=2022)

    report = bring_in(a_row(name1="Other", street1="1 Road"), OPEN, edition=2023)

    assert report.streets_not_kept == [3]
    assert report.withheld == []
    assert Facility.objects.get(name="Sample Infusion Clinic").street_1 == ""


def test_a_withheld_row_that_differs_in_its_phone_is_a_matter_for_a_moderator(bring_in):
    bring_in(OPEN, edition=2022)

    bring_in(WITHHELD | {"phone": "503-226-0199"}, edition=2023)

    assert Facility.objects.count() == 2
    assert ImportMatch.objects.get().reason == (
        "Same names in the same city, one address withheld"
    )


def test_a_corrected_workbook_that_withholds_a_street_wipes_it(bring_in):
    others = [a_row(name1=f"House {n}", street1=f"{n} Road") for n in range(1, 10)]
    bring_in(OPEN, *others)

    report = bring_in(WITHHELD, *others)

    assert (report.created, report.updated, report.gone) == (0, 1, 0)
    assert not SamhsaRecord.objects.filter(street_1="77 Secret Lane").exists()
    assert not Facility.objects.filter(street_1="77 Secret Lane").exists()


def test_a_withheld_clinic_in_a_city_without_a_point_has_none(bring_in):
    bring_in(WITHHELD | {"city": "Nowhere"})

    facility = Facility.objects.get()
    assert (facility.latitude, facility.point_precision) == (None, PointPrecision.NONE)


def test_a_clinic_that_shows_its_street_keeps_it_and_a_moderator_is_told(bring_in):
    bring_in(OPEN, edition=2022)
    facility = Facility.objects.get()
    stated = a_facility(name="Clinic of Its Own", street_1="77 Secret Lane")
    facility.samhsa_records.update(facility=stated)

    report = bring_in(WITHHELD, edition=2023)

    stated.refresh_from_db()
    assert stated.street_1 == "77 Secret Lane"
    assert report.withheld_but_stated == [2]
    assert set(stated.samhsa_records.values_list("street_1", flat=True)) == {""}


def test_a_clinic_that_shows_only_its_city_hides_what_samhsa_prints(bring_in):
    bring_in(OPEN, edition=2022)
    stated = a_facility(
        name="Clinic of Its Own", street_1="", precision=AddressPrecision.CITY
    )
    SamhsaRecord.objects.update(facility=stated)

    report = bring_in(OPEN, edition=2023)

    assert report.streets_not_kept == [2]
    assert set(stated.samhsa_records.values_list("street_1", flat=True)) == {""}
