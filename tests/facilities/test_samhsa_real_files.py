"""The official workbooks, where they are at hand: every figure that applies."""

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import pytest
from django.db import connection, transaction

from facilities.actions.places import load_places
from facilities.actions.samhsa import ImportReport, import_samhsa
from facilities.enums import SamhsaBook
from facilities.exchange.samhsa.phones import dialled
from facilities.exchange.samhsa.printed import EXTENSION
from facilities.exchange.samhsa.workbook import Workbook, read_workbook
from facilities.models import Claim, Facility, SamhsaRecord
from tests.facilities.exchange.database import digests
from tests.factories import NOON

EDITIONS = {"mh2022": 2022, "mh2023": 2023, "sa2022": 2022}
STATES = 51
CODES = {
    "KIT": "KIT",
    "TMS": "TMS",
    "ECT": "ECT",
    "TELE": "TELE",
    "medicaid_MD": "MD",
    "medicare_MC": "MC",
    "private_PI": "PI",
    "selfpay_SF": "SF",
    "sliding_SS": "SS",
    "spanish_SP": "SP",
}


def _data() -> Path | None:
    for folder in Path(__file__).resolve().parents:
        data = folder / "shared" / "data" / "samhsa"
        if data.is_dir():
            return data
    return None


DATA = _data()
pytestmark = [
    pytest.mark.skipif(
        DATA is None, reason="SAMHSA's workbooks are not beside the project"
    ),
    pytest.mark.django_db,
]


@pytest.fixture(scope="module")
def facts() -> dict:
    return json.loads((DATA / "expected_facts.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def workbooks(facts) -> dict[str, Workbook]:
    return {
        name: read_workbook(DATA / "raw" / facts[name]["file"], edition=edition)
        for name, edition in EDITIONS.items()
    }


@pytest.fixture(params=EDITIONS)
def name(request) -> str:
    return request.param


@pytest.fixture
def rows(name, workbooks) -> list:
    """All rows, the repeated ones too, as the facts count them."""
    return [*workbooks[name].rows.values(), *workbooks[name].repeated]


def test_every_row_is_read_and_none_rejected(name, workbooks, facts):
    workbook = workbooks[name]

    assert workbook.size == facts[name]["rows"]
    assert workbook.rejected == []
    assert len(workbook.repeated) == facts[name]["exact_duplicate_rows"]
    assert workbook.unknown_codes == {}
    assert workbook.doubts == []
    assert workbook.book == name[:2]
    assert workbook.stated_on.year == EDITIONS[name]


def test_codes_are_carried_by_as_many_rows_as_known(name, rows, facts):
    carried = Counter(code for row in rows for code in row.codes)
    numbers = [len(row.codes) for row in rows]

    assert {label: carried[code] for label, code in CODES.items()} == {
        label: facts[name][label] for label in CODES
    }
    assert len(carried) == facts[name]["code_tokens_distinct"]
    assert int(median(numbers)) == facts[name]["codes_per_facility_median"]
    assert max(numbers) == facts[name]["codes_per_facility_max"]
    for label in ("KIT_and_OP", "MH_and_OP"):
        both = set(label.split("_and_"))
        assert sum(both <= set(row.codes) for row in rows) == facts[name][label]


def test_places_are_as_many_as_known(name, rows, facts):
    printed = [row.printed for row in rows]
    states = {each.state for each in printed}
    withheld = sum(each.is_withheld for each in printed)
    boxes = sum("p.o. box" in each.street_1.lower() for each in printed)

    assert withheld == facts[name]["street1_suppressed_dashes"]
    assert boxes == facts[name]["po_box_street1"]
    assert len(states) == facts[name]["states_and_territories"]
    assert (
        sum(each.postal_code[0] == "0" for each in printed)
        == (facts[name]["zip_leading_zero"])
    )


def test_phones_are_as_many_as_known(name, rows, facts):
    printed = [row.printed for row in rows]
    numbers = [each.phone for each in printed if each.phone]
    invalid = [
        each.phone
        for each in printed
        if each.phone.replace(" x", "").replace("-", "").isdigit()
        and dialled(each.phone, "US") is None
    ]

    assert len(printed) - len(numbers) == facts[name]["phone_missing"]
    assert (
        sum(bool(EXTENSION.search(each)) for each in numbers)
        == (facts[name]["phone_with_extension"])
    )
    assert len(invalid) == facts[name]["phone_invalid_by_libphonenumber"]


@dataclass(frozen=True, slots=True)
class Imported:
    reports: dict[str, ImportReport]
    again: dict[str, ImportReport]
    is_unchanged: bool
    records: dict[str, tuple[int, int]]
    listed: set[tuple]
    listed_names: set[tuple]
    claimed: Counter
    streets_of_withheld: set[tuple]
    verified: int


@pytest.fixture(scope="module")
def imported(workbooks, django_db_setup, django_db_blocker):  # noqa: ARG001
    """Both mental health editions, then the other book, then all once more."""
    with django_db_blocker.unblock(), transaction.atomic():
        assert connection.settings_dict["NAME"].startswith("test_")
        load_places()
        reports = _import_all(workbooks)
        before = digests()
        again = _import_all(workbooks)
        seen = _seen(reports, again, is_unchanged=digests() == before)
        transaction.set_rollback(True)
    return seen


def _import_all(workbooks) -> dict[str, ImportReport]:
    return {
        name: import_samhsa(workbook=workbook, at=NOON)
        for name, workbook in workbooks.items()
    }


def _seen(reports, again, *, is_unchanged) -> Imported:
    listed = Facility.objects.published()
    withheld = Facility.objects.filter(is_address_withheld=True)
    columns = ("street_1", "street_2", "postal_code")
    return Imported(
        reports=reports,
        again=again,
        is_unchanged=is_unchanged,
        records={
            f"{book}{edition}": (
                own.count(),
                own.reporting_ketamine().count(),
            )
            for book, edition in (("mh", 2022), ("mh", 2023), ("sa", 2022))
            for own in [SamhsaRecord.objects.filter(book=book, edition=edition)]
        },
        listed=set(
            listed.values_list("details_origin", "details_edition", "point_precision")
        ),
        listed_names=set(listed.values_list("name", "street_1", "postal_code")),
        claimed=Counter(
            Claim.objects.filter(
                facility__in=listed, value__contains=["KIT"]
            ).values_list("edition", "origin", "status")
        ),
        streets_of_withheld=set(withheld.values_list(*columns))
        | set(SamhsaRecord.objects.filter(facility__in=withheld).values_list(*columns)),
        verified=Claim.objects.exclude(status="attested").count(),
    )


def test_every_row_has_its_record(imported, facts):
    assert imported.records == {
        name: (
            facts[name]["rows"] - facts[name]["exact_duplicate_rows"],
            facts[name]["KIT"],
        )
        for name in EDITIONS
    }


def test_listed_is_what_the_newest_edition_reports_ketamine_for(
    imported, workbooks, facts
):
    reporting = [
        row.printed for row in workbooks["mh2023"].rows.values() if "KIT" in row.codes
    ]

    assert imported.reports["mh2022"].listed == facts["mh2022"]["KIT"] == 104
    assert imported.reports["mh2023"].listed == facts["mh2023"]["KIT"] == 82
    assert imported.reports["sa2022"].listed == 82
    assert imported.reports["sa2022"].published == facts["sa2022"]["KIT"] == 0
    assert imported.listed_names == {
        (each.name_1, each.street_1, each.postal_code) for each in reporting
    }
    assert imported.listed == {("samhsa", 2023, "zip")}


def test_ketamine_is_claimed_with_its_edition_and_never_verified(imported):
    assert imported.claimed == {(2023, "samhsa", "attested"): 82}
    assert imported.verified == 0


def test_nothing_finer_than_the_city_is_kept_of_a_withheld_address(imported):
    assert imported.streets_of_withheld == {("", "", "")}


def test_a_second_run_changes_nothing(imported):
    assert imported.is_unchanged
    for name, report in imported.again.items():
        assert (report.created, report.updated, report.gone) == (0, 0, 0), name
        assert (report.published, report.archived, report.doubtful) == (0, 0, 0), name


def test_most_facilities_are_known_again_and_few_are_in_doubt(imported):
    reports = imported.reports

    assert reports["mh2022"].created == 9037
    assert 5700 < reports["mh2023"].updated < 5900
    assert 2450 < reports["sa2022"].updated < 2650
    assert sum(report.doubtful for report in reports.values()) < 1100


def test_the_mental_health_book_alone_has_ketamine(workbooks):
    assert [workbooks[name].book for name in EDITIONS] == [
        SamhsaBook.MENTAL_HEALTH,
        SamhsaBook.MENTAL_HEALTH,
        SamhsaBook.SUBSTANCE_USE,
    ]
