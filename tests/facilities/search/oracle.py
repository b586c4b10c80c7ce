"""Search by looking at every row, slowly: what the index must agree with."""

import math
from collections import Counter
from datetime import date

from django.db.models.functions import Collate, Lower

from facilities.criteria import CRITERIA, RED_FLAGS
from facilities.models import Facility
from facilities.search import Order, Question

CONFIRMED = {"document_seen", "primary_source"}
SETTINGS = {
    "in_clinic": "clinic",
    "hospital": "hospital",
    "at_home_supervised": "home",
    "at_home_unsupervised": "home",
}
FIELDS = {
    "route": "routes",
    "condition": "conditions_treated",
    "age": "age_groups",
    "payment": "payment_types",
    "accessibility": "accessibility",
    "population": "populations",
}
CORE = [slug for slug, criterion in CRITERIA.items() if criterion.is_core]
CEILINGS = (200, 300, 400, 500, 750, 1000)


class Seen:
    """One facility, and what can be said of it on a day."""

    def __init__(self, facility: Facility, place_by_name: int, day: date):
        self.facility, self.pk, self.day = facility, facility.pk, day
        self.place_by_name = place_by_name
        self.claims = {
            claim.field: claim
            for claim in facility.claims.all()
            if claim.status != "contradicted"
        }
        self.results = {each.criterion: each for each in facility.results.all()}
        self.values = self._values()

    def said(self, field: str) -> set[str]:
        return set(self.claims[field].value) if field in self.claims else set()

    def _values(self) -> dict[str, set[str]]:
        accepting = self.claims.get("accepting_new_patients")
        values = {group: self.said(field) for group, field in FIELDS.items()}
        return values | {
            "state": {self.facility.state},
            "setting": {SETTINGS[each] for each in self.said("dosing_setting")},
            "language": {tag.split("-")[0] for tag in self.said("languages")},
            "telehealth": self.said("telehealth") - {"none"},
            "accepting": {"newpt"} if accepting and accepting.value == "newpt" else (
                set()
            ),
            "price": self._price(),
            "checked": self._checked(),
        }  # fmt: skip

    def _price(self):
        lows = [
            price.low_cents
            for price in self.facility.prices.all()
            if (price.kind, price.currency) == ("session", "USD")
            and price.status != "contradicted"
        ]
        return {str(most) for most in CEILINGS if lows and min(lows) <= most * 100}

    @property
    def checked_on(self) -> date | None:
        """The day of the latest check that still stands."""
        standing = [
            claim.verified_on
            for claim in self.claims.values()
            if claim.status in CONFIRMED and claim.expires_on >= self.day
        ]
        return max(standing, default=None)

    def _checked(self):
        if self.checked_on is None:
            return set()
        age = (self.day - self.checked_on).days
        return {str(days) for days in (90, 180, 365) if age <= days}

    def accepted(self, question: Question) -> set[str]:
        partly = {"partly_meets"} if question.is_partly_enough else set()
        return {"meets"} | partly

    def is_confirmed(self, slug: str) -> bool:
        until = self.results[slug].confirmed_until
        return until is not None and until >= self.day

    def meets(self, slug: str, question: Question) -> bool:
        result = self.results.get(slug)
        if not result or result.status not in self.accepted(question):
            return False
        return self.is_confirmed(slug) or not question.is_confirmed_only

    def proven(self, slug: str) -> str:
        """What confirmed facts say by themselves."""
        result = self.results.get(slug)
        until = result and result.confirmed_status_until
        return result.confirmed_status if until and until >= self.day else ""

    def is_surely_met(self, slug: str, question: Question) -> bool:
        accepted = self.accepted(question)
        result = self.results[slug]
        return self.proven(slug) in accepted or (
            result.status in accepted and self.is_confirmed(slug)
        )

    @property
    def is_flagged(self) -> bool:
        return any(
            RED_FLAGS[flag.flag].display == "banner"
            and flag.is_established_on(self.day)
            and flag.is_raised_on(self.day)
            for flag in self.facility.flags.all()
        )

    def miles(self, question: Question) -> float:
        """By the haversine formula; infinite where one of the points is not known."""
        if question.point is None or self.facility.latitude is None:
            return math.inf
        latitudes = [math.radians(question.point[0])]
        latitudes += [math.radians(self.facility.latitude)]
        north = (latitudes[1] - latitudes[0]) / 2
        east = math.radians(self.facility.longitude - question.point[1]) / 2
        half = math.sin(north) ** 2
        half += math.cos(latitudes[0]) * math.cos(latitudes[1]) * math.sin(east) ** 2
        return round(2 * 3958.7613 * math.asin(min(1, math.sqrt(half))), 6)


class Oracle:
    def __init__(self, day: date):
        rows = (
            Facility.objects.published()
            .prefetch_related("claims", "results", "flags", "prices")
            .order_by(Collate(Lower("name"), "C"), "pk")
        )
        self.seen = [Seen(row, place, day) for place, row in enumerate(rows)]

    def found(self, question: Question, *, without: str = "") -> list[Seen]:
        return [each for each in self.seen if self._is_found(each, question, without)]

    def _is_found(self, each: Seen, question: Question, without: str) -> bool:
        if question.text is not None and each.pk not in set(question.text):
            return False
        has_radius = question.radius is not None and without != "radius"
        if has_radius and each.miles(question) > question.radius:
            return False
        chosen = {
            group: values
            for group, values in question.choices.items()
            if values and group != without
        }
        return all(each.meets(slug, question) for slug in question.must) and all(
            each.values[group] & values for group, values in chosen.items()
        )

    def block(self, each: Seen, question: Question) -> int:
        if each.is_flagged:
            return 2
        return int(
            not all(each.is_surely_met(slug, question) for slug in question.must)
        )

    def in_order(self, question: Question) -> list[Seen]:
        return sorted(self.found(question), key=lambda each: self.key(each, question))

    def key(self, each: Seen, question: Question) -> tuple:
        block = (self.block(each, question),)
        name = (each.place_by_name,)
        if question.order == Order.NAME:
            return block + name
        if question.order == Order.CHECKED:
            checked_on = each.checked_on or date(1970, 1, 1)
            return (*block, -checked_on.toordinal(), *name)
        distance = (each.miles(question),) if question.point else ()
        if question.order == Order.DISTANCE:
            return block + distance + name
        criteria = set(question.criteria or question.must or CORE)
        proven = Counter(each.proven(slug) for slug in criteria)
        match = (-proven["meets"], -proven["partly_meets"])
        return block + match + distance + name

    def counts(self, question: Question, group: str) -> Counter:
        return Counter(
            value
            for each in self.found(question, without=group)
            for value in each.values[group]
        )

    def criteria_counts(self, question: Question) -> Counter:
        found = self.found(question)
        return Counter(
            slug for each in found for slug in CRITERIA if each.meets(slug, question)
        )
