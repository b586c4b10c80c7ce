"""Reading a directory: every row is checked before anything is written."""

import re
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl

from facilities.enums import SamhsaBook
from facilities.exchange.samhsa.package import BadWorkbook, open_package
from facilities.exchange.samhsa.rows import (
    COLUMNS,
    KETAMINE,
    Row,
    Unusable,
    keyed,
    read_row,
    without_repeats,
)

FACILITIES = "facilities list"
CODES = "service code reference"
CODE_COLUMN = "service_code"
DETOXIFICATION = "DT"  # in every substance use book, in no mental health book
MOST_ROWS = 100_000
MOST_COLUMNS = 40
CREATED = re.compile(rb"<dcterms:created[^>]*>(\d{4}-\d\d-\d\d)")
YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Rejected:
    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class Workbook:
    """``stated_on`` is the workbook's own date, if it lies in the edition's year.

    ``rows`` are under their keys. ``unknown_codes`` are not in the code reference:
    each with the number of rows that carry it.
    """

    book: SamhsaBook
    edition: int
    stated_on: date | None
    rows: dict[str, Row]
    rejected: list[Rejected]
    repeated: list[Row]
    unknown_codes: dict[str, int]
    doubts: list[str]

    @property
    def size(self) -> int:
        return len(self.rows) + len(self.rejected) + len(self.repeated)


def read_workbook(
    path: Path, *, edition: int, book: SamhsaBook | None = None
) -> Workbook:
    """The directory in ``path``. Raises BadWorkbook."""
    package = open_package(path)
    facilities, codes = _sheets(package)
    known_codes = _known_codes(codes)
    book = _book(known_codes, book)
    read, rejected = _read_rows(facilities, book)
    rows, repeated = without_repeats(read)
    if not rows:
        raise BadWorkbook("The sheet “Facilities List” has no row that can be used.")
    made_on = _made_on(package)
    carried = Counter(code for row in rows for code in row.codes)
    return Workbook(
        book=book,
        edition=edition,
        stated_on=made_on if made_on and made_on.year == edition else None,
        rows=keyed(rows),
        rejected=rejected,
        repeated=repeated,
        unknown_codes={
            code: carried[code] for code in sorted(set(carried) - known_codes)
        },
        doubts=_doubts(path.name, made_on, edition),
    )


def _sheets(package: BytesIO) -> tuple[list[tuple], list[tuple]]:
    """The rows of both sheets.

    What openpyxl raises on a broken workbook is not a list that anyone keeps, so
    whatever it is becomes one refusal. Its warnings are about styles.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            workbook = openpyxl.load_workbook(package, read_only=True, keep_links=False)
            sheets = {sheet.title.strip().casefold(): sheet for sheet in workbook}
            found = [
                _rows(sheets[name]) for name in (FACILITIES, CODES) if name in sheets
            ]
    except BadWorkbook:
        raise
    except Exception as error:
        raise BadWorkbook("The workbook is damaged and cannot be read.") from error
    if len(found) < len((FACILITIES, CODES)):
        names = ", ".join(f"“{sheet.title}”" for sheet in workbook)
        raise BadWorkbook(
            "A directory has the sheets “Facilities List” and “Service Code Reference”."
            f" This workbook has {names or 'none'}."
        )
    return found[0], found[1]


def _rows(sheet) -> list[tuple]:
    """All cells that count. What the sheet says of its own size is not believed."""
    sheet.reset_dimensions()
    rows = []
    for row in sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True):
        if len(rows) > MOST_ROWS:
            raise BadWorkbook(
                f"The sheet “{sheet.title}” has more than {MOST_ROWS:,} rows."
            )
        rows.append(row)
    return rows


def _header(rows: list[tuple], wanted: Iterable[str], sheet: str) -> dict[str, int]:
    """Where each column stands. Capitals differ from year to year."""
    titles = [str(title or "").strip().casefold() for title in rows[0]] if rows else []
    missing = [column for column in wanted if titles.count(column) != 1]
    if missing:
        raise BadWorkbook(
            f"In the first row of the sheet “{sheet}”, these columns must stand once:"
            f" {', '.join(missing)}."
        )
    return {column: titles.index(column) for column in wanted}


def _known_codes(rows: list[tuple]) -> set[str]:
    header = _header(rows, [CODE_COLUMN], "Service Code Reference")
    cells = (row[header[CODE_COLUMN]] for row in rows[1:])
    return {str(cell).strip().upper() for cell in cells if cell is not None}


def _book(known_codes: set[str], said: SamhsaBook | None) -> SamhsaBook:
    if KETAMINE in known_codes:
        found = SamhsaBook.MENTAL_HEALTH
    elif DETOXIFICATION in known_codes:
        found = SamhsaBook.SUBSTANCE_USE
    else:
        found = said
    if found is None:
        raise BadWorkbook(
            "The code reference does not tell whether this is the mental health or the"
            " substance use directory. Say --book mh or --book sa."
        )
    if said is not None and said != found:
        raise BadWorkbook(f"By its code reference this is the {found.label.lower()}.")
    return found


def _read_rows(
    sheet: list[tuple], book: SamhsaBook
) -> tuple[list[Row], list[Rejected]]:
    header = _header(sheet, COLUMNS, "Facilities List")
    rows, rejected = [], []
    for number, cells in enumerate(sheet[1:], start=2):
        if all(cell is None for cell in cells):
            continue
        named = {column: cells[place] for column, place in header.items()}
        try:
            rows.append(read_row(number, named, book))
        except Unusable as reason:
            rejected.append(Rejected(number, str(reason)))
    return rows, rejected


def _made_on(package: BytesIO) -> date | None:
    """When SAMHSA made the workbook. For no date, openpyxl would say "today"."""
    with zipfile.ZipFile(package) as parts:
        if "docProps/core.xml" not in parts.namelist():
            return None
        found = CREATED.search(parts.read("docProps/core.xml"))
    return date.fromisoformat(found[1].decode()) if found else None


def _doubts(name: str, made_on: date | None, edition: int) -> list[str]:
    doubts = []
    if made_on and made_on.year != edition:
        doubts.append(
            f"The workbook was made in {made_on.year}. Is {edition} the right edition?"
        )
    years = sorted(set(YEAR.findall(name)))
    if years and str(edition) not in years:
        doubts.append(
            f"The file's name says {', '.join(years)}. Is {edition} the right edition?"
        )
    return doubts
