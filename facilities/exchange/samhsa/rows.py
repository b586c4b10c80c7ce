"""One row of a directory: cleaned, or refused with a reason."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from facilities.enums import SamhsaBook
from facilities.exchange.samhsa.printed import Printed, digest
from facilities.geo.states import STATES

COLUMNS = (
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
INTAKE = ("intake1", "intake2", "intake1a", "intake2a")
# What the database holds. SAMHSA itself stops at 38 characters, and 697 for codes.
MOST_CHARACTERS = dict.fromkeys(COLUMNS, 40) | {
    "name1": 200,
    "name2": 200,
    "street1": 120,
    "street2": 120,
    "city": 60,
    "service_code_info": 2000,
}
KETAMINE = "KIT"
POSTAL_CODE = re.compile(r"[0-9]{5}")
CODE = re.compile(r"[A-Z0-9]{1,10}")
ERROR_VALUE = re.compile(r"#(REF!|N/A|VALUE!|NAME\?|DIV/0!|NUM!|NULL!)")
OTHER_DASHES = {"_", "\N{MINUS SIGN}"}


class Unusable(Exception):  # noqa: N818 -- a row is refused, which is no error
    """Why a row cannot be used."""


@dataclass(frozen=True, slots=True)
class Row:
    """``number`` is that of the sheet, where the first row is 1."""

    number: int
    printed: Printed
    intake_phones: tuple[str, ...]
    codes: tuple[str, ...]

    @property
    def content(self) -> tuple:
        return self.printed, self.intake_phones, self.codes


def read_row(number: int, cells: Mapping[str, object], book: SamhsaBook) -> Row:
    texts = {column: _text(column, cells[column]) for column in COLUMNS}
    if not texts["name1"]:
        raise Unusable("There is no name.")
    if not texts["city"]:
        raise Unusable("There is no city.")
    if texts["state"].upper() not in STATES:
        raise Unusable(f"“{texts['state']}” is not a state.")
    if not POSTAL_CODE.fullmatch(texts["zip"]):
        raise Unusable(f"“{texts['zip']}” is not a ZIP code of five digits.")
    return Row(
        number=number,
        printed=_printed(texts),
        intake_phones=tuple(texts[column] for column in INTAKE if texts[column]),
        codes=_codes(texts["service_code_info"], book),
    )


def _text(column: str, value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Unusable(f"{column} is a number, a date or a formula, not text.")
    if len(value) > MOST_CHARACTERS[column]:
        raise Unusable(f"{column} has {len(value):,} characters.")
    text = " ".join(_visible(value).split())
    if text.startswith("="):
        raise Unusable(f"{column} holds a formula.")
    if ERROR_VALUE.fullmatch(text):
        raise Unusable(f"{column} holds an error, {text}.")
    return text


def _visible(value: str) -> str:
    """Without characters that cannot be seen, such as marks that turn text around."""
    if value.isascii() and value.isprintable():
        return value
    return "".join(
        " " if category == "Cc" else "" if category == "Cf" else character
        for character in unicodedata.normalize("NFC", value)
        for category in [unicodedata.category(character)]
    )


def _printed(texts: Mapping[str, str]) -> Printed:
    street_1, street_2 = texts["street1"], texts["street2"]
    is_withheld = is_dashes(street_2) or (
        street_1 != "" and not says_something(street_1)
    )
    return Printed(
        name_1=texts["name1"],
        name_2=texts["name2"],
        street_1="" if is_withheld else street_1,
        street_2=street_2 if says_something(street_2) and not is_withheld else "",
        city=texts["city"],
        state=texts["state"].upper(),
        postal_code=texts["zip"],
        phone=texts["phone"],
        is_withheld=is_withheld,
    )


def is_dashes(text: str) -> bool:
    marks = text.replace(" ", "")
    return marks != "" and all(
        mark in OTHER_DASHES or unicodedata.category(mark) == "Pd" for mark in marks
    )


def says_something(text: str) -> bool:
    """Has a letter or a digit. Dashes withhold; so do stars and dots for a street."""
    return any(character.isalnum() for character in text)


def _codes(text: str, book: SamhsaBook) -> tuple[str, ...]:
    """The codes in their order. Groups mean nothing: empty ones are left out."""
    codes = tuple(dict.fromkeys(text.replace("*", " ").upper().split()))
    for code in codes:
        if not CODE.fullmatch(code):
            raise Unusable("service_code_info does not hold service codes.")
    if KETAMINE in codes and book != SamhsaBook.MENTAL_HEALTH:
        raise Unusable(f"{KETAMINE} cannot stand in the substance use directory.")
    return codes


def without_repeats(rows: list[Row]) -> tuple[list[Row], list[Row]]:
    """The rows, and those that say again, word for word, what an earlier one says."""
    first = {row.content: row for row in reversed(rows)}
    kept = [row for row in rows if first[row.content] is row]
    repeated = [row for row in rows if first[row.content] is not row]
    return kept, repeated


def keyed(rows: list[Row]) -> dict[str, Row]:
    """Each row under a name that stays, whatever the order of the rows.

    That is its identity; where several share one, all that they say.
    """
    identities = [row.printed.identity for row in rows]
    times = Counter(identities)
    return {
        identity if times[identity] == 1 else digest(identity, repr(row.content)): row
        for identity, row in zip(identities, rows, strict=True)
    }
