"""An invented clinic, whole: what is said about it and how each fact is known."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from facilities.criteria import ClaimStatus
from facilities.criteria.rules import Fact
from facilities.enums import AddressPrecision, PhoneKind, PointPrecision, PriceKind


@dataclass(frozen=True, slots=True)
class SampleCheck:
    """``expires_on`` is the last day on which the check stands; it may be past."""

    status: ClaimStatus
    evidence_kind: str
    source: str
    checked_on: date
    expires_on: date

    def status_on(self, day: date) -> ClaimStatus:
        if self.status.counts_as_confirmed and self.expires_on < day:
            return ClaimStatus.LAPSED
        return self.status


@dataclass(frozen=True, slots=True)
class SampleFact:
    """``stated_on`` is None for what a moderator found and no clinic is asked."""

    field: str
    value: Any
    stated_on: date | None
    check: SampleCheck | None

    def as_fact(self, day: date) -> Fact:
        """The fact as the rules read it on ``day``."""
        if self.check is None:
            return Fact(self.value, ClaimStatus.ATTESTED)
        return Fact(
            self.value,
            self.check.status_on(day),
            self.check.evidence_kind,
            self.check.expires_on,
        )


@dataclass(frozen=True, slots=True)
class SamplePrice:
    kind: PriceKind
    low_cents: int
    high_cents: int
    check: SampleCheck | None


@dataclass(frozen=True, slots=True)
class SampleClinician:
    role: str
    credential: str
    name: str
    license_state: str
    license_number: str
    on_site: str
    check: SampleCheck | None


@dataclass(frozen=True, slots=True)
class SamplePhone:
    kind: PhoneKind
    number: str
    extension: str = ""


@dataclass(frozen=True, slots=True)
class SampleAddress:
    """No finer than the public may see; a practice without a place has a state only."""

    state: str
    city: str = ""
    street_1: str = ""
    street_2: str = ""
    postal_code: str = ""
    is_withheld: bool = False
    precision: AddressPrecision = AddressPrecision.NONE
    latitude: float | None = None
    longitude: float | None = None
    point_precision: PointPrecision = PointPrecision.NONE


@dataclass(frozen=True, slots=True)
class SampleClosing:
    is_permanent: bool
    on: date
    reason: str


@dataclass(frozen=True, slots=True)
class SampleReply:
    flag: str
    text: str
    replied_on: date


@dataclass(frozen=True, slots=True)
class SampleClinic:
    """``kind`` is the slug of its recipe in ``recipes/archetypes.yaml``."""

    name: str
    kind: str
    address: SampleAddress
    phones: tuple[SamplePhone, ...]
    website: str
    stated_on: date
    facts: tuple[SampleFact, ...]
    prices: tuple[SamplePrice, ...]
    clinicians: tuple[SampleClinician, ...]
    replies: tuple[SampleReply, ...]
    closing: SampleClosing | None

    def facts_on(self, day: date) -> dict[str, Fact]:
        return {fact.field: fact.as_fact(day) for fact in self.facts}
