"""Loading invented clinics, and removing them. They are marked ``is_sample``."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import ProtectedError, Q
from django.utils.translation import gettext as _

from facilities.actions.changing import Refused, recorded
from facilities.actions.claims import (
    Check,
    contradict_claim,
    record_verified_claims,
    state_claims,
)
from facilities.actions.listing import (
    FacilityDetails,
    PhoneLine,
    add_facility,
    close,
    publish,
)
from facilities.actions.offers import (
    StatedClinician,
    StatedPrice,
    state_clinicians,
    state_prices,
)
from facilities.actions.offers_check import OfferCheck, verify_offer
from facilities.actions.replies import record_flag_reply
from facilities.actions.results import refresh_results_of
from facilities.actions.search import mark_changed
from facilities.criteria import ClaimStatus
from facilities.enums import Origin
from facilities.models import (
    Claim,
    Clinician,
    Facility,
    FlagReply,
    ImportMatch,
    Phone,
    Price,
    ProblemReport,
)
from facilities.samples import (
    SampleCheck,
    SampleClinic,
    SampleFact,
    sample_clinics,
)

MODERATOR = "moderator"
PROVIDER = "provider"


@transaction.atomic
def load_samples(*, at: datetime, count: int = 150, beside_real: bool = False) -> int:
    """Add invented clinics; returns how many. Where samples are, nothing changes."""
    moderator, provider = _sample_user(MODERATOR), _sample_user(PROVIDER)
    if Facility.objects.samples().exists():
        return 0
    if not beside_real and Facility.objects.real().exists():
        raise Refused(
            _("There are real clinics here. Samples are not put beside them unasked.")
        )
    facilities = [
        _load(clinic, provider=provider, moderator=moderator, at=at)
        for clinic in sample_clinics(at.date(), count)
    ]
    refresh_results_of([facility.pk for facility in facilities], on=at.date())
    return len(facilities)


def remove_samples(*, by, at: datetime) -> int:  # noqa: ARG001 -- as every action
    """Delete every sample, and nothing else; returns how many. Their history stays."""
    with recorded(by=by, reason="samples removed"):
        samples = Facility.objects.samples().select_for_update()
        ids = list(samples.values_list("pk", flat=True))
        for model in (Claim, Price, Clinician, Phone, FlagReply, ProblemReport):
            model.objects.filter(facility__in=ids).delete()
        ImportMatch.objects.filter(Q(facility__in=ids) | Q(other__in=ids)).delete()
        try:
            Facility.objects.filter(pk__in=ids).delete()
        except ProtectedError as error:
            kinds = {str(each._meta.verbose_name) for each in error.protected_objects}  # noqa: SLF001
            raise Refused(
                _("Samples are still in use by: %(kinds)s. Remove those first.")
                % {"kinds": ", ".join(sorted(kinds))}
            ) from error
        mark_changed(ids)
    return len(ids)


def _sample_user(role: str):
    """Somebody who cannot sign in, under a row lock: two loads take turns."""
    users = get_user_model().objects
    email = f"sample.{role}@example.org"
    users.get_or_create(
        email=email,
        defaults={
            "first_name": "Sample",
            "last_name": role,
            "password": make_password(None),
            "is_active": False,
        },
    )
    return users.select_for_update().get(email=email)


def _load(clinic: SampleClinic, *, provider, moderator, at: datetime) -> Facility:
    stated_at = _noon(clinic.stated_on)
    facility = add_facility(
        details=_details(clinic),
        origin=Origin.PROVIDER,
        by=provider,
        at=stated_at,
        is_sample=True,
    )
    _state(facility, clinic.facts, by=provider)
    _verify(facility, clinic.facts, by=moderator, at=at)
    _contradict(facility, clinic.facts, by=moderator)
    _offer(facility, clinic, provider=provider, moderator=moderator, at=at)
    for reply in clinic.replies:
        record_flag_reply(
            facility=facility,
            flag=reply.flag,
            text=reply.text,
            replied_on=reply.replied_on,
            by=moderator,
            at=at,
        )
    publish(facility=facility, by=moderator, at=stated_at)
    if clinic.closing:
        close(
            facility=facility,
            on=clinic.closing.on,
            reason=clinic.closing.reason,
            by=moderator,
            is_permanent=clinic.closing.is_permanent,
        )
    return facility


def _details(clinic: SampleClinic) -> FacilityDetails:
    address = clinic.address
    return FacilityDetails(
        name=clinic.name,
        state=address.state,
        city=address.city,
        street_1=address.street_1,
        street_2=address.street_2,
        postal_code=address.postal_code,
        is_address_withheld=address.is_withheld,
        precision=address.precision,
        latitude=address.latitude,
        longitude=address.longitude,
        point_precision=address.point_precision,
        website=clinic.website,
        phones=tuple(
            PhoneLine(number=phone.number, extension=phone.extension, kind=phone.kind)
            for phone in clinic.phones
        ),
    )


def _state(facility: Facility, facts: Iterable[SampleFact], *, by) -> None:
    """What the clinic says; what only moderators find has no day of statement."""
    by_day: dict[date, dict] = {}
    for fact in facts:
        if fact.stated_on:
            by_day.setdefault(fact.stated_on, {})[fact.field] = fact.value
    for day, values in sorted(by_day.items()):
        state_claims(
            facility=facility,
            values=values,
            origin=Origin.PROVIDER,
            by=by,
            at=_noon(day),
        )


def _verify(facility: Facility, facts: Iterable[SampleFact], *, by, at) -> None:
    checks = [_check(fact) for fact in facts if _is_confirmed(fact)]
    record_verified_claims(facility=facility, checks=checks, by=by, at=at)


def _is_confirmed(fact: SampleFact) -> bool:
    return fact.check is not None and fact.check.status.counts_as_confirmed


def _check(fact: SampleFact) -> Check:
    return Check(
        field=fact.field,
        value=fact.value,
        status=fact.check.status,
        evidence_kind=fact.check.evidence_kind,
        source=fact.check.source,
        checked_on=fact.check.checked_on,
        expires_on=fact.check.expires_on,
    )


def _contradict(facility: Facility, facts: Iterable[SampleFact], *, by) -> None:
    for fact in facts:
        if fact.check and fact.check.status == ClaimStatus.CONTRADICTED:
            contradict_claim(
                facility=facility,
                field=fact.field,
                evidence_kind=fact.check.evidence_kind,
                source=fact.check.source,
                by=by,
                at=_noon(fact.check.checked_on),
            )


def _offer(
    facility: Facility, clinic: SampleClinic, *, provider, moderator, at: datetime
) -> None:
    stated_at = _noon(clinic.stated_on)
    prices = state_prices(
        facility=facility, prices=_prices(clinic), by=provider, at=stated_at
    )
    clinicians = state_clinicians(
        facility=facility, clinicians=_clinicians(clinic), by=provider, at=stated_at
    )
    stated = [*clinic.prices, *clinic.clinicians]
    for row, sample in zip([*prices, *clinicians], stated, strict=True):
        if sample.check:
            check = _offer_check(sample.check)
            verify_offer(row=row, check=check, by=moderator, at=at)


def _prices(clinic: SampleClinic) -> list[StatedPrice]:
    return [
        StatedPrice(price.kind, price.low_cents, price.high_cents)
        for price in clinic.prices
    ]


def _clinicians(clinic: SampleClinic) -> list[StatedClinician]:
    return [
        StatedClinician(
            role=person.role,
            credential=person.credential,
            name=person.name,
            license_state=person.license_state,
            license_number=person.license_number,
            on_site=person.on_site,
        )
        for person in clinic.clinicians
    ]


def _offer_check(check: SampleCheck) -> OfferCheck:
    return OfferCheck(
        status=check.status,
        evidence_kind=check.evidence_kind,
        source=check.source,
        checked_on=check.checked_on,
        expires_on=check.expires_on,
    )


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)
