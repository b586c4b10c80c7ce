import re
from datetime import date, datetime

import pytest

from facilities.enums import SamhsaBook
from facilities.exchange.samhsa import workbook as reading
from facilities.exchange.samhsa.package import BadWorkbook
from facilities.exchange.samhsa.workbook import read_workbook
from tests.facilities.exchange.workbooks import (
    HEADER,
    SUBSTANCE_USE,
    a_directory,
    a_row,
    change_part,
    save_workbook,
)

CREATED = re.compile(b"<dcterms:created.*?</dcterms:created>")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "directory.xlsx"


def read(path, **options):
    return read_workbook(path, **({"edition": 2023} | options))


def printed(workbook):
    return [row.printed for row in workbook.rows.values()]


@pytest.mark.parametrize("change", [str.lower, str.title, str.upper, " {} ".format])
def test_columns_are_found_whatever_their_capitals(path, change):
    header = [change(column) for column in HEADER]
    save_workbook(path, a_row(name2="North"), header=header, code_header="Service_Code")

    [clinic] = printed(read(path))

    assert (clinic.name_1, clinic.name_2) == ("Sample Infusion Clinic", "North")


def test_columns_may_stand_in_another_order_beside_others(path):
    save_workbook(path, a_row(), header=["website", *reversed(HEADER)])

    [clinic] = printed(read(path))

    assert clinic.postal_code == "97201"


def test_missing_columns_are_named(path):
    header = [column for column in HEADER if column not in {"zip", "phone"}]
    save_workbook(path, a_row(), header=header)

    with pytest.raises(BadWorkbook) as refusal:
        read(path)

    assert str(refusal.value) == (
        "In the first row of the sheet “Facilities List”, these columns must stand"
        " once: zip, phone."
    )


def test_a_column_that_stands_twice_is_refused(path):
    save_workbook(path, a_row(), header=[*HEADER, "ZIP"])

    with pytest.raises(BadWorkbook, match="must stand once: zip"):
        read(path)


def test_sheets_are_found_whatever_their_capitals(path):
    save_workbook(path, a_row(), sheets=("FACILITIES LIST ", "service code reference"))

    assert read(path).size == 1


@pytest.mark.parametrize(
    "sheets", [("Sheet1", "Service Code Reference"), ("Facilities List", "Codes")]
)
def test_another_workbook_is_refused_with_its_sheets(path, sheets):
    save_workbook(path, a_row(), sheets=sheets)

    with pytest.raises(BadWorkbook) as refusal:
        read(path)

    assert str(refusal.value) == (
        "A directory has the sheets “Facilities List” and “Service Code Reference”."
        f" This workbook has “{sheets[0]}”, “{sheets[1]}”."
    )


def test_a_code_reference_without_codes_is_refused(path):
    save_workbook(path, a_row(), code_header="code")

    with pytest.raises(BadWorkbook, match="“Service Code Reference”, these columns"):
        read(path)


def test_an_empty_sheet_is_refused(path):
    save_workbook(path)

    with pytest.raises(BadWorkbook, match="has no row that can be used"):
        read(path)


@pytest.mark.parametrize(
    ("codes", "book"),
    [
        (("MH", "KIT"), SamhsaBook.MENTAL_HEALTH),
        (SUBSTANCE_USE, SamhsaBook.SUBSTANCE_USE),
    ],
)
def test_the_code_reference_tells_which_book_it_is(path, codes, book):
    save_workbook(path, a_row(service_code_info="OP"), codes=codes)

    assert read(path).book == book
    assert read(path, book=book).book == book


def test_a_book_that_is_not_what_was_said_is_refused(path):
    save_workbook(path, a_row())

    with pytest.raises(BadWorkbook, match="this is the mental health directory"):
        read(path, book=SamhsaBook.SUBSTANCE_USE)


def test_a_book_that_cannot_be_told_must_be_said(path):
    save_workbook(path, a_row(service_code_info="MH"), codes=("MH", "OP"))

    with pytest.raises(BadWorkbook, match="Say --book mh or --book sa"):
        read(path)
    assert read(path, book=SamhsaBook.MENTAL_HEALTH).size == 1


def test_text_is_trimmed_and_inner_space_collapsed(path):
    save_workbook(path, a_row(name1="  Sample   Clinic\u00a0 ", city="New\tHope"))

    [clinic] = printed(read(path))

    assert (clinic.name_1, clinic.city) == ("Sample Clinic", "New Hope")


def test_leading_zeros_are_kept(path):
    save_workbook(path, a_row(zip="04101", state="me"))

    [clinic] = printed(read(path))

    assert (clinic.postal_code, clinic.state) == ("04101", "ME")


def test_ketamine_in_the_substance_use_directory_is_rejected(tmp_path):
    workbook = a_directory(
        tmp_path,
        a_row(),
        a_row(name1="Other", service_code_info="SA"),
        book=SamhsaBook.SUBSTANCE_USE,
    )

    assert [each.number for each in workbook.rejected] == [2]
    assert [row.codes for row in workbook.rows.values()] == [("SA",)]


def test_blank_rows_are_passed_over(path):
    save_workbook(path, a_row(), {}, {}, a_row(name1="Other"))

    workbook = read(path)

    assert (workbook.size, workbook.rejected) == (2, [])


def test_a_row_repeated_word_for_word_is_told_and_left_out(path):
    save_workbook(path, a_row(), a_row(phone="503-226-0111"), a_row(name2="  "))

    workbook = read(path)

    assert [row.number for row in workbook.repeated] == [4]
    assert (len(workbook.rows), workbook.size) == (2, 3)


def test_codes_that_the_reference_lacks_are_kept_and_counted(path):
    save_workbook(
        path,
        a_row(service_code_info="KIT NEW1"),
        a_row(name1="Other", service_code_info="NEW1 * NEW2"),
    )

    workbook = read(path)

    assert workbook.unknown_codes == {"NEW1": 2, "NEW2": 1}
    assert [row.codes for row in workbook.rows.values()] == [
        ("KIT", "NEW1"),
        ("NEW1", "NEW2"),
    ]


def test_the_date_is_the_workbooks_own_when_it_lies_in_the_edition(path):
    save_workbook(path, a_row(), created=datetime(2023, 6, 20))  # noqa: DTZ001

    assert read(path).stated_on == date(2023, 6, 20)
    assert read(path, edition=2022).stated_on is None


@pytest.mark.parametrize(
    "change", [lambda content: CREATED.sub(b"", content), lambda _content: None]
)
def test_a_workbook_without_a_date_has_none_rather_than_today(path, change):
    save_workbook(path, a_row())
    change_part(path, "docProps/core.xml", change)

    this_year = datetime.now().year  # noqa: DTZ005 -- as openpyxl takes it
    assert read(path, edition=this_year).stated_on is None


def test_a_workbook_with_an_impossible_date_is_refused(path):
    save_workbook(path, a_row())
    change_part(
        path,
        "docProps/core.xml",
        lambda content: content.replace(b"2023-06-20T", b"2023-99-20T"),
    )

    with pytest.raises(BadWorkbook, match="damaged and cannot be read"):
        read(path)


def test_a_doubtful_edition_is_told(tmp_path):
    path = save_workbook(tmp_path / "directory_2021_v2.xlsx", a_row())

    assert read(path, edition=2022).doubts == [
        "The workbook was made in 2023. Is 2022 the right edition?",
        "The file's name says 2021. Is 2022 the right edition?",
    ]


def test_a_certain_edition_raises_no_doubt(tmp_path):
    path = save_workbook(tmp_path / "directory_2023_20240101.xlsx", a_row())

    assert read(path).doubts == []


def test_the_limits_leave_room_for_the_real_directories():
    assert reading.MOST_ROWS > 12_176
