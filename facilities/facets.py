"""How many facilities each choice of a search would leave, and what to relax.

Counted by the database, one grouped query for each group. ``search`` is a
FacilityFilter throughout.
"""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from facilities.criteria import GROUPS


@dataclass(frozen=True, slots=True)
class ChoiceCounts:
    """Facilities for each value that could be chosen; 0 for those not named.

    A group joined by "or" is counted with its own selection left out.
    """

    total: int
    confirmed: int
    partly: int
    state: Counter = field(default_factory=Counter)
    route: Counter = field(default_factory=Counter)
    must: Counter = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ChoiceGroup:
    """Choices that are shown under one heading. ``name`` is the field they set."""

    name: str
    slug: str
    title: str
    choices: tuple[Choice, ...]

    @property
    def chosen_count(self) -> int:
        return sum(choice.is_chosen for choice in self.choices)


@dataclass(frozen=True, slots=True)
class WayOut:
    """One change to a search that finds nothing, and how many it would find."""

    label: str
    query: str
    count: int


def count_choices(search, *, total: int) -> ChoiceCounts:
    """The counts of every choice of ``search``, which finds ``total``."""
    return ChoiceCounts(
        total=total,
        confirmed=_count_with_switch(search, total, "confirmed"),
        partly=_count_with_switch(search, total, "partly"),
        state=_count_states(search),
        route=_count_routes(search),
        must=_count_criteria(search),
    )


def _count_with_switch(search, total: int, name: str) -> int:
    """A switch changes nothing while no criterion is asked for."""
    if search.chosen[name] or not search.chosen["must"]:
        return total
    return search.matching(**{name: True}).count()


def _count_states(search) -> Counter:
    """Of every state with a listed facility, also those where nothing is found."""
    found = Q(pk__in=search.matching(state=[]).order_by().values("pk"))
    listed = search.queryset.order_by().values_list("state")
    return Counter(dict(listed.annotate(number=Count("pk", filter=found))))


def _count_routes(search) -> Counter:
    found = search.matching(route=[]).order_by().values("pk")
    claims = search.route_claims().filter(facility__in=found).order_by()
    counts = Counter()
    for routes, number in claims.values_list("value").annotate(Count("pk")):
        for route in routes:
            counts[route] += number
    return counts


def _count_criteria(search) -> Counter:
    found = search.matching().order_by().values("pk")
    met = search.met().filter(facility__in=found).order_by()
    return Counter(dict(met.values_list("criterion").annotate(Count("pk"))))


def choice_group(search, counts: ChoiceCounts, name: str) -> ChoiceGroup:
    """The choices of one field; of states, those with a listed facility."""
    entry = search.form.fields[name]
    shown = counts.state.keys() | set(search.chosen["state"])
    labels = [each for each in entry.choices if name != "state" or each[0] in shown]
    choices = _choices(search, counts, name, labels)
    return ChoiceGroup(name, name, entry.label, choices)


def criteria_groups(search, counts: ChoiceCounts) -> list[ChoiceGroup]:
    """The choices of ``must``, as the specification groups them."""
    return [_criteria_group(search, counts, group) for group in GROUPS.values()]


def _criteria_group(search, counts, group) -> ChoiceGroup:
    labels = [(criterion.slug, criterion.title) for criterion in group.criteria]
    choices = _choices(search, counts, "must", labels)
    return ChoiceGroup("must", group.slug, group.title, choices)


def _choices(search, counts, name, labels) -> tuple[Choice, ...]:
    numbers, chosen = getattr(counts, name), search.chosen[name]
    return tuple(
        Choice(value, label, numbers[value], value in chosen) for value, label in labels
    )


def ways_out(search) -> list[WayOut]:
    """Single changes that would find something, the most fruitful first."""
    ways = [
        WayOut(label, search.query_for(**change).urlencode(), count)
        for label, change, count in (*_wider(search), *_without_a_criterion(search))
        if count
    ]
    return sorted(ways, key=lambda way: -way.count)


def _wider(search):
    """Leaving out all of a group: taking back one value of several finds no more."""
    for name, every in (
        ("q", ""),
        ("state", _("Search in every state")),
        ("route", _("Take any way it is given")),
    ):
        chips = [chip for chip in search.chips if chip.name == name]
        if chips:
            label = _remove(chips[0].label) if len(chips) == 1 else every
            yield label, *_outcome(search, **{name: type(search.chosen[name])()})
    if search.chosen["must"] and search.chosen["confirmed"]:
        yield _("Turn off “Verified facts only”"), *_outcome(search, confirmed=False)
    if search.chosen["must"] and not search.chosen["partly"]:
        yield _("Count “partly meets” too"), *_outcome(search, partly=True)


def _outcome(search, **change):
    return change, search.matching(**change).count()


def _remove(label: str) -> str:
    return _("Remove “%s”") % label.strip("“”")


def _without_a_criterion(search):
    """For each criterion, those facilities that miss it and no other one."""
    must = search.chosen["must"]
    if not must:
        return
    found = search.matching(must=[]).order_by()
    lacking = {pk: set(must) for pk in found.values_list("pk", flat=True)}
    met = search.met().filter(facility__in=found.values("pk"), criterion__in=must)
    for facility, criterion in met.order_by().values_list("facility", "criterion"):
        lacking[facility].discard(criterion)
    missing = Counter(slugs.pop() for slugs in lacking.values() if len(slugs) == 1)
    labels = dict(search.form.fields["must"].choices)
    for slug in must:
        change = {"must": [each for each in must if each != slug]}
        yield _remove(labels[slug]), change, missing[slug]
