"""Checking what a facility charges and who treats there.

The same refusals as for claims; only the kinds of evidence are named here, because
neither a price nor a person is a field of a criterion.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from facilities.actions.changing import Refused, changing
from facilities.actions.evidence import last_day_of
from facilities.criteria import EVIDENCE_TYPES, ClaimStatus
from facilities.models import Clinician, Price

ACCEPTED_EVIDENCE = {
    Clinician: ("state_license_lookup", "board_cert_lookup", "staff_roster"),
    Price: ("website_capture", "patient_materials", "consent_form"),
}


STATED_COLUMNS = {
    Clinician: (
        "role",
        "credential",
        "name",
        "license_state",
        "license_number",
        "on_site",
        "npi",
    ),
    Price: ("kind", "low_cents", "high_cents", "currency"),
}


@dataclass(frozen=True, slots=True)
class OfferCheck:
    """What a moderator found for one price or person. Dates as in ``Check``."""

    status: ClaimStatus
    evidence_kind: str
    source: str
    checked_on: date
    expires_on: date | None = None


def verify_offer(
    *, row: Price | Clinician, check: OfferCheck, by, at: datetime
) -> Price | Clinician:
    """Record that a moderator checked a stated price or person, as the row says it."""
    last_day = last_day_of(
        check,
        label=row._meta.verbose_name,  # noqa: SLF001
        months=_limit_months(row, check.evidence_kind),
        on=at.date(),
    )
    with changing(row.facility, by=by, reason="offer verified"):
        locked = type(row).objects.select_for_update().get(pk=row.pk)
        _refuse_if_changed(locked, row)
        locked.status = check.status.value
        locked.evidence_kind = check.evidence_kind
        locked.source = check.source.strip()
        locked.verified_by, locked.verified_on = by, check.checked_on
        locked.expires_on = last_day
        locked.save()
    return locked


def _limit_months(row: Price | Clinician, evidence_kind: str) -> int | None:
    if evidence_kind not in ACCEPTED_EVIDENCE[type(row)]:
        return None
    return EVIDENCE_TYPES[evidence_kind].default_validity_months


def _refuse_if_changed(locked: Price | Clinician, seen: Price | Clinician) -> None:
    """What was checked is what the moderator saw, not what stands there since."""
    columns = STATED_COLUMNS[type(seen)]
    if any(getattr(locked, name) != getattr(seen, name) for name in columns):
        raise Refused(_("This has changed since you looked at it. Look again."))
