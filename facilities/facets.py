"""How many facilities each choice of a search would leave.

Counted by the database, with few queries. A group joined by "or" is counted with its
own selection left out.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from facilities.geo.distance import squared_chord
from facilities.matching import (
    CLAIMED,
    SETTINGS,
    Terms,
    claims_of,
    latest_check,
    matching,
    met_results,
    session_prices,
    squared_chord_from,
)

RANGED = ("price", "checked", "radius")
SETTING_OF = {stored: value for value, each in SETTINGS.items() for stored in each}


@dataclass(frozen=True, slots=True)
class Counts:
    """Facilities for each value that could be chosen; 0 for those not named.

    ``radius`` has a number for each radius in miles, and for None, any distance; it is
    empty where there is no point.
    """

    total: int
    confirmed: int
    partly: int
    groups: Mapping[str, Counter] = field(default_factory=dict)
    must: Counter = field(default_factory=Counter)
    radius: Mapping[int | None, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Counting:
    """Counts for one search over some facilities, by the plain queries of it."""

    terms: Terms
    facilities: QuerySet
    today: date

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
        claims = claims_of(group_of).filter(facility__in=found.values("pk")).order_by()
        for name, stored, number in claims.values_list("field", "value").annotate(
            Count("pk")
        ):
            for value in _values(group_of[name], stored):
                counts[group_of[name]][value] += number

    def prices(self, ceilings) -> Counter:
        rows = session_prices().filter(facility__in=self.without("price").values("pk"))
        return _numbers(
            rows, {name: Q(low_cents__lte=100 * int(name)) for name in ceilings}
        )

    def checks(self, days) -> Counter:
        rows = self.without("checked").annotate(latest=latest_check(self.today))
        earliest = {name: self.today - timedelta(days=int(name)) for name in days}
        return _numbers(
            rows, {name: Q(latest__gte=day) for name, day in earliest.items()}
        )

    def criteria(self) -> Counter:
        met = met_results(self.terms, self.today)
        rows = met.filter(facility__in=self.found().values("pk")).order_by()
        return Counter(dict(rows.values_list("criterion").annotate(Count("pk"))))

    def radii(self, miles) -> dict[int | None, int]:
        if self.terms.point is None:
            return {}
        rows = self.found(radius=None)
        apart = {str(each): Q(apart__lte=squared_chord(each)) for each in miles} | {
            "any": Q(pk__isnull=False)
        }
        rows = rows.annotate(apart=squared_chord_from(self.terms.point))
        numbers = _numbers(rows, apart)
        return {each: numbers[str(each)] for each in miles} | {None: numbers["any"]}


def _values(group: str, stored) -> set[str]:
    """What a stored value counts for."""
    values = stored if isinstance(stored, list) else [stored]
    if group == "setting":
        return {SETTING_OF[each] for each in values if each in SETTING_OF}
    if group == "language":
        return {each.partition("-")[0].lower() for each in values}
    return set(values)


def _numbers(rows, conditions: Mapping[str, Q]) -> Counter:
    counted = {
        f"of_{name}": Count("pk", filter=condition)
        for name, condition in conditions.items()
    }
    numbers = rows.aggregate(**counted)
    return Counter({name: numbers[f"of_{name}"] for name in conditions})


def count_choices(search, *, total: int) -> Counts:
    """The counts of every choice of ``search``, which finds ``total``."""
    counting = Counting(search.terms, search.queryset, search.today)
    values = {name: dict(search.form.fields[name].choices) for name in RANGED}
    groups = {
        "state": counting.states(),
        "price": counting.prices(values["price"]),
        "checked": counting.checks(values["checked"]),
    }
    miles = [int(each) for each in values["radius"] if each.isdigit()]
    return Counts(
        total=total,
        confirmed=counting.with_switch(total, "is_confirmed_only"),
        partly=counting.with_switch(total, "is_partly_enough"),
        groups=groups | counting.claimed(),
        must=counting.criteria(),
        radius=counting.radii(miles),
    )
