"""Facilities with everything that search reads, any of it, written row by row.

The rows need not follow from one another, as the actions would have it: what search
makes of them must be right all the same.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st

from directory.accounts.models import User
from facilities.criteria import CRITERIA, CriterionStatus
from facilities.enums import ListingStatus, Origin, PointPrecision, PriceKind
from facilities.geo.distance import Point
from facilities.models import Claim, CriterionResult, Facility, FacilityFlag, Price
from tests.factories import TODAY

SLUGS = list(CRITERIA)[:6]
STATES = ["OR", "CA", "AK", "PR"]
NAMES = [
    "Alma",
    "alma",
    "Élan",
    "ELAN",
    "Beta",
    "beta b",
    "Zeta",
    "",
    "\U0001d538lpha",
    "Ωmega",
]
# The same place twice, both sides of the 180th meridian, and close to a pole.
POINTS = [
    None,
    Point(45.5, -122.7),
    Point(45.5, -122.7),
    Point(45.6, -122.7),
    Point(45.9, -122.9),
    Point(34.05, -118.25),
    Point(52.0, 179.9),
    Point(52.0, -179.9),
    Point(89.9, 10.0),
    Point(-14.3, -170.7),
]
CHOICES = {
    "routes": ["iv", "im", "oral"],
    "dosing_setting": ["in_clinic", "hospital", "at_home_supervised"],
    "conditions_treated": ["ptsd", "ocd", "crps"],
    "age_groups": ["adults_18_64", "children"],
    "payment_types": ["self_pay", "medicare"],
    "languages": ["en", "es", "es-MX", "zh-Hant"],
    "accessibility": ["step_free_entry", "hearing_loop"],
    "populations": ["veterans", "lgbtq"],
    "telehealth": ["evaluation", "check_ins", "none"],
    "accepting_new_patients": ["newpt", "nopt"],
    "treats_mental_health": [True, False],
}
SINGLE = {"accepting_new_patients", "treats_mental_health"}
PRICES = [19_999, 20_000, 20_001, 40_000, 99_900, 100_000, 250_000]
LEVELS = ["attested", "document_seen", "primary_source", "lapsed", "contradicted"]
BANNER, OTHER_BANNER = "open-regulator-warning", "contradicted-claim"
NOTICE = "hidden-product-source"

days = st.sampled_from([-366, -365, -91, -90, -1, 0, 1, 2, 30, 400]).map(
    lambda number: TODAY + timedelta(days=number)
)
maybe_days = st.none() | days


@dataclass(frozen=True)
class Clinic:
    name: str = "Alma"
    state: str = "OR"
    point: tuple | None = None
    listing_status: str = ListingStatus.PUBLISHED
    claims: dict = field(default_factory=dict)
    prices: tuple = ()
    results: dict = field(default_factory=dict)
    flags: dict = field(default_factory=dict)


@st.composite
def claims(draw, name):
    choices = st.sampled_from(CHOICES[name])
    value = (
        draw(choices)
        if name in SINGLE
        else draw(st.lists(choices, min_size=1, unique=True))
    )
    status = draw(st.sampled_from(LEVELS))
    verified_on = draw(days.filter(lambda day: day <= TODAY))
    until = verified_on + timedelta(days=draw(st.sampled_from([1, 89, 90, 91, 500])))
    return {
        "value": value,
        "status": status,
        "verified_on": verified_on,
        "expires_on": until,
    }


stated = st.sampled_from([each for each in CriterionStatus if each != "not_stated"])
results = st.builds(
    lambda status, level, until, proven, proven_until: {
        "status": status.value,
        "level": level,
        "confirmed_until": until if level in LEVELS[1:3] else None,
        "confirmed_status": proven,
        "confirmed_status_until": proven_until if proven else None,
    },
    status=stated,
    level=st.sampled_from(LEVELS),
    until=maybe_days,
    proven=st.sampled_from(["", "meets", "partly_meets"]),
    proven_until=days,
)
clinics = st.builds(
    Clinic,
    name=st.sampled_from(NAMES),
    state=st.sampled_from(STATES),
    point=st.sampled_from(POINTS),
    listing_status=st.sampled_from(
        [ListingStatus.PUBLISHED] * 5 + [ListingStatus.DRAFT, ListingStatus.SUSPENDED]
    ),
    claims=st.fixed_dictionaries({}, optional={name: claims(name) for name in CHOICES}),
    prices=st.lists(
        st.tuples(
            st.sampled_from(PriceKind.values),
            st.sampled_from(PRICES),
            st.sampled_from(["USD", "EUR"]),
            st.sampled_from(LEVELS),
        ),
        unique_by=lambda price: price[0],
    ).map(tuple),
    results=st.dictionaries(st.sampled_from(SLUGS), results),
    flags=st.dictionaries(
        st.sampled_from([BANNER, OTHER_BANNER, NOTICE]),
        st.tuples(maybe_days, maybe_days),
    ),
)


@contextmanager
def rolled_back() -> Iterator[None]:
    """Whatever is written inside is undone: for each example of a property."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def plant(clinic: Clinic, *, facility: Facility | None = None) -> Facility:
    """Write a clinic, or write another one over it."""
    facility = facility or Facility()
    facility.slug = facility.slug or f"clinic-{Facility.objects.count()}-{id(facility)}"
    facility.name, facility.state = clinic.name, clinic.state
    facility.latitude, facility.longitude = clinic.point or (None, None)
    facility.point_precision = (
        PointPrecision.ADDRESS if clinic.point else PointPrecision.NONE
    )
    facility.listing_status = clinic.listing_status
    facility.published_at = timezone.now()
    facility.details_origin = Origin.PROVIDER
    facility.details_stated_on = TODAY
    facility.save()
    for model in (Claim, Price, CriterionResult, FacilityFlag):
        model.objects.filter(facility=facility).delete()
    _plant_rows(clinic, facility)
    return facility


def _plant_rows(clinic: Clinic, facility: Facility) -> None:
    checker = User.objects.get_or_create(email="checker@example.org")[0]
    Claim.objects.bulk_create(
        Claim(facility=facility, field=name, **_checked(columns, checker))
        for name, columns in clinic.claims.items()
    )
    Price.objects.bulk_create(
        Price(
            facility=facility,
            kind=kind,
            low_cents=cents,
            high_cents=cents + 1,
            currency=currency,
            **_checked({"status": status}, checker),
        )
        for kind, cents, currency, status in clinic.prices
    )
    CriterionResult.objects.bulk_create(
        CriterionResult(facility=facility, criterion=slug, **columns)
        for slug, columns in clinic.results.items()
    )
    FacilityFlag.objects.bulk_create(
        FacilityFlag(
            facility=facility,
            flag=flag,
            established_until=established_until,
            raised_until=raised_until,
        )
        for flag, (established_until, raised_until) in clinic.flags.items()
    )


def _checked(columns: dict, checker: User) -> dict:
    """The columns of provenance, as its constraints want them."""
    plain = {"origin": Origin.PROVIDER, "stated_on": TODAY}
    if columns["status"] == "attested":
        columns = columns | {"verified_on": None, "expires_on": None}
    else:
        plain |= {
            "evidence_kind": "paper",
            "source": "a paper",
            "verified_by": checker,
            "verified_on": TODAY,
            "expires_on": date(2030, 1, 1),
        }
    return plain | columns
