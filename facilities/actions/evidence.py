"""When a check may be recorded, and until when it stands."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext as _

from facilities.actions.changing import Refused
from facilities.criteria import EVIDENCE_TYPES, ClaimStatus, EvidenceType


def known_evidence(kind: str) -> EvidenceType:
    if kind not in EVIDENCE_TYPES:
        raise Refused(_("“%(kind)s” is not a kind of evidence.") % {"kind": kind})
    return EVIDENCE_TYPES[kind]


def last_day_of(check, *, label: str, months: int | None, on: date) -> date:
    """The last day on which a check made of this evidence stands, or a refusal.

    ``check`` has status, evidence_kind, source, checked_on and expires_on; ``months``
    is how long such evidence may confirm what ``label`` names, None for not at all.
    """
    evidence = known_evidence(check.evidence_kind)
    _refuse_status(check.status, evidence)
    if months is None:
        raise Refused(
            _("%(kind)s is not accepted as evidence for “%(label)s”.")
            % {"kind": evidence.title, "label": label}
        )
    if not check.source.strip():
        raise Refused(_("Name the source of this check."))
    if check.checked_on > on:
        raise Refused(_("A check cannot lie in the future."))
    limit = check.checked_on + relativedelta(months=months)
    last_day = min(check.expires_on or limit, limit)
    if last_day < check.checked_on + timedelta(days=1):
        raise Refused(_("A check must stand for at least a day."))
    return last_day


def _refuse_status(status: ClaimStatus, evidence: EvidenceType) -> None:
    if not status.counts_as_confirmed:
        raise Refused(
            _("A check ends in “document seen” or “confirmed at the source”.")
        )
    if (
        status == ClaimStatus.PRIMARY_SOURCE
        and evidence.highest_level != ClaimStatus.PRIMARY_SOURCE
    ):
        raise Refused(
            _("%(kind)s can be seen, not confirmed at the source.")
            % {"kind": evidence.title}
        )
