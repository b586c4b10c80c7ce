"""Dates, numbers, names and money in words. Loaded with ``facilities``."""

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from facilities.presentation.amounts import money_words
from facilities.presentation.how_known import day_words, month_words
from facilities.presentation.visible import visible

register = template.Library()

FAR_MILES = 100

register.filter("day", day_words)
register.filter("month", month_words)
register.filter("money", money_words)
register.filter("visible", visible)


@register.filter
def grouped(number: int) -> str:
    """6,750."""
    return number_format(number, force_grouping=True)


@register.filter
def distance(miles: float) -> str:
    """3.2, or 120 where a tenth of a mile says nothing."""
    return number_format(miles, 0 if miles >= FAR_MILES else 1)


@register.filter
def any_of(labels: list[str]) -> str:
    """One phrase of several labels: "IV drip, under the tongue or by mouth"."""
    *others, last = [labels[0], *map(_inside_a_phrase, labels[1:])]
    if not others:
        return last
    return gettext("%(others)s or %(last)s") % {
        "others": ", ".join(others),
        "last": last,
    }


def _inside_a_phrase(label: str) -> str:
    """Without its capital letter, unless it begins with an abbreviation."""
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


@register.filter
def unanswered(number: int) -> str:
    return ngettext(
        "has not answered %(n)d safety question.",
        "has not answered %(n)d safety questions.",
        number,
    ) % {"n": number}


@register.filter
def not_applying(number: int) -> str:
    words = ngettext("%(n)d does not apply", "%(n)d do not apply", number)
    return words % {"n": number}
