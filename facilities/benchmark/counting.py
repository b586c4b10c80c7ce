"""How many facilities each choice of a search would leave, counted by the database.

With few queries, each grouped. The index is measured against it, and judged by it.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from facilities.geo.distance import squared_chord
from facilities.matching import (
    Terms,
    claims_of,
    latest_check,
    matching,
    met_results,
    session_prices,
    squared_chord_from,
)
from facilities.search import (
    CHECKED_WITHIN_DAYS,
    CLAIMED,
    PRICE_CEILINGS,
    RADIUS_CHOICES,
    key_of_claim,
)

Values = Mapping[str, list[str]]
SWITCHES = {"confirmed": "is_confirmed_only", "partly": "is_partly_enough"}
ANY = "any"


@dataclass(frozen=True, slots=True)
class Counting:
    """Counts for one search over some facilities, by the plain queries of it."""

    terms: Terms
    facilities: QuerySet
    today: date

    def rows(self, queryset):
        return queryset.using(self.facilities.db)

    def found(self, **changes):
        terms = replace(self.terms, **changes)
        return matching(terms, self.facilities, self.today).order_by()

    def without(self, group: str):
        choices = {name: v for name, v in self.terms.choices.items() if name != group}
        return self.found(choices=choices)

    def number(self, **changes) -> int:
        return self.found(**changes).count()

    def with_switch(self, total: int, name: str) -> int:
        """A switch changes nothing while no criterion is asked for."""
        if getattr(self.terms, name) or not self.terms.must:
            return total
        return self.number(**{name: True})

    def states(self) -> Counter:
        """Of every state with a listed facility, also those where nothing is found."""
        found = Q(pk__in=self.without("state").values("pk"))
        listed = self.facilities.order_by().values_list("state")
        return Counter(dict(listed.annotate(number=Count("pk", filter=found))))

    def claimed(self) -> dict[str, Counter]:
        """One query for all groups that nothing is chosen of, one for each other."""
        chosen = [group for group in CLAIMED if group in self.terms.choices]
        others = [group for group in CLAIMED if group not in chosen]
        counts = {group: Counter() for group in CLAIMED}
        self._count_claims(counts, others, self.found())
        for group in chosen:
            self._count_claims(counts, [group], self.without(group))
        return counts

    def _count_claims(self, counts, groups, found) -> None:
        group_of = {CLAIMED[group]: group for group in groups}
        claims = self.rows(claims_of(group_of)).filter(facility__in=found.values("pk"))
        said = claims.order_by().values_list("field", "value")
        for name, stored, number in said.annotate(number=Count("pk")):
            for group, value in _keys(name, stored):
                counts[group][value] += number

    def prices(self) -> Counter:
        found = self.without("price").values("pk")
        rows = self.rows(session_prices()).filter(facility__in=found)
        return _numbers(
            rows, {each: Q(low_cents__lte=100 * each) for each in PRICE_CEILINGS}
        )

    def checks(self) -> Counter:
        rows = self.without("checked").annotate(latest=latest_check(self.today))
        earliest = {
            days: self.today - timedelta(days=days) for days in CHECKED_WITHIN_DAYS
        }
        return _numbers(
            rows, {days: Q(latest__gte=day) for days, day in earliest.items()}
        )

    def criteria(self) -> Counter:
        met = self.rows(met_results(self.terms, self.today))
        rows = met.filter(facility__in=self.found().values("pk")).order_by()
        return Counter(dict(rows.values_list("criterion").annotate(Count("pk"))))

    def radii(self) -> Counter:
        if self.terms.point is None:
            return Counter()
        apart = {each: Q(apart__lte=squared_chord(each)) for each in RADIUS_CHOICES}
        found = self.found(radius=None)
        rows = found.annotate(apart=squared_chord_from(self.terms.point))
        return _numbers(rows, apart | {ANY: Q(pk__isnull=False)})

    def switches(self) -> Counter:
        total = self.number()
        return Counter(
            {name: self.with_switch(total, switch) for name, switch in SWITCHES.items()}
        )

    def by_group(self) -> dict[str, Counter]:
        return self.claimed() | {
            "state": self.states(),
            "price": self.prices(),
            "checked": self.checks(),
            "must": self.criteria(),
            "radius": self.radii(),
            "switches": self.switches(),
        }

    def by_value(self, values: Values) -> dict[str, Counter]:
        """With one count for each value, as django-filter is most often used."""
        return {
            group: Counter({value: self._with(group, value) for value in each})
            for group, each in values.items()
        }

    def _with(self, group: str, value: str) -> int:
        terms = self.terms
        if group == "switches":
            return self.number(**{SWITCHES[value]: True})
        if group == "must":
            return self.number(must=tuple({*terms.must, value}))
        if group == "radius":
            radius = None if value == ANY else float(value)
            return self.number(radius=radius) if terms.point else 0
        return self.number(choices=terms.choices | {group: frozenset([value])})


def _keys(field: str, stored) -> set[tuple[str, str]]:
    """The groups and values that a stored value counts for."""
    values = stored if isinstance(stored, list) else [stored]
    return {key for each in values if (key := key_of_claim(field, each))}


def _numbers(rows, conditions: Mapping[int | str, Q]) -> Counter:
    counted = {
        f"of_{name}": Count("pk", filter=condition)
        for name, condition in conditions.items()
    }
    numbers = rows.aggregate(**counted)
    return Counter({str(name): numbers[f"of_{name}"] for name in conditions})
