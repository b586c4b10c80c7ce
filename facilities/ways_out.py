"""What to relax where a search finds nothing. ``search`` is a FacilityFilter."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from facilities.facets import Counting, Counts


class Relaxed(NamedTuple):
    """One filter that could be left out, and how many would then be found.

    ``kind`` is a group of choices, "must" (``value`` is the criterion), "text",
    "radius", or the switch to turn: "confirmed" off, "partly" on.
    """

    kind: str
    value: str
    count: int


@dataclass(frozen=True, slots=True)
class WayOut:
    """``is_filter``: it takes a filter away, rather than widening one."""

    label: str
    query: str
    count: int
    is_filter: bool


def relaxed(search) -> list[Relaxed]:
    """Single changes that would find something, the most fruitful first."""
    counting = Counting(search.terms, search.queryset, search.today)
    ways = [each for each in _relaxed(counting) if each.count]
    return sorted(ways, key=lambda each: -each.count)


def _relaxed(counting: Counting) -> Iterator[Relaxed]:
    terms = counting.terms
    for group in terms.choices:
        yield Relaxed(group, "", counting.without(group).count())
    for slug in terms.must:
        others = tuple(each for each in terms.must if each != slug)
        yield Relaxed("must", slug, counting.number(must=others))
    if terms.text:
        yield Relaxed("text", "", counting.number(text=None))
    if terms.radius is not None:
        yield Relaxed("radius", "", counting.number(radius=None))
    if terms.must and terms.is_confirmed_only:
        yield Relaxed("confirmed", "", counting.number(is_confirmed_only=False))
    if terms.must and not terms.is_partly_enough:
        yield Relaxed("partly", "", counting.number(is_partly_enough=True))


def next_radius(search, counts: Counts) -> int | None:
    """The next larger radius that finds something."""
    radius = search.terms.radius
    if radius is None:
        return None
    larger = (miles for miles in counts.radius if miles and miles > radius)
    return next((miles for miles in sorted(larger) if counts.radius[miles]), None)


def ways_out(search, found) -> list[WayOut]:
    """``found`` is a ``facilities.finding.Found`` of nothing."""
    miles = found.next_radius
    ways = []
    for kind, value, count in found.relaxed:
        if kind == "radius" and miles:
            label = _("Widen to %(miles)d miles") % {"miles": miles}
            change, count = {"radius": str(miles)}, found.counts.radius[miles]  # noqa: PLW2901
        else:
            label, change = _change(search, kind, value)
        query = search.query_for(**change).urlencode()
        is_filter = kind not in ("radius", "partly")
        ways.append(WayOut(label, query, count, is_filter))
    return sorted(ways, key=lambda way: -way.count)


def _change(search, kind: str, value: str) -> tuple[str, dict]:
    fields, chosen = search.form.fields, search.chosen
    if kind == "radius":
        return _("Search at any distance"), {"radius": "any"}
    if kind == "text":
        return _remove(chosen["q"]), {"q": ""}
    if kind == "confirmed":
        return _("Turn off “Verified facts only”"), {"confirmed": False}
    if kind == "partly":
        return _("Count “partly meets” too"), {"partly": True}
    if kind == "must":
        others = [each for each in chosen["must"] if each != value]
        return _remove(dict(fields["must"].choices)[value]), {"must": others}
    return _without_group(search, kind)


def _without_group(search, group: str) -> tuple[str, dict]:
    """Leaving out all of a group: taking back one value of several finds no more."""
    field, values = search.form.fields[group], search.terms.choices[group]
    change = {group: []}
    if group == "state" and search.chosen["place"] and not search.spot:
        change["place"] = None
    if len(values) == 1:
        [value] = values
        return _remove(dict(field.choices)[value]), change
    return _("Take any choice of “%(group)s”") % {"group": field.label}, change


def _remove(label: str) -> str:
    return _("Remove “%(label)s”") % {"label": label}
