"""What the list says about one facility."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from facilities.criteria import FIELDS, ClaimStatus, CriterionStatus
from facilities.criteria.rules import unanswered_safety_questions
from facilities.enums import Origin, PointPrecision, PriceKind
from facilities.models import Claim, CriterionResult, Facility, Price


@dataclass(frozen=True)
class Card:
    """From rows that are already fetched."""

    facility: Facility
    today: date
    miles: float | None = None

    @property
    def is_point_of_city(self) -> bool:
        """The distance is to the middle of the city: no finer point is public."""
        return self.facility.point_precision == PointPrecision.CITY

    @cached_property
    def claims(self) -> dict[str, Claim]:
        return {claim.field: claim for claim in self.facility.claims.all()}

    @property
    def price(self) -> Price | None:
        """Of one session, unless it was found to be untrue."""
        prices = {price.kind: price for price in self.facility.prices.all()}
        return self._usable(prices.get(PriceKind.SESSION))

    @property
    def routes(self) -> Claim | None:
        """How ketamine is given, unless that was found to be untrue."""
        return self._usable(self.claims.get("routes"))

    @property
    def route_names(self) -> list[str]:
        return [FIELDS["routes"].value_label(value) for value in self.routes.value]

    @property
    def samhsa_edition(self) -> int | None:
        """The edition that says SAMHSA was told of ketamine infusion."""
        claim = self.claims.get("samhsa_codes")
        is_told = claim and claim.origin == Origin.SAMHSA and "KIT" in claim.value
        return claim.edition if is_told else None

    @property
    def unanswered(self) -> int:
        facts = {name: claim.as_fact(self.today) for name, claim in self.claims.items()}
        return len(unanswered_safety_questions(facts))

    @cached_property
    def answers(self) -> list[CriterionResult]:
        """The results of the criteria that apply here."""
        return [
            result
            for result in self.facility.results.all()
            if result.status != CriterionStatus.NOT_APPLICABLE
        ]

    @property
    def not_applying(self) -> int:
        return len(self.facility.results.all()) - len(self.answers)

    @property
    def verified(self) -> int:
        return sum(result.is_confirmed_on(self.today) for result in self.answers)

    @property
    def lapsed(self) -> int:
        levels = [result.level_on(self.today) for result in self.answers]
        return levels.count(ClaimStatus.LAPSED)

    @property
    def latest(self) -> date | None:
        """The day of the latest check that still stands."""
        days = [
            claim.verified_on
            for claim in self.claims.values()
            if claim.is_confirmed_on(self.today)
        ]
        return max(days, default=None)

    def _usable(self, record):
        is_untrue = record and record.status == ClaimStatus.CONTRADICTED
        return None if is_untrue else record
