"""What a facility charges and who treats there."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from facilities.actions.changing import changing
from facilities.criteria import ClaimStatus
from facilities.enums import Origin, PriceKind
from facilities.models import Clinician, Facility, Price

_UNCHECKED = {
    "status": ClaimStatus.ATTESTED.value,
    "evidence_kind": "",
    "source": "",
    "verified_by": None,
    "verified_on": None,
    "expires_on": None,
}


@dataclass(frozen=True, slots=True)
class StatedPrice:
    kind: PriceKind
    low_cents: int
    high_cents: int
    currency: str = "USD"


@dataclass(frozen=True, slots=True)
class StatedClinician:
    role: str
    credential: str
    name: str = ""
    license_state: str = ""
    license_number: str = ""
    on_site: str = ""
    npi: str = ""


def state_prices(
    *, facility: Facility, prices: Sequence[StatedPrice], by, at: datetime
) -> list[Price]:
    """Set what a facility charges; a kind that is not named is no longer stated.

    A price that did not change keeps its check.
    """
    with changing(facility, by=by, reason="prices stated") as locked:
        kinds = [price.kind for price in prices]
        Price.objects.filter(facility=locked).exclude(kind__in=kinds).delete()
        known = {price.kind: price for price in Price.objects.filter(facility=locked)}
        return [
            _keep_or_write(
                known.get(price.kind) or Price(facility=locked), asdict(price), by, at
            )
            for price in prices
        ]


def state_clinicians(
    *, facility: Facility, clinicians: Sequence[StatedClinician], by, at: datetime
) -> list[Clinician]:
    """Set who treats at a facility, in the order given.

    A row that did not change keeps its check.
    """
    with changing(facility, by=by, reason="staff stated") as locked:
        rows = Clinician.objects.filter(facility=locked)
        rows.filter(position__gte=len(clinicians)).delete()
        known = {row.position: row for row in rows}
        return [
            _keep_or_write(
                known.get(position) or Clinician(facility=locked, position=position),
                asdict(clinician),
                by,
                at,
            )
            for position, clinician in enumerate(clinicians)
        ]


def _keep_or_write(row, stated: dict, by, at: datetime):
    is_same = row.pk and all(
        getattr(row, name) == value for name, value in stated.items()
    )
    if not is_same:
        for name, value in (stated | _UNCHECKED).items():
            setattr(row, name, value)
    row.origin = Origin.PROVIDER
    row.stated_by, row.stated_on = by, at.date()
    row.full_clean(exclude=["facility", "stated_by", "verified_by"])
    row.save()
    return row
