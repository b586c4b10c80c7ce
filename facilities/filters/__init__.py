"""The query string of a search: its one parser, its form and its meaning.

A value that is not known is an error of its field; what is known is kept. What a clinic
does not state is never counted, neither as yes nor as no.
"""

import dataclasses
from datetime import date
from functools import cache
from typing import NamedTuple

import django_filters
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from facilities.filters import choices
from facilities.filters.fields import (
    AreaFilter,
    ChoicesFilter,
    NearFilter,
    OneOfFilter,
    PlaceError,
    PlaceFilter,
    SearchForm,
    SlugsFilter,
    SwitchFilter,
    TextFilter,
    WidestChoiceFilter,
    readable,
)
from facilities.geo.distance import Point
from facilities.geo.gazetteer import Spot, WholeState
from facilities.geo.projection import OFF_MAP
from facilities.matching import CORE, Order, Terms, in_order, matching
from facilities.models import Facility

LONGEST_TEXT = 100
GROUPS = (
    *("state", "route", "setting", "condition", "age", "payment", "price"),
    *("language", "accessibility", "population", "telehealth", "accepting"),
    "checked",
)
# Part of the address, but nothing that narrows what is found.
WAYS_TO_SHOW = ("radius", "sort", "view", "compare")
DEFAULTS = {
    "radius": choices.DEFAULT_RADIUS,
    "sort": Order.MATCH.value,
    "view": choices.LIST,
}


class Chip(NamedTuple):
    """One thing that is chosen and can be taken back: ``query`` is without it."""

    name: str
    label: str
    query: str


def _choices(kind, values, label):
    return kind(label=label, choices=list(values.items()))


def _one_of(name, values, label):
    return OneOfFilter(
        label=label, choices=list(values.items()), initial=DEFAULTS[name]
    )


class FacilityFilter(django_filters.FilterSet):
    """OR inside a group; AND between groups, and between the criteria of ``must``."""

    place = PlaceFilter(label=_("Where"), max_length=LONGEST_TEXT)
    near = NearFilter(label=_("Near you"))
    area = AreaFilter(label=_("Part of the map"))
    radius = _one_of("radius", choices.RADIUS, _("Distance"))
    q = TextFilter(label=_("Name of a clinic"), max_length=LONGEST_TEXT)
    confirmed = SwitchFilter(label=_("Verified facts only"))
    state = _choices(ChoicesFilter, choices.STATE, _("State"))
    route = _choices(ChoicesFilter, choices.ROUTE, _("How it is given"))
    setting = _choices(ChoicesFilter, choices.SETTING, _("Where doses are taken"))
    condition = _choices(ChoicesFilter, choices.CONDITION, _("Help with"))
    age = _choices(ChoicesFilter, choices.AGE, _("Ages treated"))
    payment = _choices(ChoicesFilter, choices.PAYMENT, _("Ways to pay"))
    price = _choices(WidestChoiceFilter, choices.PRICE, _("Lowest price of a session"))
    language = _choices(ChoicesFilter, choices.LANGUAGE, _("Languages spoken"))
    accessibility = _choices(
        ChoicesFilter, choices.ACCESSIBILITY, _("Disability access")
    )
    population = _choices(ChoicesFilter, choices.POPULATION, _("Special programs for"))
    telehealth = _choices(ChoicesFilter, choices.TELEHEALTH, _("By video or phone"))
    accepting = _choices(ChoicesFilter, choices.ACCEPTING, _("New patients"))
    checked = _choices(WidestChoiceFilter, choices.CHECKED, _("Last checked by us"))
    must = _choices(ChoicesFilter, choices.MUST, _("Must meet"))
    partly = SwitchFilter(label=_("Count “partly meets” too"))
    sort = _one_of("sort", choices.SORT, _("Sort by"))
    view = _one_of("view", choices.VIEW, _("Show results as"))
    compare = SlugsFilter(label=_("Compare"))

    class Meta:
        model = Facility
        fields = []
        form = SearchForm

    def __init__(self, data=None, queryset=None, *, today: date, **arguments):
        if queryset is None:
            queryset = Facility.objects.published()
        self.today = today
        data = QueryDict() if data is None else data
        super().__init__(data, queryset, **arguments)

    def get_form_class(self):
        return _form_class()

    @cached_property
    def chosen(self) -> dict:
        """Every field's value, as far as it could be read."""
        nothing = {name: [] for name in (*GROUPS, "must", "compare")}
        nothing |= {"q": "", "area": "", "confirmed": False, "partly": False}
        nothing |= {"place": None, "near": None} | DEFAULTS
        self.form.errors  # noqa: B018 -- reading them is what cleans the form
        chosen = nothing | self.form.cleaned_data
        if chosen["place"]:
            chosen["near"] = None
        return chosen

    @property
    def spot(self) -> Spot | None:
        """A place with a point, if one was typed."""
        place = self.chosen["place"]
        return place if isinstance(place, Spot) else None

    @property
    def point(self) -> Point | None:
        return self.spot.point if self.spot else self.chosen["near"]

    @property
    def other_places(self) -> tuple[str, ...]:
        """Smaller places of the same name, where no state was typed."""
        return self.spot.others if self.spot else ()

    @property
    def area_label(self) -> str:
        """What the area is called among the filters that are on."""
        is_off = self.chosen["area"] == OFF_MAP
        return _now("Not on the map") if is_off else _now("Part of the map")

    @property
    def sentence_place(self) -> str:
        """Where it was looked, as the end of a sentence."""
        area = ""
        if self.terms.area == OFF_MAP:
            area = _now("not on the map")
        elif self.terms.area:
            area = _now("in the part of the map you chose")
        return ", ".join(filter(None, (self._sentence_region, area)))

    @property
    def _sentence_region(self) -> str:
        radius, place = self.chosen["radius"], self.chosen["place"]
        if isinstance(place, WholeState):
            is_only = self.terms.choices["state"] == {place.code}
            return _now("in %(state)s") % {"state": place.label} if is_only else ""
        if self.terms.radius is None:
            return ""
        words = {
            "miles": choices.RADIUS[radius],
            "place": place.label if place else _now("you"),
        }
        return _now("within %(miles)s of %(place)s") % words

    @property
    def typed_place(self) -> str:
        """What stands in the field: also what was not understood."""
        if self.chosen["place"]:
            return self.chosen["place"].text
        text = readable(str(self.form["place"].value() or ""))
        return Truncator(text).chars(LONGEST_TEXT)

    @property
    def place_options(self) -> tuple[str, ...]:
        """Places to choose instead of what was typed."""
        errors = self.form.errors.as_data().get("place", [])
        options = [error.options for error in errors if isinstance(error, PlaceError)]
        return options[0] if options else ()

    @cached_property
    def terms(self) -> Terms:
        """What is asked for, as a plain structure."""
        chosen, point = self.chosen, self.point
        groups = {name: frozenset(chosen[name]) for name in GROUPS}
        if isinstance(chosen["place"], WholeState):
            groups["state"] |= {chosen["place"].code}
        is_any = chosen["radius"] == choices.ANY_RADIUS
        return Terms(
            choices={name: values for name, values in groups.items() if values},
            must=tuple(chosen["must"]),
            is_confirmed_only=chosen["confirmed"],
            is_partly_enough=chosen["partly"],
            point=point,
            radius=None if is_any or point is None else float(chosen["radius"]),
            area=chosen["area"] or None,
            text=chosen["q"] or None,
            criteria=tuple(chosen["must"]) or CORE,
            order=Order(chosen["sort"]),
        )

    def question(self, offset: int, limit: int) -> dict:
        """The search and one page of it, as keyword values for the index."""
        names = [each.name for each in dataclasses.fields(Terms)]
        values = {name: getattr(self.terms, name) for name in names}
        return values | {"offset": offset, "limit": limit}

    def filter_queryset(self, queryset):
        found = matching(self.terms, queryset, self.today)
        return in_order(self.terms, found, self.today)

    @property
    def query(self) -> QueryDict:
        return self.query_for()

    def query_for(self, **changes) -> QueryDict:
        """The query string of what could be read, with some fields chosen otherwise."""
        query = QueryDict(mutable=True)
        chosen = self.chosen | changes
        for name in self.form.fields:
            value = chosen[name]
            if isinstance(value, list):
                query.setlist(name, value)
            elif value and value != DEFAULTS.get(name):
                query[name] = _as_text(value)
        return query

    @cached_property
    def chips(self) -> list[Chip]:
        """What narrows the search, piece by piece, in the order of the form."""
        return [
            Chip(name, label, self.query_for(**{name: without}).urlencode())
            for name, field in self.form.fields.items()
            for label, without in self._pieces(name, field)
        ]

    def _pieces(self, name, field):
        """Each label, and what the field holds without it."""
        chosen = self.chosen[name]
        if name == "radius" and self.terms.radius is not None:
            within = _now("Within %(miles)s") % {"miles": choices.RADIUS[chosen]}
            return [(within, choices.ANY_RADIUS)]
        if name in WAYS_TO_SHOW or not chosen:
            return []
        if isinstance(chosen, list):
            labels = dict(field.choices)
            return [
                (labels[value], [each for each in chosen if each != value])
                for value in chosen
            ]
        if name == "place":
            return [(chosen.label, None)]
        if name == "area":
            return [(self.area_label, "")]
        return [(f"“{chosen}”" if name == "q" else field.label, "")]


@cache
def _form_class() -> type[SearchForm]:
    """Made once: to make it takes longer than to answer the search."""
    fields = {name: each.field for name, each in FacilityFilter.base_filters.items()}
    return type("FacilityForm", (SearchForm,), fields)


def _as_text(value) -> str:
    if value is True:
        return "on"
    if isinstance(value, Point):
        return f"{value.latitude:.2f},{value.longitude:.2f}"
    return value if isinstance(value, str) else value.text
