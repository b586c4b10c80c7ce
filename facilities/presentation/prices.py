"""What a whole course costs, and what holds when plans change."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from facilities.criteria import FIELDS, ClaimStatus
from facilities.enums import PriceKind
from facilities.models import Facility, Price
from facilities.presentation.general import GeneralFact, general_fact
from facilities.presentation.how_known import how_known
from facilities.presentation.standing import Claims

SESSIONS, THERAPY_INCLUDED = "initial_course_sessions", "therapy_fee_included"
TERMS = (
    "good_faith_estimate",
    "cancellation_notice",
    "package_refund",
    "closure_plan",
)


@dataclass(frozen=True, slots=True)
class Total:
    """A sum of stated prices; it has what ``Price`` has to be shown."""

    low_cents: int
    high_cents: int
    currency: str


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """The price of a course that the clinic has not stated itself, and what is in it.

    It is as good as the statements that it is made of, and no better.
    """

    price: Total
    parts: str


@dataclass(frozen=True, slots=True)
class CoursePrice:
    """``course`` and ``terms`` are facts, said or not."""

    course: tuple[GeneralFact, ...]
    worked_out: WorkedOut | None
    terms: tuple[GeneralFact, ...]

    @property
    def has_gaps(self) -> bool:
        return any(fact.known is None for fact in self.course + self.terms)


def course_price(facility: Facility, claims: Claims, today: date) -> CoursePrice:
    prices = {price.kind: price for price in facility.prices.all()}
    return CoursePrice(
        course=tuple(_course(prices, claims, today)),
        worked_out=_worked_out(prices, claims),
        terms=tuple(general_fact(FIELDS[name], claims, today) for name in TERMS),
    )


def _course(
    prices: Mapping[str, Price], claims: Claims, today: date
) -> Iterator[GeneralFact]:
    yield _price(PriceKind.EVALUATION, prices, today)
    yield _price(PriceKind.SESSION, prices, today)
    yield general_fact(FIELDS[SESSIONS], claims, today)
    yield _price(PriceKind.INITIAL_COURSE, prices, today)
    yield _price(PriceKind.THERAPY_SESSION, prices, today)
    yield general_fact(FIELDS[THERAPY_INCLUDED], claims, today)


def _price(kind: PriceKind, prices: Mapping[str, Price], today: date) -> GeneralFact:
    price = prices.get(kind)
    if price is None:
        return GeneralFact(kind.label)
    return GeneralFact(kind.label, known=how_known(price, today), price=price)


def _worked_out(prices: Mapping[str, Price], claims: Claims) -> WorkedOut | None:
    """Nothing that was found untrue goes into a sum, nor is one put beside a price."""
    session, sessions = _usable(prices.get(PriceKind.SESSION)), claims.get(SESSIONS)
    evaluation = _usable(prices.get(PriceKind.EVALUATION))
    if prices.get(PriceKind.INITIAL_COURSE) or not session or not _usable(sessions):
        return None
    number = sessions.value
    low, high = number * session.low_cents, number * session.high_cents
    if evaluation and evaluation.currency == session.currency:
        total = Total(
            low + evaluation.low_cents,
            high + evaluation.high_cents,
            session.currency,
        )
        words = ngettext(
            "The first evaluation and %(n)d session",
            "The first evaluation and %(n)d sessions",
            number,
        )
    else:
        total = Total(low, high, session.currency)
        words = ngettext(
            "%(n)d session, without the first evaluation",
            "%(n)d sessions, without the first evaluation",
            number,
        )
    return WorkedOut(
        total, _("%(parts)s; no therapy") % {"parts": words % {"n": number}}
    )


def _usable(record):
    is_untrue = record and record.status == ClaimStatus.CONTRADICTED
    return None if is_untrue else record
