"""Who said a fact, how it was checked, when and until when: one sentence for each."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from facilities.criteria import ClaimStatus
from facilities.enums import Origin
from facilities.models.provenance import Provenance
from facilities.presentation.visible import visible

NO_BREAK_SPACE = "\u00a0"
# A visit is not a document, though it confirms as much as one.
VISIT = "site_visit"
KINDS = {
    ClaimStatus.ATTESTED: "stated",
    ClaimStatus.DOCUMENT_SEEN: "verified",
    ClaimStatus.PRIMARY_SOURCE: "verified",
    ClaimStatus.LAPSED: "lapsed",
    ClaimStatus.CONTRADICTED: "contradicted",
}


@dataclass(frozen=True, slots=True)
class HowKnown:
    """``lead`` and ``rest`` are one sentence, without a full stop.

    ``short`` is for tables.
    """

    level: ClaimStatus
    origin: str
    edition: int | None
    stated_on: date
    evidence_kind: str = ""
    source: str = ""
    verified_on: date | None = None
    expires_on: date | None = None

    @property
    def kind(self) -> str:
        return KINDS[self.level]

    @property
    def seal(self) -> str:
        return "document" if self.level == ClaimStatus.DOCUMENT_SEEN else self.kind

    @property
    def lead(self) -> str:
        return _LEADS[self.level](self)

    @property
    def rest(self) -> str:
        return _RESTS[self.level](self) + self._aside

    @property
    def sentence(self) -> str:
        return self.lead + self.rest

    @property
    def _aside(self) -> str:
        """Who said at first what was checked since."""
        if self.level == ClaimStatus.ATTESTED:
            return ""
        if self.origin == Origin.PROVIDER:
            words = _(" (stated by the clinic %(day)s)")
            return words % {"day": day_words(self.stated_on)}
        return _(" (looked up by a moderator)")

    @property
    def short(self) -> str:
        return _SHORTS[self.level](self)


def how_known(
    record: Provenance, today: date, level: ClaimStatus | None = None
) -> HowKnown:
    """How a claim, a price or a clinician is known, as it stands today.

    ``level`` may be lower than the record's own: evidence that only shows who somebody
    is never confirms a criterion.
    """
    return HowKnown(
        level or record.status_on(today),
        record.origin,
        record.edition,
        record.stated_on,
        record.evidence_kind,
        record.source,
        record.verified_on,
        record.expires_on,
    )


def stated(origin: str, edition: int | None, stated_on: date) -> HowKnown:
    """How something is known that somebody says and nobody has checked."""
    return HowKnown(ClaimStatus.ATTESTED, origin, edition, stated_on)


def day_words(day: date) -> str:
    """12 Mar 2026, on one line."""
    return _date_words(day, "j M Y", get_language())


def month_words(day: date) -> str:
    """Mar 2027, on one line."""
    return _date_words(day, "M Y", get_language())


@lru_cache(maxsize=5000)
def _date_words(day: date, form: str, _language: str | None) -> str:
    return date_format(day, form).replace(" ", NO_BREAK_SPACE)


def _checked_day(known: HowKnown) -> dict[str, str]:
    return {"day": day_words(known.verified_on)}


def _check(known: HowKnown) -> dict[str, str]:
    return {
        "day": day_words(known.verified_on),
        "source": visible(known.source).rstrip("."),
        "due": month_words(known.expires_on),
    }


def _lapsed_day(known: HowKnown) -> dict[str, str]:
    """The first day on which the check no longer stands."""
    return {"day": day_words(known.expires_on + timedelta(days=1))}


def _stated_lead(known: HowKnown) -> str:
    leads = {
        Origin.SAMHSA: _("Reported to SAMHSA"),
        Origin.MODERATOR: _("Found by a moderator"),
    }
    return leads.get(known.origin) or _("Stated by the clinic")


def _stated_rest(known: HowKnown) -> str:
    if known.origin == Origin.SAMHSA:
        words = _(" in its %(year)d directory, not checked by us")
        return words % {"year": known.edition}
    if known.origin == Origin.MODERATOR:
        words = _(" %(day)s, not checked against a source")
        return words % {"day": day_words(known.stated_on)}
    return f" {day_words(known.stated_on)}"


def _stated_short(known: HowKnown) -> str:
    if known.origin == Origin.SAMHSA:
        return _("SAMHSA %(year)d") % {"year": known.edition}
    is_found = known.origin == Origin.MODERATOR
    words = _("Found %(day)s") if is_found else _("Stated %(day)s")
    return words % {"day": day_words(known.stated_on)}


def _seen_lead(known: HowKnown) -> str:
    is_visit = known.evidence_kind == VISIT
    words = _("Seen on a visit %(day)s") if is_visit else _("Document seen %(day)s")
    return words % _checked_day(known)


_LEADS = {
    ClaimStatus.ATTESTED: _stated_lead,
    ClaimStatus.PRIMARY_SOURCE: lambda known: (
        _("Verified %(day)s") % _checked_day(known)
    ),
    ClaimStatus.DOCUMENT_SEEN: _seen_lead,
    ClaimStatus.LAPSED: lambda known: _("Lapsed on %(day)s") % _lapsed_day(known),
    ClaimStatus.CONTRADICTED: lambda known: (
        _("Contradicted on %(day)s") % _checked_day(known)
    ),
}
_RESTS = {
    ClaimStatus.ATTESTED: _stated_rest,
    ClaimStatus.PRIMARY_SOURCE: lambda known: (
        _(" against %(source)s; due again %(due)s") % _check(known)
    ),
    ClaimStatus.DOCUMENT_SEEN: lambda known: (
        _(": %(source)s; due again %(due)s") % _check(known)
    ),
    ClaimStatus.LAPSED: lambda known: (
        _("; last confirmed %(day)s: %(source)s") % _check(known)
    ),
    ClaimStatus.CONTRADICTED: lambda known: _(" by %(source)s") % _check(known),
}
_SHORTS = {
    ClaimStatus.ATTESTED: _stated_short,
    ClaimStatus.PRIMARY_SOURCE: _LEADS[ClaimStatus.PRIMARY_SOURCE],
    ClaimStatus.DOCUMENT_SEEN: lambda known: (
        _("Document seen %(day)s") % _checked_day(known)
    ),
    ClaimStatus.LAPSED: lambda known: _("Lapsed %(day)s") % _lapsed_day(known),
    ClaimStatus.CONTRADICTED: lambda known: (
        _("Contradicted %(day)s") % _checked_day(known)
    ),
}
