"""Rows and workbooks that are refused, each in words that help."""

from datetime import datetime

import pytest

from facilities.exchange.samhsa.package import BadWorkbook
from facilities.exchange.samhsa.workbook import Rejected, read_workbook
from tests.facilities.exchange.workbooks import (
    SHEET,
    a_row,
    change_part,
    save_workbook,
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "directory.xlsx"


def read(path):
    return read_workbook(path, edition=2023)


def printed(workbook):
    return [row.printed for row in workbook.rows.values()]


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ({"name1": None}, "There is no name."),
        ({"city": " "}, "There is no city."),
        ({"state": "XX"}, "“XX” is not a state."),
        ({"state": "AE"}, "“AE” is not a state."),
        ({"zip": "2138"}, "“2138” is not a ZIP code of five digits."),
        ({"zip": "97201-1234"}, "“97201-1234” is not a ZIP code of five digits."),
        (
            {"zip": "\u0661\u0662\u0663\u0664\u0665"},
            "“\u0661\u0662\u0663\u0664\u0665” is not a ZIP code of five digits.",
        ),
        ({"zip": 97201}, "zip is a number, a date or a formula, not text."),
        (
            {"name2": datetime(2023, 1, 1)},  # noqa: DTZ001
            "name2 is a number, a date or a formula, not text.",
        ),
        ({"name1": "=1+1"}, "name1 holds a formula."),
        ({"name1": '=HYPERLINK("http://example.org")'}, "name1 holds a formula."),
        ({"phone": "#REF!"}, "phone holds an error, #REF!."),
        ({"name1": "n" * 201}, "name1 has 201 characters."),
        ({"phone": "5" * 41}, "phone has 41 characters."),
        (
            {"service_code_info": "KIT MUCHTOOLONGCODE"},
            "service_code_info does not hold service codes.",
        ),
        (
            {"service_code_info": "<script>"},
            "service_code_info does not hold service codes.",
        ),
    ],
)
def test_a_row_that_cannot_be_used_is_rejected_with_its_number(path, columns, reason):
    save_workbook(path, a_row(name1="First"), a_row(**columns), a_row(name1="Last"))

    workbook = read(path)

    assert [clinic.name_1 for clinic in printed(workbook)] == ["First", "Last"]
    assert workbook.rejected == [Rejected(3, reason)]


def test_a_cell_of_a_million_characters_rejects_its_row_only(path):
    save_workbook(path, a_row(), a_row(name1="LONG"))
    change_part(
        path,
        SHEET,
        lambda content: content.replace(b"LONG", b"n" * 1_000_000),
    )

    workbook = read(path)

    assert workbook.rejected == [Rejected(3, "name1 has 1,000,000 characters.")]
    assert len(workbook.rows) == 1


def test_a_formula_with_a_stored_result_is_seen_as_a_formula(path):
    save_workbook(path, a_row(), a_row(name1="MARK"))
    formula = b'<c r="A3" t="str"><f>A2</f><v>Sample</v></c>'
    change_part(path, SHEET, lambda content: replace_cell(content, b"A3", formula))

    assert read(path).rejected == [Rejected(3, "name1 holds a formula.")]


def test_an_array_formula_rejects_its_row(path):
    save_workbook(path, a_row(), a_row(name1="MARK"))
    formula = b'<c r="A3"><f t="array" ref="A3">A2:A9</f><v>1</v></c>'
    change_part(path, SHEET, lambda content: replace_cell(content, b"A3", formula))

    [rejected] = read(path).rejected

    assert rejected.reason == "name1 is a number, a date or a formula, not text."


def replace_cell(content: bytes, place: bytes, cell: bytes) -> bytes:
    start = content.index(b'<c r="' + place + b'"')
    end = content.index(b"</c>", start) + len(b"</c>")
    return content[:start] + cell + content[end:]


def test_what_a_sheet_says_of_its_size_is_not_believed(path):
    save_workbook(path, a_row())
    change_part(
        path,
        SHEET,
        lambda content: content.replace(b'ref="A1:M2"', b'ref="A1:XFD1048576"'),
    )

    assert read(path).size == 1


def test_a_sheet_with_too_many_rows_is_refused(path):
    save_workbook(path, a_row())
    change_part(
        path,
        SHEET,
        lambda content: content.replace(b'<row r="2"', b'<row r="9999999999"'),
    )

    with pytest.raises(BadWorkbook, match="“Facilities List” has more than 100,000"):
        read(path)


@pytest.mark.parametrize(
    ("part", "content"),
    [
        (SHEET, b"<worksheet"),
        (SHEET, b""),
        ("xl/workbook.xml", b"<workbook>"),
        ("[Content_Types].xml", b"<Types/>"),
    ],
)
def test_a_broken_workbook_is_refused_in_plain_words(path, part, content):
    save_workbook(path, a_row())
    change_part(path, part, lambda _content: content)

    with pytest.raises(BadWorkbook, match="damaged and cannot be read"):
        read(path)


def test_a_cell_that_points_nowhere_makes_the_workbook_unreadable(path):
    save_workbook(path, a_row())
    cell = b'<c r="A2" t="s"><v>99999</v></c>'
    change_part(path, SHEET, lambda content: replace_cell(content, b"A2", cell))

    with pytest.raises(BadWorkbook, match="damaged and cannot be read"):
        read(path)
