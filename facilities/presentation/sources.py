"""Where what stands on a clinic's page is from."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from facilities.criteria import EVIDENCE_TYPES, FIELDS, REFERENCES, Reference
from facilities.criteria.schema import SourceCheck
from facilities.enums import Origin
from facilities.models import Facility
from facilities.models.provenance import Provenance
from facilities.presentation.off_label import SOURCES as OFF_LABEL_SOURCES
from facilities.presentation.offers import Doses
from facilities.presentation.standing import Claims
from facilities.presentation.visible import visible

SAYERS: Mapping[str, str | Promise] = {
    Origin.PROVIDER: _("The clinic's own answers"),
    Origin.MODERATOR: _("Looked up by a moderator"),
    Origin.SAMHSA: _("Reported to SAMHSA by the clinic"),
}
HOW_READ: Mapping[SourceCheck, str | Promise] = {
    SourceCheck.PRIMARY: _("The source itself was read."),
    SourceCheck.RECORD: _("An abstract or an account of it was read."),
    SourceCheck.MEMORY: _("Not read again for this page."),
}


@dataclass(frozen=True, slots=True)
class Source:
    """``facts`` of the page rest on it, the ``latest`` of that day."""

    name: str | Promise
    facts: int
    latest: date


@dataclass(frozen=True, slots=True)
class Published:
    """A published source of what this site says itself."""

    reference: Reference
    how_read: str | Promise


@dataclass(frozen=True, slots=True)
class Sources:
    """``said``: who said the facts. ``checked``: what they were checked against."""

    said: tuple[Source, ...]
    checked: tuple[Source, ...]
    published: tuple[Published, ...]


def sources_of(facility: Facility, claims: Claims, doses: Doses) -> Sources:
    records = list(_records(facility, claims))
    said = _counted((SAYERS[each.origin], each.stated_on) for each in records)
    checked = _counted(
        (_name(each), each.verified_on) for each in records if each.verified_on
    )
    return Sources(said, checked, tuple(_published(doses)))


def _records(facility: Facility, claims: Claims) -> Iterator[Provenance]:
    public = (claim for claim in claims.values() if FIELDS[claim.field].is_public)
    return chain(public, facility.prices.all(), facility.clinicians.all())


def _counted(named: Iterable[tuple[str | Promise, date]]) -> tuple[Source, ...]:
    """The source of most facts first."""
    days: dict[str | Promise, list[date]] = {}
    for name, day in named:
        days.setdefault(name, []).append(day)
    sources = (Source(name, len(each), max(each)) for name, each in days.items())
    return tuple(sorted(sources, key=lambda source: (-source.facts, str(source.name))))


def _name(record: Provenance) -> str:
    kind = EVIDENCE_TYPES.get(record.evidence_kind)
    source = visible(record.source).rstrip(".")
    if kind is None or kind.title in source:
        return source
    return f"{kind.title}: {source}"


def _published(doses: Doses) -> Iterator[Published]:
    """Behind the statement on approval, and behind the bands that are shown."""
    bands = [row.band for row in doses.rows] if doses.has_bands else []
    behind_bands = chain.from_iterable(band.references for band in bands)
    for each in dict.fromkeys([*OFF_LABEL_SOURCES, *behind_bands]):
        reference = REFERENCES[each]
        yield Published(reference, HOW_READ[reference.checked])
