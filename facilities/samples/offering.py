"""What an invented clinic charges and replies, who works there, how to reach it."""

from datetime import date, timedelta
from random import Random

from facilities.enums import AddressPrecision, PhoneKind, PointPrecision, PriceKind
from facilities.samples.answering import SHARE_ANSWERED
from facilities.samples.checking import SHARE_CHECKED, draw_timing
from facilities.samples.clinic import (
    SampleAddress,
    SampleCheck,
    SampleClinician,
    SampleClosing,
    SamplePhone,
    SamplePrice,
    SampleReply,
)
from facilities.samples.planning import Plan
from facilities.samples.recipes import STAFF

STREETS = ("Sample Street", "Example Avenue", "Sample Road", "Placeholder Lane")
SHARE_WITH_SUITE = 0.5
SHARE_WITH_SECOND_PHONE = 0.3
SHARE_WITH_EXTENSION = 0.15
SCATTER = 0.03  # degrees: a couple of miles
ROUND_TO = 5  # dollars
CHECK_MONTHS = 6
UNLICENSED = {"peer_specialist"}


def prices_of(plan: Plan, today: date) -> tuple[SamplePrice, ...]:
    random = plan.random("prices")
    prices = []
    for kind, (low_from, low_to, high_from, high_to) in plan.archetype.prices.items():
        low = random.randrange(low_from, low_to + 1, ROUND_TO)
        high = random.randrange(high_from, high_to + 1, ROUND_TO)
        high = random.choice([low, high, high])
        check = _check(plan, random, "website_capture", today)
        if random.random() < SHARE_ANSWERED.get(plan.openness, 0):
            prices.append(SamplePrice(PriceKind(kind), low * 100, high * 100, check))
    return tuple(prices)


def clinicians_of(plan: Plan, today: date) -> tuple[SampleClinician, ...]:
    random = plan.random("staff")
    if random.random() >= SHARE_ANSWERED.get(plan.openness, 0):
        return ()
    is_remote = "home_only" in plan.traits
    is_checked = plan.case is None or plan.case.is_staff_checked
    rows = []
    for place, slug in enumerate(plan.team):
        person = STAFF[slug]
        on_site = person["on_site"] if place else "All session times"
        is_licensed = slug not in UNLICENSED
        kind = "state_license_lookup" if is_licensed else "staff_roster"
        check = _check(plan, random, kind, today)
        number = f"SAMPLE-{plan.number:04d}-{place + 1}"
        rows.append(
            SampleClinician(
                role=person["role"],
                credential=person["credential"],
                name="" if place else "Sample Clinician A",
                license_state=plan.place.state if is_licensed else "",
                license_number=number if is_licensed else "",
                on_site="By video" if is_remote else on_site,
                check=check if is_checked else None,
            )
        )
    return tuple(rows)


def _check(
    plan: Plan, random: Random, evidence_kind: str, today: date
) -> SampleCheck | None:
    check = draw_timing(random, evidence_kind, CHECK_MONTHS, plan.freshness)
    is_made = random.random() < SHARE_CHECKED[plan.checking]
    return check.on(today) if is_made else None


def address_of(plan: Plan) -> SampleAddress:
    place, random = plan.place, plan.random("address")
    if "home_only" in plan.traits:
        return SampleAddress(state=place.state)
    if plan.case is not None and plan.case.is_withheld:
        return SampleAddress(
            state=place.state,
            city=place.city,
            is_withheld=True,
            precision=AddressPrecision.CITY,
            latitude=place.latitude,
            longitude=place.longitude,
            point_precision=PointPrecision.CITY,
        )
    has_suite = random.random() < SHARE_WITH_SUITE
    return SampleAddress(
        state=place.state,
        city=place.city,
        street_1=f"{random.randint(1, 999)} {random.choice(STREETS)}",
        street_2=f"Suite {random.randint(1, 9) * 100}" if has_suite else "",
        postal_code=place.postal_code,
        precision=AddressPrecision.STREET,
        latitude=round(place.latitude + random.uniform(-SCATTER, SCATTER), 4),
        longitude=round(place.longitude + random.uniform(-SCATTER, SCATTER), 4),
        point_precision=PointPrecision.ADDRESS,
    )


def phones_of(plan: Plan, line: int) -> tuple[SamplePhone, ...]:
    """Numbers from 555-0100 to 555-0199, which belong to nobody."""
    random = plan.random("phones")
    has_extension = random.random() < SHARE_WITH_EXTENSION
    extension = str(random.randint(2, 98)) if has_extension else ""
    stem = f"+1{plan.place.area_code}555"
    main = SamplePhone(PhoneKind.MAIN, f"{stem}{100 + 2 * line:04d}", extension)
    if random.random() >= SHARE_WITH_SECOND_PHONE:
        return (main,)
    return (main, SamplePhone(PhoneKind.INTAKE, f"{stem}{101 + 2 * line:04d}"))


def website_of(plan: Plan) -> str:
    word = plan.name.split()[0].lower()
    domain = plan.random("website").choice(["example.org", "example.com", ""])
    if not domain and plan.case is None:
        return ""
    return f"https://{word}.{domain or 'example.org'}/"


def replies_of(plan: Plan, today: date) -> tuple[SampleReply, ...]:
    replies = plan.case.replies if plan.case else ()
    return tuple(
        SampleReply(each.flag, each.text, today - timedelta(days=each.days_ago))
        for each in replies
    )


def closing_of(plan: Plan, today: date) -> SampleClosing | None:
    closing = plan.case and plan.case.closing
    if not closing:
        return None
    on = today - timedelta(days=closing.days_ago)
    return SampleClosing(closing.is_permanent, on, closing.reason)
