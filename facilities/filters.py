"""The query string of a search: its one parser, its form and its meaning.

A value that is not known is an error of its field; what is known is kept. What a clinic
does not state is never counted, neither as yes nor as no.
"""

import re
from datetime import date
from typing import NamedTuple

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from facilities.criteria import CRITERIA, FIELDS, ClaimStatus, CriterionStatus
from facilities.geo.states import STATES
from facilities.models import Claim, CriterionResult, Facility, PostalCode

STATE_CODES = {name.casefold(): code for code, name in STATES.items()}
ROUTES = dict(FIELDS["routes"].choices)
MUST = {slug: criterion.title for slug, criterion in CRITERIA.items()}

LONGEST_TEXT = 100
SWITCH_VALUES = {"": False, "off": False, "false": False, "0": False} | {
    "on": True,
    "true": True,
    "1": True,
}
ZIP_CODE = re.compile(r"(\d{5})(?:-\d{4})?", re.ASCII)
CITY_AND_STATE = re.compile(r"(?P<city>[^,]+),\s*(?P<state>[^,]+)")


class UnknownValuesError(ValidationError):
    """Some values of a field are not known. ``known`` are the others."""

    def __init__(self, unknown, known):
        self.known = known
        shown = ", ".join(f"“{Truncator(value).chars(40)}”" for value in unknown[:3])
        super().__init__(
            _("Left out, because we do not know it: %(values)s"),
            params={"values": shown},
        )


class ChoicesField(forms.MultipleChoiceField):
    """Each value once, in the order of the choices; a blank one is no choice."""

    def clean(self, value):
        given = [each for each in dict.fromkeys(self.to_python(value)) if each]
        names = dict(self.choices)
        known = [name for name in names if name in given]
        unknown = [readable(each) for each in given if each not in names]
        if unknown:
            raise UnknownValuesError(unknown, known)
        return known


class SwitchField(forms.Field):
    """On or off. ``value`` of the check box is ``on``; no value at all is off."""

    def to_python(self, value):
        try:
            return SWITCH_VALUES[str(value or "").lower()]
        except KeyError as error:
            raise ValidationError(_("This can only be on or off.")) from error


class PlaceOrNameField(forms.CharField):
    """One line of text that a database can hold."""

    def to_python(self, value):
        text = super().to_python(value)
        if text != readable(text):
            raise ValidationError(_("This text cannot be read. Please type it again."))
        return " ".join(text.split())


def readable(text: str) -> str:
    """The text without what is not text, such as half of a pair of code units."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "")


class ChoicesFilter(django_filters.Filter):
    field_class = ChoicesField


class SwitchFilter(django_filters.Filter):
    field_class = SwitchField


class PlaceOrNameFilter(django_filters.Filter):
    field_class = PlaceOrNameField


class SearchForm(forms.Form):
    def add_error(self, field, error):
        super().add_error(field, error)
        if isinstance(error, UnknownValuesError):
            self.cleaned_data[field] = error.known


class Chip(NamedTuple):
    """One thing that is chosen and can be taken back."""

    name: str
    value: str
    label: str


def _pieces(field, chosen):
    if isinstance(chosen, list):
        labels = dict(field.choices)
        return [(value, labels[value]) for value in chosen]
    if chosen is True:
        return [("on", field.label)]
    return [(chosen, f"“{chosen}”")] if chosen else []


class FacilityFilter(django_filters.FilterSet):
    """OR inside a group; AND between groups, and between the criteria of ``must``."""

    q = PlaceOrNameFilter(label=_("Place or name"), max_length=LONGEST_TEXT)
    state = ChoicesFilter(label=_("State"), choices=list(STATES.items()))
    route = ChoicesFilter(label=_("How it is given"), choices=list(ROUTES.items()))
    must = ChoicesFilter(label=_("Must meet"), choices=list(MUST.items()))
    confirmed = SwitchFilter(label=_("Verified facts only"))
    partly = SwitchFilter(label=_("Count “partly meets” too"))

    class Meta:
        model = Facility
        fields = []
        form = SearchForm

    def __init__(self, data=None, queryset=None, *, today: date, **arguments):
        if queryset is None:
            queryset = Facility.objects.published()
        self.today = today
        data = QueryDict() if data is None else data
        super().__init__(data, queryset.order_by(Lower("name"), "pk"), **arguments)

    @cached_property
    def chosen(self) -> dict:
        """Every field's value, as far as it could be read."""
        nothing = {
            "q": "",
            "state": [],
            "route": [],
            "must": [],
            "confirmed": False,
            "partly": False,
        }
        self.form.errors  # noqa: B018 -- reading them is what cleans the form
        return nothing | self.form.cleaned_data

    @property
    def query(self) -> QueryDict:
        return self.query_for()

    def query_for(self, **changes) -> QueryDict:
        """The query string of what could be read, with some fields chosen otherwise."""
        query = QueryDict(mutable=True)
        for name, value in (self.chosen | changes).items():
            if isinstance(value, list):
                query.setlist(name, value)
            elif value:
                query[name] = "on" if value is True else value
        return query

    @cached_property
    def chips(self) -> list[Chip]:
        """What is chosen, piece by piece, in the order of the form."""
        return [
            Chip(name, value, label)
            for name, field in self.form.fields.items()
            for value, label in _pieces(field, self.chosen[name])
        ]

    def filter_queryset(self, queryset):
        return self.matching(queryset)

    def matching(self, queryset=None, **changes):
        """What would be found if some fields were chosen otherwise."""
        chosen = self.chosen | changes
        found = self.queryset.all() if queryset is None else queryset
        if chosen["q"]:
            found = found.filter(place_or_name(chosen["q"]))
        if chosen["state"]:
            found = found.filter(state__in=chosen["state"])
        if chosen["route"]:
            routes = self.route_claims().filter(value__has_any_keys=chosen["route"])
            found = found.filter(Exists(routes.filter(facility=OuterRef("pk"))))
        met = self.met(**changes).filter(facility=OuterRef("pk"))
        for slug in chosen["must"]:
            found = found.filter(Exists(met.filter(criterion=slug)))
        return found

    def route_claims(self):
        """How clinics say ketamine is given, save what was found to be untrue."""
        claims = Claim.objects.filter(field="routes")
        return claims.exclude(status=ClaimStatus.CONTRADICTED.value)

    def met(self, **changes):
        """The results that count as met, as strictly as was chosen."""
        chosen = self.chosen | changes
        statuses = [CriterionStatus.MEETS.value]
        if chosen["partly"]:
            statuses.append(CriterionStatus.PARTLY_MEETS.value)
        results = CriterionResult.objects.filter(status__in=statuses)
        return results.confirmed(self.today) if chosen["confirmed"] else results


def place_or_name(text: str) -> Q:
    """A ZIP code, a state, "city, state", or else a city or part of a name."""
    if match := ZIP_CODE.fullmatch(text):
        return in_city_of(match[1])
    if text.upper() in STATES:
        return Q(state=text.upper())
    named = in_city(text) | has_words(text)
    if state := state_code(text):
        return Q(state=state) | named
    match = CITY_AND_STATE.fullmatch(text)
    if match and (state := state_code(match["state"])):
        return in_city(match["city"]) & Q(state=state) | Q(name__icontains=text)
    return named


def state_code(text: str) -> str | None:
    text = text.strip(" .")
    code = text.upper()
    return code if code in STATES else STATE_CODES.get(text.casefold())


def in_city(text: str) -> Q:
    return Q(city__istartswith=text.strip())


def in_city_of(code: str) -> Q:
    """With the ZIP code itself, or in its city: an address may be withheld."""
    same_city = PostalCode.objects.filter(
        code=code, city__iexact=OuterRef("city"), state=OuterRef("state")
    )
    return Q(postal_code=code) | Exists(same_city)


def has_words(text: str) -> Q:
    """Every word is in the name, in any order."""
    words = Q()
    for word in text.replace(",", " ").split():
        words &= Q(name__icontains=word) | Q(name_line_2__icontains=word)
    return words
