"""Everything that the template of the map shows."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from facilities.geo.projection import HEIGHT, INSETS, OFF_MAP, WIDTH, Inset
from facilities.geo.states import STATES
from facilities.mapping.circles import Circle, draw_circles
from facilities.mapping.clusters import find_clusters
from facilities.mapping.frames import Frame, Near, choose_frame, reach_points
from facilities.mapping.sites import Site, on_map

# Of the names of towns, in units.
LETTER_WIDTH, NAME_HEIGHT = 8.5, 20
# Of the towns of one circle.
MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Links:
    """What a search's own page knows: where each thing on its map leads.

    ``area`` is given one, or ``OFF_MAP``, and ``state`` a code; what they lead to finds
    what the search finds there.
    """

    clinic: Callable[[str], str]
    area: Callable[[str], str]
    state: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Mark:
    """One circle, which is one link. ``town_y`` is 0 where its town is not named."""

    x: float
    y: float
    radius: float
    finger: float
    number: str
    count: int
    label: str
    link: str
    town: str
    town_y: float = 0

    @property
    def has_room(self) -> bool:
        return self.finger > self.radius


@dataclass(frozen=True, slots=True)
class StateCount:
    """``link`` may be empty."""

    name: str
    count: int
    link: str


@dataclass(frozen=True, slots=True)
class Map:
    """``reach`` is an SVG path, and empty unless a radius is drawn.

    ``off_map`` are clinics; the link to them is empty where nothing else was asked for.
    """

    title: str
    frame: Frame
    marks: tuple[Mark, ...]
    states: tuple[StateCount, ...]
    chosen: frozenset[str]
    off_map: int
    off_map_link: str
    reach: str
    near: Near | None
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def insets(self) -> tuple[Inset, ...]:
        return INSETS if self.frame.is_whole else ()


def build_map(
    sites: Iterable[Site],
    links: Links,
    *,
    states: Iterable[str] = (),
    near: Near | None = None,
    area: str | None = None,
) -> Map:
    """``sites`` are all that a search finds; the rest is where it looks.

    ``area`` may also be ``OFF_MAP``.
    """
    sites, chosen = list(sites), frozenset(states)
    placed = on_map(sites)
    is_off_map = area == OFF_MAP
    searched = "" if is_off_map else area or ""
    frame = choose_frame(placed, chosen, near, searched)
    clusters = find_clusters(placed, frame, searched)
    off_map = len(sites) - len(placed)
    has_reach = near and not searched and not frame.is_whole
    return Map(
        title=_title(len(placed), near),
        frame=frame,
        marks=_marks(draw_circles(clusters, frame), links, frame),
        states=_state_counts(sites, links),
        chosen=chosen,
        off_map=off_map,
        off_map_link=links.area(OFF_MAP) if off_map and not is_off_map else "",
        reach=_reach(near, frame) if has_reach else "",
        near=near,
    )


def _title(count, near):
    if near and near.label:
        words = ngettext(
            "Map of %(n)s clinic near %(place)s",
            "Map of %(n)s clinics near %(place)s",
            count,
        )
        return words % {"n": f"{count:,}", "place": near.label}
    words = ngettext("Map of %(n)s clinic", "Map of %(n)s clinics", count)
    return words % {"n": f"{count:,}"}


def _marks(circles, links, frame):
    marks = [_mark(circle, links) for circle in circles]
    return tuple(marks if frame.is_whole else _with_free_names(marks, frame.sides))


def _with_free_names(marks, sides):
    """Names of towns, of the most clinics first, where they cover nothing else."""
    taken = [_box(mark, mark.radius, -mark.radius, mark.radius) for mark in marks]
    names = {}
    for mark in sorted(marks, key=lambda each: -each.count):
        for y in (mark.radius + NAME_HEIGHT / 2, -mark.radius - NAME_HEIGHT / 2):
            half = len(mark.town) * LETTER_WIDTH / 2
            box = _box(mark, half, y - NAME_HEIGHT / 2, y + NAME_HEIGHT / 2)
            is_said = any(mark.town == other.town for other in names)
            if not is_said and _is_free(box, taken, sides):
                taken.append(box)
                names[mark] = round(y, 1)
    return [replace(mark, town_y=names.get(mark, 0)) for mark in marks]


def _is_free(box, taken, sides):
    left, top, right, bottom = box
    first, last = sides
    is_inside = first <= left and right <= last and top >= 0 and bottom <= HEIGHT
    return is_inside and not any(_overlap(box, other) for other in taken)


def _box(mark, half_width, top, bottom):
    return mark.x - half_width, mark.y + top, mark.x + half_width, mark.y + bottom


def _overlap(box, other):
    return (
        box[0] < other[2]
        and box[2] > other[0]
        and box[1] < other[3]
        and box[3] > other[1]
    )


def _mark(circle: Circle, links: Links) -> Mark:
    cluster = circle.cluster
    towns = cluster.towns
    first, is_one = towns[0], cluster.count == 1
    return Mark(
        x=circle.x,
        y=circle.y,
        radius=circle.radius,
        finger=circle.finger,
        number=cluster.number,
        count=cluster.count,
        label=_label(cluster.count, towns),
        link=links.clinic(first.slug) if is_one else links.area(cluster.area),
        town=first.city,
    )


def _label(count: int, towns: Sequence[Site]) -> str:
    if count == 1:
        [site] = towns
        return _("1 clinic: %s") % site.words
    words = {"n": f"{count:,}"}
    words["places"] = "; ".join(site.place for site in towns[:MOST_NAMED])
    others = len(towns) - MOST_NAMED
    if others <= 0:
        return _("%(n)s clinics in %(places)s") % words
    many = ngettext(
        "%(n)s clinics in %(places)s and %(others)s more town",
        "%(n)s clinics in %(places)s and %(others)s more towns",
        others,
    )
    return many % (words | {"others": others})


def _state_counts(sites, links):
    """By name. A code that is no state cannot be asked for."""
    counts = Counter(site.state for site in sites)
    named = sorted((STATES.get(code, code), code) for code in counts)
    return tuple(
        StateCount(name, counts[code], links.state(code) if code in STATES else "")
        for name, code in named
    )


def _reach(near, frame):
    points = [frame.place(*point) for point in reach_points(near)]
    return f"M{' '.join(f'{x:.0f} {y:.0f}' for x, y in points)}z"
