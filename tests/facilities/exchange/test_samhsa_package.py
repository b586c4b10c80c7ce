import struct
import zipfile
from pathlib import Path

import pytest

from facilities.exchange.samhsa import package
from facilities.exchange.samhsa.package import BadWorkbook, open_package
from tests.facilities.exchange.workbooks import (
    SHEET,
    a_row,
    change_part,
    save_workbook,
)

OLD_EXCEL = (
    "This is an old .xls workbook, or one with a password. Save it as .xlsx without a"
    " password."
)
XML = b'<?xml version="1.0" encoding="UTF-8"?><a/>'


@pytest.fixture
def saved(tmp_path) -> Path:
    return save_workbook(tmp_path / "directory.xlsx", a_row())


def a_package(path: Path, *, packing=zipfile.ZIP_DEFLATED, **parts: bytes) -> Path:
    with zipfile.ZipFile(path, "w", packing) as file:
        for name, content in parts.items():
            file.writestr(f"{name}.xml", content)
    return path


def lie_about_sizes(path: Path, size: int) -> None:
    """Declare every part of a package to be ``size`` bytes, unpacked."""
    content = bytearray(path.read_bytes())
    for signature, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = content.find(signature)
        while start != -1:
            struct.pack_into("<I", content, start + place, size)
            start = content.find(signature, start + 4)
    path.write_bytes(content)


def test_an_honest_workbook_is_handed_on_with_its_xml_parts(saved):
    with (
        zipfile.ZipFile(saved) as original,
        zipfile.ZipFile(open_package(saved)) as copy,
    ):
        assert copy.namelist() == original.namelist()
        assert copy.read(SHEET) == original.read(SHEET)


def test_parts_that_are_not_xml_are_left_out_even_when_damaged(saved):
    with zipfile.ZipFile(saved, "a") as file:
        file.writestr("[trash]/0000.dat", b"rubbish of a kind")
    content = saved.read_bytes().replace(b"rubbish of a kind", b"Rubbish of a kind")
    saved.write_bytes(content)

    with zipfile.ZipFile(open_package(saved)) as copy:
        assert "[trash]/0000.dat" not in copy.namelist()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "This is not an Excel workbook (.xlsx)."),
        (b"name1,name2\n", "This is not an Excel workbook (.xlsx)."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old Excel", OLD_EXCEL),
        (b"PK\x03\x04 and no more", "The file is damaged and cannot be unpacked."),
    ],
)
def test_another_kind_of_file_is_refused(tmp_path, content, message):
    path = tmp_path / "directory.xlsx"
    path.write_bytes(content)

    with pytest.raises(BadWorkbook) as refusal:
        open_package(path)

    assert str(refusal.value) == message


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    for path in (tmp_path / "none.xlsx", tmp_path):
        with pytest.raises(BadWorkbook, match="cannot be read"):
            open_package(path)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_a_truncated_workbook_is_refused(saved, share):
    content = saved.read_bytes()
    saved.write_bytes(content[: int(len(content) * share)])

    with pytest.raises(BadWorkbook, match="damaged"):
        open_package(saved)


def test_a_damaged_part_is_refused(tmp_path):
    path = a_package(tmp_path / "a.xlsx", packing=zipfile.ZIP_STORED, a=XML)
    path.write_bytes(path.read_bytes().replace(b"<a/>", b"<b/>"))

    with pytest.raises(BadWorkbook, match="damaged"):
        open_package(path)


def test_a_file_that_is_too_large_is_refused_unread(tmp_path):
    path = tmp_path / "large.xlsx"
    with path.open("wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate(package.MOST_PACKED + 1)

    with pytest.raises(BadWorkbook, match="larger than 20 MB"):
        open_package(path)


def test_a_zip_bomb_is_refused_by_what_it_declares(tmp_path):
    path = a_package(tmp_path / "bomb.xlsx", a=b" " * (package.MOST_UNPACKED + 1))

    assert path.stat().st_size < 200_000
    with pytest.raises(BadWorkbook, match="unpacks to 100 MB, more than the 100 MB"):
        open_package(path)


def test_a_zip_bomb_that_lies_about_its_size_is_not_unpacked(tmp_path):
    path = a_package(tmp_path / "bomb.xlsx", a=b" " * 30_000_000)
    lie_about_sizes(path, 100)

    with pytest.raises(BadWorkbook, match="damaged"):
        open_package(path)


def test_many_parts_are_refused(tmp_path):
    parts = {f"part{number}": XML for number in range(package.MOST_PARTS + 1)}

    with pytest.raises(BadWorkbook, match="1,001 parts"):
        open_package(a_package(tmp_path / "many.xlsx", **parts))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name_are_refused(tmp_path):
    path = a_package(tmp_path / "twice.xlsx", a=XML)
    with zipfile.ZipFile(path, "a") as file:
        file.writestr("a.xml", XML)

    with pytest.raises(BadWorkbook, match="two parts of the same name"):
        open_package(path)


def test_a_part_with_a_password_is_refused(tmp_path):
    path = a_package(tmp_path / "secret.xlsx", a=XML)
    content = bytearray(path.read_bytes())
    content[content.find(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)

    with pytest.raises(BadWorkbook, match="password"):
        open_package(path)


@pytest.mark.parametrize("packing", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_packings_that_unpack_without_limit_are_refused(tmp_path, packing):
    path = a_package(tmp_path / "odd.xlsx", packing=packing, a=XML)

    with pytest.raises(BadWorkbook, match="a way that Excel does not use"):
        open_package(path)


@pytest.mark.parametrize(
    "part",
    [
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        b"<a/>" + b" " * 200_000 + b"<!DOCTYPE a>",
        b'<!ENTITY b SYSTEM "file:///etc/passwd">',
    ],
)
def test_a_document_type_is_refused(saved, part):
    change_part(saved, SHEET, lambda _content: part)

    with pytest.raises(BadWorkbook, match="defines a document type"):
        open_package(saved)


@pytest.mark.parametrize(
    "part",
    [
        "<!DOCTYPE a><a/>".encode("utf-16"),
        "<!DOCTYPE a><a/>".encode("utf-16-le"),
        b'<?xml version="1.0" encoding="cp037"?><a/>',
        b"<?xml version='1.0' encoding = 'UTF-7'?><a/>",
        b'\xef\xbb\xbf<?xml version="1.0" encoding="UTF-16"?><a/>',
    ],
)
def test_an_encoding_that_could_hide_a_document_type_is_refused(saved, part):
    change_part(saved, SHEET, lambda _content: part)

    with pytest.raises(BadWorkbook, match="not written in UTF-8"):
        open_package(saved)
