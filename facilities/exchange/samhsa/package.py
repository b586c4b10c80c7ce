"""Opening an XLSX file that may have been made to do harm.

The file is a ZIP of XML parts. openpyxl has no limits and expands what a document type
defines, so it is handed a copy that holds nothing but parts unpacked and checked here.
"""

import io
import re
import zipfile
import zlib
from pathlib import Path

MEGABYTE = 1_000_000
MOST_PACKED = 20 * MEGABYTE  # the real ones have 2
MOST_UNPACKED = 100 * MEGABYTE  # the real ones have 12
MOST_PARTS = 1_000

OLD_EXCEL = b"\xd0\xcf\x11\xe0"
ZIP = b"PK\x03\x04"
XML = (".xml", ".rels")
ENCRYPTED = 1
PACKINGS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
ENCODING = re.compile(rb"<\?xml[^>]*?\bencoding\s*=\s*[\"']([^\"']*)[\"']")
ENCODINGS = {b"utf-8", b"us-ascii", b"ascii"}


class BadWorkbook(Exception):  # noqa: N818 -- its words are for the person at the keys
    """A workbook that is not imported, and why."""


def open_package(path: Path) -> io.BytesIO:
    """The XML parts of the workbook, checked, as an XLSX file in memory."""
    checked = io.BytesIO()
    try:
        with (
            zipfile.ZipFile(io.BytesIO(_content(path))) as package,
            zipfile.ZipFile(checked, "w") as copy,
        ):
            parts = package.infolist()
            _check_parts(parts)
            for part in parts:
                if part.filename.lower().endswith(XML):
                    copy.writestr(part.filename, _unpacked(package, part))
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise BadWorkbook("The file is damaged and cannot be unpacked.") from error
    checked.seek(0)
    return checked


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_PACKED + 1)
    except OSError as error:
        raise BadWorkbook(f"{path} cannot be read: {error.strerror}.") from error
    if len(content) > MOST_PACKED:
        raise BadWorkbook(
            f"The file is larger than {MOST_PACKED // MEGABYTE} MB. A directory has 2."
        )
    if content.startswith(OLD_EXCEL):
        raise BadWorkbook(
            "This is an old .xls workbook, or one with a password. Save it as .xlsx"
            " without a password."
        )
    if not content.startswith(ZIP):
        raise BadWorkbook("This is not an Excel workbook (.xlsx).")
    return content


def _check_parts(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MOST_PARTS:
        raise BadWorkbook(f"The workbook has {len(parts):,} parts; real ones have 30.")
    if len({part.filename for part in parts}) < len(parts):
        raise BadWorkbook("The workbook has two parts of the same name.")
    if any(part.flag_bits & ENCRYPTED for part in parts):
        raise BadWorkbook("The workbook has a password. Save it without one.")
    if any(part.compress_type not in PACKINGS for part in parts):
        raise BadWorkbook("The workbook is packed in a way that Excel does not use.")
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MOST_UNPACKED:
        raise BadWorkbook(
            f"The workbook unpacks to {unpacked // MEGABYTE:,} MB, more than the"
            f" {MOST_UNPACKED // MEGABYTE} MB that are allowed."
        )


def _unpacked(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """What the part holds, which is never more than it declares.

    ``read()`` without a number would unpack all there is before cutting it off.
    """
    with package.open(part) as stream:
        content = stream.read(part.file_size + 1)
    start = content[:200].removeprefix(BYTE_ORDER_MARK)
    encoding = ENCODING.match(start)
    if (encoding and encoding[1].lower() not in ENCODINGS) or b"\x00" in content:
        raise BadWorkbook(f"{part.filename} in the workbook is not written in UTF-8.")
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise BadWorkbook(
            f"{part.filename} in the workbook defines a document type, which no honest"
            " workbook does."
        )
    return content
