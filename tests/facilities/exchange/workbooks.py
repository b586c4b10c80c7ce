"""Small invented directories, and the harm that can be done to them."""

import io
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl

from facilities.enums import SamhsaBook
from facilities.exchange.samhsa.workbook import Workbook, read_workbook

HEADER = (
    "name1",
    "name2",
    "street1",
    "street2",
    "city",
    "state",
    "zip",
    "phone",
    "intake1",
    "intake2",
    "intake1a",
    "intake2a",
    "service_code_info",
)
MENTAL_HEALTH = ("SA", "MH", "OP", "KIT", "TMS", "CBT", "TELE", "MC")
SUBSTANCE_USE = ("SA", "DT", "OP", "CBT", "TELE", "MC")
SHEET = "xl/worksheets/sheet1.xml"


def a_row(**columns) -> dict:
    """An invented clinic in Portland, Oregon, that reports ketamine infusion."""
    plain = {
        "name1": "Sample Infusion Clinic",
        "street1": "12 Sample Street",
        "city": "Portland",
        "state": "OR",
        "zip": "97201",
        "phone": "503-226-0100",
        "service_code_info": "MH * OP * KIT CBT * MC",
    }
    return dict.fromkeys(HEADER) | plain | columns


def save_workbook(
    path: Path,
    *rows: dict,
    header=HEADER,
    codes=MENTAL_HEALTH,
    sheets=("Facilities List", "Service Code Reference"),
    code_header="service_code",
    created=datetime(2023, 6, 20),  # noqa: DTZ001 -- as openpyxl wants it
) -> Path:
    workbook = openpyxl.Workbook()
    workbook.properties.created = created
    facilities, reference = workbook.active, workbook.create_sheet(sheets[1])
    facilities.title = sheets[0]
    facilities.append(list(header))
    for row in rows:
        facilities.append([row.get(str(title).strip().casefold()) for title in header])
    reference.append(["category_code", "category_name", code_header])
    for code in codes:
        reference.append(["X", "Invented", f"{code} "])
    workbook.save(path)
    return path


def a_directory(
    folder: Path, *rows: dict, edition=2023, book=SamhsaBook.MENTAL_HEALTH, **options
) -> Workbook:
    """What is read from a directory of ``rows``."""
    is_mental_health = book == SamhsaBook.MENTAL_HEALTH
    options.setdefault("codes", MENTAL_HEALTH if is_mental_health else SUBSTANCE_USE)
    options.setdefault("created", datetime(edition, 6, 20))  # noqa: DTZ001
    path = folder / f"{book}-{edition}.xlsx"
    return read_workbook(save_workbook(path, *rows, **options), edition=edition)


def change_part(path: Path, name: str, change) -> Path:
    """Rewrite one part of a saved workbook, as ``change`` makes it of its bytes.

    A part that it makes nothing of is left out.
    """
    with zipfile.ZipFile(path) as package:
        parts = {part: package.read(part) for part in package.namelist()}
    parts[name] = change(parts[name])
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        for part, data in parts.items():
            if data is not None:
                package.writestr(part, data)
    path.write_bytes(content.getvalue())
    return path
