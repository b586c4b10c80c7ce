"""One group of criteria as a row of small marks. Loaded with ``facilities``.

A page of results has a thousand of them. What is drawn or said of a state or a number
is always the same, so it is made once; what a clinic's marks are is never kept.
"""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from facilities.criteria import (
    CRITERIA,
    GROUPS,
    ClaimStatus,
    CriterionStatus,
    Group,
)
from facilities.templatetags.looks import GROUP_LOOKS, LINES, look_of

register = template.Library()

WIDTH = 14
CRITERIA_OF = {
    slug: [criterion.slug for criterion in group.criteria]
    for slug, group in GROUPS.items()
}
VOLUNTARY = {
    slug for slug, criterion in CRITERIA.items() if criterion.absence_is_neutral
}
NOT_STATED = (CriterionStatus.NOT_STATED, None)
# How a criterion is answered, and how that is known, or None.
Mark = tuple[CriterionStatus, ClaimStatus | None]
# A mark, and whether its criterion is voluntary.
DrawnMark = tuple[CriterionStatus, ClaimStatus | None, bool]


@register.simple_tag(takes_context=True)
def pips(context, results, words="short"):
    """One group as a row of small marks, in the order of its criteria.

    ``results`` holds what has a ``status``, a ``level_on`` and ``is_voluntary`` for
    each criterion, or None for "not stated". ``words="full"`` shows the sentence that
    is otherwise only read out.
    """
    marks = [_mark(result, context["today"]) for result in results]
    return SafeString("".join(_parts(marks, words, get_language())))


@register.filter
def short_title(group: Group):
    """A group's name in one word, for strips."""
    return GROUP_LOOKS.get(group.slug, ("", group.title))[1]


def strip(marks: Mapping[str, Mark]) -> SafeString:
    """A list item for each group; what is not in ``marks`` is not stated."""
    language = get_language()
    parts = []
    for group, criteria in CRITERIA_OF.items():
        own = [
            (*marks.get(criterion, NOT_STATED), criterion in VOLUNTARY)
            for criterion in criteria
        ]
        parts += _beginning(group, language), *_parts(own, "short", language), "</li>"
    return SafeString("".join(parts))


def _mark(result, today) -> DrawnMark:
    if result is None:
        return (*NOT_STATED, False)
    return CriterionStatus(result.status), result.level_on(today), result.is_voluntary


def _parts(marks: Sequence[DrawnMark], words: str, language: str | None) -> list[str]:
    """Pieces of safe markup: the drawing, and what it says."""
    drawn = [_pip(*mark, place) for place, mark in enumerate(marks)]
    return [
        _canvas(len(marks)),
        *drawn,
        "</svg>",
        _said(*_counts(marks), words, language),
    ]


@cache
def _beginning(group: str, _language: str | None) -> SafeString:
    title = short_title(GROUPS[group])
    return format_html('<li><span class="strip-name">{}</span>', title)


@cache
def _canvas(number: int) -> SafeString:
    return format_html(
        '<svg class="pips" width="{0}" height="18" viewBox="0 0 {0} 18"'
        ' aria-hidden="true">',
        WIDTH * number,
    )


@cache
def _pip(
    status: CriterionStatus,
    level: ClaimStatus | None,
    is_voluntary: bool,  # noqa: FBT001 -- a part of the mark
    place: int,
) -> SafeString:
    line = LINES.get(level)
    at = format_html(' x="{}"', WIDTH * place) if place else ""
    use = '<use class="{0}" href="#k-{1}"{2}/>'
    name = look_of(status, level, is_voluntary=is_voluntary)
    mark = format_html(use, name, name, at)
    return mark + format_html(use, f"t-{line}", line, at) if line else mark


def _counts(marks: Sequence[DrawnMark]) -> tuple[int, ...]:
    """How many there are, are met, met and verified, not stated, and not applying."""
    met = verified = silent = not_applying = 0
    for status, level, _is_voluntary in marks:
        if status == CriterionStatus.MEETS:
            met += 1
            verified += LINES.get(level) == "verified"
        elif status == CriterionStatus.NOT_STATED:
            silent += 1
        elif status == CriterionStatus.NOT_APPLICABLE:
            not_applying += 1
    return len(marks), met, verified, silent, not_applying


@lru_cache(maxsize=5000)
def _said(
    asked: int,
    met: int,
    verified: int,
    silent: int,
    not_applying: int,
    words: str,
    _language: str | None,
) -> SafeString:
    """Silence has no count: "0 of 6 met" would read as a no."""
    is_silent = silent and silent + not_applying == asked
    short, full = (
        (gettext("none stated"), gettext("Nothing stated"))
        if is_silent
        else _counted(met, asked - not_applying, verified, not_applying)
    )
    if words == "full":
        return format_html('<span class="num">{}</span>', full)
    return format_html(
        '<span class="strip-n"><span aria-hidden="true">{}</span>'
        '<span class="vh">{}</span></span>',
        short,
        full,
    )


def _counted(met: int, apply: int, verified: int, not_applying: int) -> tuple[str, str]:
    """What is counted as verified here is what is met: "4 of 5 met, 3 verified"."""
    numbers = {
        "met": met,
        "all": apply,
        "verified": verified,
        "not_applying": not_applying,
    }
    full = gettext("%(met)d of %(all)d met, %(verified)d verified") % numbers
    if not_applying:
        full += (
            ngettext(
                ", %(not_applying)d does not apply",
                ", %(not_applying)d do not apply",
                not_applying,
            )
            % numbers
        )
    return gettext("%(met)d/%(all)d met") % numbers, full
