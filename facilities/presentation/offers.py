"""Who treats, and how high the doses go."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from facilities.criteria import CATALOG, CRITERIA, FIELDS, ClaimStatus, DoseBand
from facilities.criteria.knowledge import Knowledge
from facilities.models import Clinician, Facility
from facilities.presentation.entries import question_of
from facilities.presentation.how_known import HowKnown, how_known
from facilities.presentation.standing import Claims, facts_of
from facilities.presentation.statements import Statement, statements_of
from facilities.presentation.visible import visible

TABLE = CATALOG.dose_table
MINUTES_FIELDS = {"iv": "iv_minutes"}


@dataclass(frozen=True, slots=True)
class StaffRow:
    role: str
    name: str
    license: str
    on_site: str
    known: HowKnown


@dataclass(frozen=True, slots=True)
class DoseRow:
    """One way of giving ketamine. Empty words are "not stated"."""

    route: str
    start: str
    highest: str
    minutes: str
    band: DoseBand
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Doses:
    """``has_bands`` is false for pain-only care, for which the bands are not meant."""

    rows: tuple[DoseRow, ...]
    has_bands: bool
    rationale: tuple[Statement, ...]
    question: str


def staff_rows(facility: Facility, today: date) -> tuple[StaffRow, ...]:
    return tuple(_staff_row(row, today) for row in facility.clinicians.all())


def doses(claims: Claims, today: date) -> Doses:
    knowledge = Knowledge(facts_of(claims, today), today)
    return Doses(
        rows=tuple(_dose_rows(claims, today)),
        has_bands=not knowledge.judge(TABLE.no_verdict_when).truth,
        rationale=statements_of([TABLE.rationale_field], claims, today),
        question=question_of(CRITERIA[FIELDS[TABLE.rationale_field].criterion]),
    )


def _staff_row(clinician: Clinician, today: date) -> StaffRow:
    parts = (clinician.credential, clinician.license_state, clinician.license_number)
    return StaffRow(
        role=visible(clinician.role),
        name=visible(clinician.name),
        license=visible(", ".join(filter(None, parts))),
        on_site=visible(clinician.on_site),
        known=how_known(clinician, today),
    )


def _dose_rows(claims: Claims, today: date) -> Iterator[DoseRow]:
    """A row for each route that is offered, or for which a number is given."""
    routes = claims.get(TABLE.routes_field)
    offered = set(routes.value) if routes else set()
    for band in TABLE.bands:
        fields = _dose_fields(band)
        has_numbers = any(field in claims for field in fields.values())
        if has_numbers or offered.intersection(band.offered_as):
            words = {name: _words(field, claims) for name, field in fields.items()}
            yield DoseRow(
                route=_route(band),
                start=words.get("start", ""),
                highest=words.get("highest", ""),
                minutes=words.get("minutes", ""),
                band=band,
                statements=statements_of(fields.values(), claims, today),
            )


def _dose_fields(band: DoseBand) -> dict[str, str]:
    highest = band.maximum_field or ""
    fields = {
        "start": highest.replace("_max_", "_start_"),
        "highest": highest,
        "minutes": MINUTES_FIELDS.get(band.route, ""),
    }
    if fields["start"] == highest or fields["start"] not in FIELDS:
        fields["start"] = ""
    return {name: field for name, field in fields.items() if field}


def _route(band: DoseBand) -> str:
    routes = FIELDS[TABLE.routes_field]
    return ", ".join(map(routes.value_label, band.offered_as))


def _words(field: str, claims: Claims) -> str:
    if field not in claims:
        return ""
    words = visible(claims[field].display_value)
    if claims[field].status == ClaimStatus.CONTRADICTED:
        return _("%(value)s, found untrue") % {"value": words}
    return words
