"""What the directory holds of SAMHSA's, and what it amounts to. Reads only."""

from collections.abc import Iterable, Iterator

from django.db.models import Q

from facilities.criteria import FIELDS
from facilities.enums import AddressPrecision, Origin, PhoneKind, SamhsaBook
from facilities.exchange.samhsa.matching import STATED, Trace, trace
from facilities.exchange.samhsa.printed import Printed
from facilities.models import Facility, Phone, SamhsaRecord

CLAIMED_FIELD = "samhsa_codes"


def source_name(book: str, edition: int) -> str:
    return f"{book} {edition}"


def known_traces() -> list[Trace]:
    """What every source printed about every facility but the invented samples.

    What somebody only began to state is left out: a stranger's draft must not take in
    a clinic that SAMHSA reports.
    """
    stated = Facility.objects.exclude(published_at=None)
    return [*_recorded_traces(), *_stated_traces(stated)]


def all_traces() -> list[Trace]:
    """As ``known_traces``, with drafts."""
    return [*_recorded_traces(), *_stated_traces(Facility.objects.all())]


def _recorded_traces() -> Iterator[Trace]:
    records = SamhsaRecord.objects.filter(facility__is_sample=False).order_by("pk")
    for record in records.iterator():
        yield trace(
            record.facility_id,
            source_name(record.book, record.edition),
            printed_of(record),
            record.row_key,
        )


def printed_of(record: SamhsaRecord) -> Printed:
    return Printed(
        name_1=record.name_1,
        name_2=record.name_2,
        street_1=record.street_1,
        street_2=record.street_2,
        city=record.city,
        state=record.state,
        postal_code=record.postal_code,
        phone=record.phone,
        is_withheld=record.is_address_withheld,
    )


def _stated_traces(facilities) -> Iterator[Trace]:
    """Facilities as a clinic or a moderator describes them now."""
    stated = facilities.real().exclude(details_origin=Origin.SAMHSA)
    lines = Phone.objects.filter(facility__in=stated, kind=PhoneKind.MAIN)
    main = dict(lines.order_by("-position").values_list("facility_id", "number"))
    for facility in stated.order_by("pk"):
        printed = Printed(
            name_1=facility.name,
            name_2=facility.name_line_2,
            street_1=facility.street_1,
            street_2=facility.street_2,
            city=facility.city,
            state=facility.state,
            postal_code=facility.postal_code,
            phone=main.get(facility.pk, ""),
            is_withheld=facility.is_address_withheld,
        )
        yield trace(facility.pk, STATED, printed)


def withheld_facilities() -> set[int]:
    """Where any edition withheld the street, or the clinic does not show it."""
    hidden = Q(is_address_withheld=True) | (
        ~Q(details_origin=Origin.SAMHSA) & ~Q(address_precision=AddressPrecision.STREET)
    )
    records = SamhsaRecord.objects.filter(is_address_withheld=True)
    return set(Facility.objects.filter(hidden).values_list("pk", flat=True)) | set(
        records.values_list("facility_id", flat=True)
    )


def best_record(records: Iterable[SamhsaRecord]) -> SamhsaRecord:
    """The one that names, places and telephones come from."""
    return max(records, key=_rank)


def claiming_record(records: Iterable[SamhsaRecord]) -> SamhsaRecord:
    """The one whose codes are claimed.

    The mental health directory speaks before the other: only it can report ketamine,
    so the other's silence, however new, says nothing about that.
    """
    return max(records, key=lambda record: _rank(record)[::-1])


def _rank(record: SamhsaRecord) -> tuple[int, bool]:
    return record.edition, record.book == SamhsaBook.MENTAL_HEALTH


def claimable_codes(record: SamhsaRecord) -> list[str]:
    """The codes that are claimed; payment and all else stays in the record."""
    definition = FIELDS[CLAIMED_FIELD]
    codes = [code for code in record.codes if code in definition.allowed_values]
    return definition.clean(codes) if codes else []
