"""What to relax where a search finds nothing. ``search`` is a FacilityFilter."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class WayOut:
    """``is_filter``: it takes a filter away, rather than widening one."""

    label: str
    query: str
    count: int
    is_filter: bool


def ways_out(search, found) -> list[WayOut]:
    """``found`` is a ``facilities.finding.Found`` of nothing."""
    miles = found.next_radius
    ways = []
    for relaxed in found.relaxed:
        count = relaxed.count
        if relaxed.kind == "radius" and miles:
            label = _("Widen to %(miles)d miles") % {"miles": miles}
            change, count = {"radius": str(miles)}, found.counts.radius[miles]
        else:
            label, change = _change(search, relaxed.kind, relaxed.value)
        query = search.query_for(**change).urlencode()
        is_filter = relaxed.kind not in ("radius", "partly")
        ways.append(WayOut(label, query, count, is_filter))
    return sorted(ways, key=lambda way: -way.count)


def _change(search, kind: str, value: str) -> tuple[str, dict]:
    fields, chosen = search.form.fields, search.chosen
    plain = {
        "radius": (_("Search at any distance"), {"radius": "any"}),
        "text": (_remove(chosen["q"]), {"q": ""}),
        "area": (_remove(search.area_label), {"area": ""}),
        "confirmed": (_("Turn off “Verified facts only”"), {"confirmed": False}),
        "partly": (_("Count “partly meets” too"), {"partly": True}),
    }
    if kind in plain:
        return plain[kind]
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
