"""Facilities and claims for tests, made by the site's own actions."""

from datetime import UTC, date, datetime
from itertools import count

from directory.accounts.models import User
from facilities import actions
from facilities.criteria import ClaimStatus
from facilities.enums import AddressPrecision, Origin, PointPrecision

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
TODAY = NOON.date()
_numbers = count(1)


def a_user(**columns) -> User:
    columns.setdefault("email", f"person{next(_numbers)}@example.org")
    return User.objects.create_user(**columns)


def a_facility(*, is_published=True, is_sample=False, at=NOON, **details):
    """A clinic in Portland, Oregon, with nothing stated."""
    plain = {
        "name": f"Clinic {next(_numbers)}",
        "street_1": "12 Sample Street",
        "city": "Portland",
        "state": "OR",
        "postal_code": "97201",
        "precision": AddressPrecision.STREET,
        "latitude": 45.5,
        "longitude": -122.7,
        "point_precision": PointPrecision.ZIP,
    }
    facility = actions.add_facility(
        details=actions.FacilityDetails(**(plain | details)),
        origin=Origin.PROVIDER,
        by=None,
        at=at,
        is_sample=is_sample,
    )
    if is_published:
        facility = actions.publish(facility=facility, by=None, at=at)
    return facility


def state(facility, *, origin=Origin.PROVIDER, by=None, at=NOON, **values):
    return actions.state_claims(
        facility=facility, values=values, origin=origin, by=by, at=at
    )


def a_check(field, value, evidence_kind, **columns) -> actions.Check:
    plain = {
        "status": ClaimStatus.DOCUMENT_SEEN,
        "source": "paper shown to a moderator",
        "checked_on": TODAY,
    }
    return actions.Check(
        field=field, value=value, evidence_kind=evidence_kind, **(plain | columns)
    )


def verify(facility, field, value, evidence_kind, *, by=None, at=NOON, **columns):
    return actions.record_verified_claim(
        facility=facility,
        check=a_check(field, value, evidence_kind, **columns),
        by=by or a_user(),
        at=at,
    )


def contradict(facility, field, *, source="a visit", evidence_kind="site_visit"):
    """A moderator finds a statement untrue, at noon."""
    return actions.contradict_claim(
        facility=facility,
        field=field,
        evidence_kind=evidence_kind,
        source=source,
        by=a_user(),
        at=NOON,
    )


def days_from(day: date, days: int) -> date:
    return date.fromordinal(day.toordinal() + days)
