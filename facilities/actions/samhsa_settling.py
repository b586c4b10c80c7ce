"""Making facilities show what all their SAMHSA records amount to, and no more."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from facilities.actions.listing import FacilityDetails, public_columns
from facilities.actions.results import refresh_results_of
from facilities.actions.search import mark_changed
from facilities.criteria import ClaimStatus
from facilities.enums import AddressPrecision, Origin
from facilities.exchange.samhsa.phones import phone_lines
from facilities.exchange.samhsa.standing import (
    CLAIMED_FIELD,
    best_record,
    claimable_codes,
    claiming_record,
)
from facilities.geo.places import Places
from facilities.models import Claim, Facility, Phone, SamhsaRecord

NOT_SAMHSAS = ("website", "npi")  # SAMHSA says nothing of them
WIPED = {
    "street_1": "",
    "street_2": "",
    "postal_code": "",
    "is_address_withheld": True,
}
Records = Mapping[int, list[SamhsaRecord]]


@dataclass(frozen=True, slots=True)
class Basis:
    """What facilities are settled by. ``editions`` gives the date of each book."""

    places: Places
    withheld: set[int]
    editions: Mapping[tuple[str, int], date]
    on: date


def columns_of(record: SamhsaRecord, basis: Basis) -> dict:
    """What a facility shows that this record speaks for."""
    spot = (
        basis.places.of_address(record.postal_code, record.city, record.state)
        if record.street_1
        else basis.places.of_city(record.city, record.state)
    )
    details = FacilityDetails(
        name=record.name_1,
        name_line_2=record.name_2,
        street_1=record.street_1,
        street_2=record.street_2,
        city=record.city,
        state=record.state,
        postal_code=record.postal_code,
        is_address_withheld=record.is_address_withheld,
        precision=(
            AddressPrecision.STREET if record.street_1 else AddressPrecision.CITY
        ),
        latitude=spot.latitude,
        longitude=spot.longitude,
        point_precision=spot.precision,
    )
    columns = public_columns(details) | {
        "details_origin": Origin.SAMHSA,
        "details_edition": record.edition,
        "details_stated_on": basis.editions[record.book, record.edition],
    }
    return {name: columns[name] for name in columns if name not in NOT_SAMHSAS}


def settle(facilities: Iterable[Facility], basis: Basis) -> set[int]:
    """Bring locked facilities up to date; returns which of them changed."""
    facilities = {facility.pk: facility for facility in facilities}
    records = defaultdict(list)
    for record in SamhsaRecord.objects.filter(facility__in=facilities):
        records[record.facility_id].append(record)
    of_samhsa = {
        pk: best_record(records[pk])
        for pk, facility in facilities.items()
        if facility.details_origin == Origin.SAMHSA and records[pk]
    }
    changed = (
        _wipe_withheld(records, basis)
        | _settle_details(facilities, of_samhsa, basis)
        | _settle_phones(of_samhsa)
        | _settle_claims(facilities, records, basis)
    )
    mark_changed(changed)
    return changed


def _wipe_withheld(records: Records, basis: Basis) -> set[int]:
    """What is withheld once is withheld in every edition."""
    wiped = [
        record
        for facility_id in basis.withheld & set(records)
        for record in records[facility_id]
        if assign(record, WIPED)
    ]
    write_changes(SamhsaRecord, {record.pk: WIPED for record in wiped})
    return {record.facility_id for record in wiped}


def assign(row, columns: Mapping) -> dict:
    """Set the columns of ``row``; returns those that changed."""
    changed = {
        name: value for name, value in columns.items() if getattr(row, name) != value
    }
    for name, value in changed.items():
        setattr(row, name, value)
    return changed


def write_changes(model, changes: Mapping[int, dict]) -> None:
    """Change rows by number. What is the same for many of them is one statement."""
    alike = {}
    for number, columns in changes.items():
        key = repr(sorted(columns.items()))
        alike.setdefault(key, (columns, []))[1].append(number)
    for columns, numbers in alike.values():
        model.objects.filter(pk__in=numbers).update(**columns)


def _settle_details(
    facilities: Mapping[int, Facility],
    best: Mapping[int, SamhsaRecord],
    basis: Basis,
) -> set[int]:
    changes = {
        facility_id: assign(facilities[facility_id], columns_of(record, basis))
        for facility_id, record in best.items()
    }
    changes = {number: columns for number, columns in changes.items() if columns}
    write_changes(Facility, changes)
    return set(changes)


def _settle_phones(best: Mapping[int, SamhsaRecord]) -> set[int]:
    known = defaultdict(list)
    for phone in Phone.objects.filter(facility__in=best).order_by("position"):
        known[phone.facility_id].append(phone)
    outdated, created = [], []
    for facility_id, record in best.items():
        lines = phone_lines(record.phone, record.intake_phones, record.state)
        phones = known[facility_id]
        if lines != [(each.kind, each.number, each.extension) for each in phones]:
            outdated += phones
            created += [
                Phone(
                    facility_id=facility_id,
                    position=position,
                    kind=kind,
                    number=number,
                    extension=extension,
                )
                for position, (kind, number, extension) in enumerate(lines)
            ]
    Phone.objects.filter(pk__in=[phone.pk for phone in outdated]).delete()
    Phone.objects.bulk_create(created)
    return {phone.facility_id for phone in outdated + created}


def _settle_claims(
    facilities: Mapping[int, Facility], records: Records, basis: Basis
) -> set[int]:
    """State what the newest edition reports, and no longer what it does not.

    A claim that a clinic or a moderator made stays as it is.
    """
    claims = Claim.objects.filter(facility__in=facilities, field=CLAIMED_FIELD)
    known = {claim.facility_id: claim for claim in claims}
    created, updated, withdrawn = [], {}, []
    for facility_id in facilities:
        claim = known.get(facility_id)
        columns = _claim_columns(records[facility_id], basis)
        if claim is None and columns:
            stated = {"facility_id": facility_id, "field": CLAIMED_FIELD}
            created.append(Claim(**stated, **columns))
        elif claim is None or claim.origin != Origin.SAMHSA:
            continue
        elif not columns:
            withdrawn.append(claim)
        elif found := assign(claim, columns):
            updated[claim.pk] = found
    Claim.objects.bulk_create(created)
    write_changes(Claim, updated)
    Claim.objects.filter(pk__in=[claim.pk for claim in withdrawn]).delete()
    changed = {claim.facility_id for claim in created + withdrawn}
    changed |= {pk for pk, claim in known.items() if claim.pk in updated}
    refresh_results_of(changed, on=basis.on)
    return changed


def _claim_columns(records: list[SamhsaRecord], basis: Basis) -> dict:
    """The claim as columns, or nothing where no code is reported."""
    if not records:
        return {}
    record = claiming_record(records)
    codes = claimable_codes(record)
    if not codes:
        return {}
    return {
        "value": codes,
        "status": ClaimStatus.ATTESTED.value,
        "origin": Origin.SAMHSA,
        "edition": record.edition,
        "stated_on": basis.editions[record.book, record.edition],
    }
