"""The fields of a search. What cannot be read is an error; what can be is kept.

Fields and their choices are the same for every search: none is copied for one.
"""

import copy
import math
import re

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from facilities.geo.areas import MOST_BITS
from facilities.geo.distance import Point
from facilities.geo.gazetteer import Several, Spot, Unknown, WholeState
from facilities.geo.projection import OFF_MAP
from facilities.known_places import gazetteer

MOST_COMPARED = 4
SLUG = re.compile(r"[-a-zA-Z0-9_]{1,120}", re.ASCII)
AREA = re.compile(rf"[01]{{1,{MOST_BITS}}}", re.ASCII)
NUMBER = re.compile(r"[-+]?\d{1,3}(\.\d{1,20})?", re.ASCII)
SWITCH_VALUES = {"": False, "off": False, "false": False, "0": False} | {
    "on": True,
    "true": True,
    "1": True,
}


class PartlyReadError(ValidationError):
    """Some of a field could not be read. ``known`` is the rest."""

    def __init__(self, message, known, **arguments):
        self.known = known
        super().__init__(message, **arguments)


def unknown_values(unknown, known) -> PartlyReadError:
    shown = ", ".join(f"“{Truncator(value).chars(40)}”" for value in unknown[:3])
    message = _("Left out, because we do not know it: %(values)s")
    return PartlyReadError(message, known, params={"values": shown})


class PlaceError(ValidationError):
    """``options`` are places to choose instead."""

    def __init__(self, message, options=()):
        self.options = options
        super().__init__(message)


def readable(text: str) -> str:
    """The text without what is not text, such as half of a pair of code units."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "")


class Shared:
    """A field that is never changed, so that all forms can have the same one."""

    def __deepcopy__(self, memo):
        return self


class ChoicesField(Shared, forms.MultipleChoiceField):
    """Each value once, in the order of the choices; a blank one is no choice."""

    def clean(self, value):
        given = [each for each in dict.fromkeys(self.to_python(value)) if each]
        names = dict(self.choices)
        known = self.settled([name for name in names if name in given])
        unknown = [readable(each) for each in given if each not in names]
        if unknown:
            raise unknown_values(unknown, known)
        return known

    def settled(self, known: list[str]) -> list[str]:
        return known


class WidestChoiceField(ChoicesField):
    """Of several values the last, which the choices have as the widest."""

    def settled(self, known):
        return known[-1:]


class OneOfField(Shared, forms.ChoiceField):
    """One value; ``initial`` where there is none."""

    def clean(self, value):
        value = self.to_python(value) or self.initial
        if value not in dict(self.choices):
            raise unknown_values([readable(value)], self.initial)
        return value


class SwitchField(Shared, forms.Field):
    """On or off. ``value`` of the check box is ``on``; no value at all is off."""

    def to_python(self, value):
        try:
            return SWITCH_VALUES[str(value or "").lower()]
        except KeyError as error:
            raise ValidationError(_("This can only be on or off.")) from error


class TextField(Shared, forms.CharField):
    """One line of text that a database can hold."""

    def to_python(self, value):
        text = super().to_python(value)
        if text != readable(text):
            raise ValidationError(_("This text cannot be read. Please type it again."))
        return " ".join(text.split())


class PlaceField(TextField):
    """A ZIP code, a city or a state: gives a Spot, a WholeState or None."""

    def clean(self, value) -> Spot | WholeState | None:
        text = super().clean(value)
        if not text:
            return None
        answer = gazetteer().find(text)
        if isinstance(answer, Several):
            raise PlaceError(
                _("There is more than one place of this name. Which one?"),
                answer.options,
            )
        if isinstance(answer, Unknown):
            raise PlaceError(
                _("We do not know this place. Did you mean one of these?")
                if answer.guesses
                else _("We do not know this place. Try a ZIP code, or “city, state”."),
                answer.guesses,
            )
        return answer


class NearField(Shared, forms.Field):
    """A point as the browser gives it, kept to a hundredth of a degree only."""

    def to_python(self, value) -> Point | None:
        value = str(value or "")
        if not value:
            return None
        numbers = value.split(",")
        if len(numbers) == 2 and all(map(NUMBER.fullmatch, numbers)):  # noqa: PLR2004
            latitude, longitude = (round(float(each), 2) + 0.0 for each in numbers)
            is_real = math.fabs(latitude) <= 90 and math.fabs(longitude) <= 180  # noqa: PLR2004
            if is_real:
                return Point(latitude, longitude)
        raise ValidationError(_("We could not read where you are."))


class AreaField(Shared, forms.Field):
    """A part of the map, as a circle on it names one; or what is not on the map."""

    def to_python(self, value) -> str:
        text = str(value or "")
        if not text or text == OFF_MAP or AREA.fullmatch(text):
            return text
        raise ValidationError(_("We could not read which part of the map."))


class SlugsField(Shared, forms.MultipleChoiceField):
    """The clinics that are chosen to compare: a few, in the order of choosing."""

    def clean(self, value):
        given = [each for each in dict.fromkeys(self.to_python(value)) if each]
        known = [each for each in given if SLUG.fullmatch(each)]
        if len(known) < len(given):
            unknown = [readable(each) for each in given if each not in known]
            raise unknown_values(unknown, known[:MOST_COMPARED])
        if len(known) > MOST_COMPARED:
            message = _("You can compare 4 clinics at most. We kept the first 4.")
            raise PartlyReadError(message, known[:MOST_COMPARED])
        return known


class SearchForm(forms.Form):
    def add_error(self, field, error):
        super().add_error(field, error)
        if isinstance(error, PartlyReadError):
            self.cleaned_data[field] = error.known


class SearchFilter(django_filters.Filter):
    """Every search has its own, with the same choices."""

    def __deepcopy__(self, memo):
        return copy.copy(self)


class ChoicesFilter(SearchFilter):
    field_class = ChoicesField


class WidestChoiceFilter(SearchFilter):
    field_class = WidestChoiceField


class OneOfFilter(SearchFilter):
    field_class = OneOfField


class SwitchFilter(SearchFilter):
    field_class = SwitchField


class TextFilter(SearchFilter):
    field_class = TextField


class PlaceFilter(SearchFilter):
    field_class = PlaceField


class NearFilter(SearchFilter):
    field_class = NearField


class AreaFilter(SearchFilter):
    field_class = AreaField


class SlugsFilter(SearchFilter):
    field_class = SlugsField
