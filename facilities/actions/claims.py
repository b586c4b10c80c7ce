"""Stating, checking, contradicting, withdrawing and lapsing claims."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext as _

from facilities.actions.changing import Refused, changing, recorded
from facilities.actions.evidence import known_evidence, last_day_of
from facilities.actions.results import refresh_results, refresh_results_of
from facilities.criteria import (
    CRITERIA,
    FIELDS,
    ClaimStatus,
    confirmation_limit_months,
)
from facilities.criteria.schema import field_names
from facilities.enums import Origin
from facilities.models import Claim, Facility

CONTRADICTION_MONTHS = 12  # method.yaml: banner for 12 months


@dataclass(frozen=True, slots=True)
class Check:
    """What a moderator found for one field.

    ``checked_on`` is the day the evidence was seen. Without ``expires_on`` the check
    stands as long as the specification allows this evidence to; it is never longer.
    """

    field: str
    value: Any
    status: ClaimStatus
    evidence_kind: str
    source: str
    checked_on: date
    expires_on: date | None = None


def state_claim(*, facility: Facility, field: str, value: Any, origin, by, at) -> Claim:
    """Record what somebody says about one field. Raises InvalidValue or Refused."""
    [claim] = state_claims(
        facility=facility, values={field: value}, origin=origin, by=by, at=at
    )
    return claim


def state_claims(
    *, facility: Facility, values: Mapping[str, Any], origin: Origin, by, at: datetime
) -> list[Claim]:
    """Record what somebody says about several fields.

    A changed value drops that claim's check and no other; the same value keeps it.
    """
    day = at.date()
    cleaned = {
        field: _statable(field, origin).clean(value) for field, value in values.items()
    }
    with changing(facility, by=by, reason="claims stated") as locked:
        known = _known_claims(locked, cleaned)
        claims = [
            _stated(known.get(field) or Claim(facility=locked, field=field), value)
            for field, value in cleaned.items()
        ]
        for claim in claims:
            claim.origin, claim.edition = origin, None
            claim.stated_by, claim.stated_on = by, day
        _write(claims)
        refresh_results(locked, on=day)
    return claims


def record_verified_claim(*, facility: Facility, check: Check, by, at) -> Claim:
    """Record one checked fact. Raises InvalidValue or Refused."""
    [claim] = record_verified_claims(facility=facility, checks=[check], by=by, at=at)
    return claim


def record_verified_claims(
    *, facility: Facility, checks: Sequence[Check], by, at: datetime
) -> list[Claim]:
    """Record what a moderator checked, each with its evidence and last day."""
    cleaned = {
        check.field: (
            _checkable(check, at.date()),
            FIELDS[check.field].clean(check.value),
        )
        for check in checks
    }
    with changing(facility, by=by, reason="claims verified") as locked:
        known = _known_claims(locked, cleaned)
        claims = [
            _checked(
                known.get(field)
                or Claim(
                    facility=locked,
                    field=field,
                    origin=Origin.MODERATOR,
                    stated_by=by,
                    stated_on=check.checked_on,
                ),
                check,
                value,
                by,
            )
            for field, (check, value) in cleaned.items()
        ]
        _write(claims)
        refresh_results(locked, on=at.date())
    return claims


def contradict_claim(
    *, facility: Facility, field: str, evidence_kind: str, source: str, by, at: datetime
) -> Claim:
    """Record that evidence shows a stated claim to be untrue.

    The criterion reads "does not meet" and the flag stands for twelve months.
    """
    day = at.date()
    known_evidence(evidence_kind)
    with changing(facility, by=by, reason="claim contradicted") as locked:
        claim = Claim.objects.filter(facility=locked, field=field).first()
        if claim is None:
            raise Refused(_("Nothing is stated here, so nothing can be contradicted."))
        claim.status = ClaimStatus.CONTRADICTED.value
        claim.evidence_kind, claim.source = evidence_kind, source
        claim.verified_by, claim.verified_on = by, day
        claim.expires_on = day + relativedelta(months=CONTRADICTION_MONTHS)
        if claim.origin == Origin.SAMHSA:
            claim.origin, claim.edition = Origin.MODERATOR, None
        claim.save()
        refresh_results(locked, on=day)
    return claim


def withdraw_claim(*, facility: Facility, field: str, by, at: datetime) -> None:
    """Make a field "not stated" again. Its history stays."""
    with changing(facility, by=by, reason="claim withdrawn") as locked:
        known = _known_claims(locked, [field])
        for claim in known.values():
            _refuse_if_contradicted(claim, at.date())
            claim.delete()
        refresh_results(locked, on=at.date())


def lapse_overdue_claims(*, at: datetime) -> int:
    """Mark confirmed claims past their last day. Safe to run twice, also at once.

    The site reads the last day itself; this makes the lapse part of the history and
    drops what a contradiction that has run its time said.
    """
    day = at.date()
    with recorded(by=None, reason="verification lapsed"):
        due = list(Claim.objects.overdue(day).select_for_update(skip_locked=True))
        for claim in due:
            claim.status = ClaimStatus.LAPSED.value
        Claim.objects.bulk_update(due, ["status"], batch_size=1000)
        ended = list(
            Claim.objects.ended_contradictions(day).select_for_update(skip_locked=True)
        )
        Claim.objects.filter(pk__in=[claim.pk for claim in ended]).delete()
        refresh_results_of({claim.facility_id for claim in due + ended}, on=day)
    return len(due)


def _statable(field: str, origin: Origin):
    definition = FIELDS.get(field)
    if definition is None or definition.is_derived or definition.kept_as != "claim":
        raise Refused(_("“%(field)s” is not something to state.") % {"field": field})
    if definition.is_moderator_only and origin != Origin.MODERATOR:
        raise Refused(
            _("“%(label)s” is checked by moderators, not asked of the clinic.")
            % {"label": definition.label}
        )
    return definition


def _stated(claim: Claim, value: Any) -> Claim:
    if claim.pk and claim.value == value:
        return claim
    if claim.pk:
        _refuse_if_contradicted(claim, None)
    claim.value = value
    claim.status = ClaimStatus.ATTESTED.value
    claim.evidence_kind = claim.source = ""
    claim.verified_by = claim.verified_on = claim.expires_on = None
    return claim


def _refuse_if_contradicted(claim: Claim, day: date | None) -> None:
    """A contradicted statement cannot be washed away by stating something else."""
    has_ended = day is not None and claim.expires_on and claim.expires_on < day
    if claim.status == ClaimStatus.CONTRADICTED.value and not has_ended:
        raise Refused(
            _("“%(label)s” was found to be untrue. A moderator must look at it first.")
            % {"label": claim.definition.label}
        )


def _checkable(check: Check, day: date) -> Check:
    """The check with its last day settled, or a refusal that says what is wrong."""
    _statable(check.field, Origin.MODERATOR)
    last_day = last_day_of(
        check,
        label=FIELDS[check.field].label,
        months=_limit_months(check.field, check.evidence_kind),
        on=day,
    )
    return replace(check, source=check.source.strip(), expires_on=last_day)


def _limit_months(field: str, evidence_kind: str) -> int | None:
    """Evidence that only shows who somebody is confirms nothing that a rule reads."""
    criterion = CRITERIA.get(FIELDS[field].criterion)
    if criterion and field in field_names(*criterion.rules.values()):
        for entry in criterion.evidence:
            if entry.type == evidence_kind and entry.is_identity_only:
                return None
    return confirmation_limit_months(field, evidence_kind)


def _checked(claim: Claim, check: Check, value: Any, by) -> Claim:
    if claim.origin == Origin.SAMHSA:
        claim.origin, claim.edition = Origin.MODERATOR, None
        claim.stated_by, claim.stated_on = by, check.checked_on
    claim.value = value
    claim.status = check.status.value
    claim.evidence_kind, claim.source = check.evidence_kind, check.source
    claim.verified_by, claim.verified_on = by, check.checked_on
    claim.expires_on = check.expires_on
    return claim


def _known_claims(facility: Facility, fields: Iterable[str]) -> dict[str, Claim]:
    claims = Claim.objects.filter(facility=facility, field__in=list(fields))
    return {claim.field: claim for claim in claims}


def _write(claims: list[Claim]) -> None:
    known = [claim for claim in claims if claim.pk is not None]
    Claim.objects.bulk_create([claim for claim in claims if claim.pk is None])
    # One statement for all of them; bulk_update writes a CASE for each row and column.
    Claim.objects.bulk_create(
        known,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=WRITABLE,
    )


WRITABLE = [
    "value",
    "status",
    "origin",
    "edition",
    "stated_by",
    "stated_on",
    "evidence_kind",
    "source",
    "verified_by",
    "verified_on",
    "expires_on",
]
