"""What SAMHSA's yearly directories said, and what that does and does not mean."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from facilities.enums import SamhsaBook
from facilities.models import Facility, SamhsaRecord

KETAMINE, HAS_NO_KETAMINE_QUESTION = _("Reported"), _("Not asked in this directory")
NOT_REPORTED = _("Not reported")
# Codes of the whole facility; none of them is about ketamine.
PAYMENT_CODES: Mapping[str, str | Promise] = {
    "SF": _("Cash or self-payment"),
    "MC": _("Medicare"),
    "MD": _("Medicaid"),
    "SI": _("State-financed health insurance"),
    "PI": _("Private health insurance"),
    "MI": _("Federal military insurance, such as TRICARE"),
    "VAF": _("Department of Veterans Affairs funds"),
    "SS": _("Fees based on income"),
    "PA": _("Help with payment"),
}


@dataclass(frozen=True, slots=True)
class SamhsaRow:
    """One edition of one book. The address it prints is never repeated."""

    edition: int
    book: str
    ketamine: str | Promise
    reports_ketamine: bool
    payment: tuple[str | Promise, ...]


def samhsa_rows(facility: Facility) -> tuple[SamhsaRow, ...]:
    """The newest edition first."""
    records = sorted(
        facility.samhsa_records.all(),
        key=lambda record: (-record.edition, record.book, record.pk),
    )
    return tuple(map(_row, records))


def ketamine_edition(rows: Iterable[SamhsaRow]) -> int | None:
    """The newest edition that could report ketamine, if it does.

    An older one does not say what is so now.
    """
    asked = [row for row in rows if row.ketamine != HAS_NO_KETAMINE_QUESTION]
    return asked[0].edition if asked and asked[0].reports_ketamine else None


def _row(record: SamhsaRecord) -> SamhsaRow:
    return SamhsaRow(
        edition=record.edition,
        book=record.get_book_display(),
        ketamine=_ketamine(record),
        reports_ketamine=record.reports_ketamine,
        payment=tuple(
            words for code, words in PAYMENT_CODES.items() if code in record.codes
        ),
    )


def _ketamine(record: SamhsaRecord) -> str | Promise:
    if record.book != SamhsaBook.MENTAL_HEALTH:
        return HAS_NO_KETAMINE_QUESTION
    return KETAMINE if record.reports_ketamine else NOT_REPORTED
