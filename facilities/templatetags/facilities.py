"""The marks, words and small pieces that every page is made of.

A tag that depends on the day reads ``today`` from the page's context, never a clock.
"""

from django import template
from django.template import engines
from django.utils.html import format_html
from django.utils.safestring import SafeString

from facilities.criteria import ClaimStatus, CriterionStatus
from facilities.models import Facility
from facilities.templatetags import formats, pips, queries
from facilities.templatetags.looks import GROUP_LOOKS, LINES, SEALS, VERDICTS, look_of

register = template.Library()
for library in (formats, pips, queries):
    register.filters |= library.register.filters
    register.tags |= library.register.tags


@register.simple_tag
def icon(name):
    """``{% icon "pin" %}``. Words stand beside it, or in ``.vh``."""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="#i-{}"/></svg>', name
    )


@register.simple_tag
def jinja(name, **context):
    """A piece of the page that is repeated hundreds of times: see ADR 0018."""
    return SafeString(engines["jinja2"].get_template(name).render(context))


@register.filter
def group_icon(group):
    return GROUP_LOOKS.get(group.slug, ("file", ""))[0]


@register.simple_tag
def verdict(status, level=None):
    """The answer, with the line of its level: ``{% verdict "meets" "lapsed" %}``."""
    status = CriterionStatus(status or CriterionStatus.NOT_STATED)
    return _verdict(status, level and ClaimStatus(level))


@register.simple_tag(takes_context=True)
def verdict_of(context, result):
    """``verdict`` of a CriterionResult or Standing, or of None, for "not stated"."""
    if result is None:
        return _verdict(CriterionStatus.NOT_STATED)
    return _verdict(
        CriterionStatus(result.status),
        result.level_on(context["today"]),
        is_voluntary=result.is_voluntary,
    )


def _verdict(status, level=None, *, is_voluntary=False):
    is_stated = status != CriterionStatus.NOT_STATED
    line = LINES.get(level) if is_stated else None
    under = (
        format_html('<use class="t-{0}" href="#u-{0}" width="24" height="28"/>', line)
        if line
        else ""
    )
    return format_html(
        '<span class="verdict {0}"><svg class="mark" viewBox="0 0 24 24"'
        ' aria-hidden="true"><use href="#v-{0}"/>{1}</svg>{2}</span>',
        look_of(status, level, is_voluntary=is_voluntary),
        under,
        VERDICTS[status][1],
    )


@register.simple_tag
def prov_short(level):
    """Who says so, in a word or two: for tables and cards."""
    kind, seal, words = SEALS[ClaimStatus(level)]
    return _sealed(kind, seal, format_html("{}", words))


@register.simple_tag
def seal(level):
    """Who says so as a mark alone, its words only read out: for small values."""
    kind, seal, words = SEALS[ClaimStatus(level)]
    return format_html(
        '<span class="prov {} alone"><svg class="seal" aria-hidden="true">'
        '<use href="#s-{}"/></svg><span class="vh">{}</span></span>',
        kind,
        seal,
        words,
    )


def seals():
    """All of them, by level."""
    return {level: seal(level) for level in SEALS}


def _sealed(kind, seal, words):
    return format_html(
        '<span class="prov {}"><svg class="seal" aria-hidden="true">'
        '<use href="#s-{}"/></svg><span>{}</span></span>',
        kind,
        seal,
        words,
    )


@register.inclusion_tag("components/_sample_note.html", takes_context=True)
def sample_note(context, facilities=None):
    """Says what is made up: the whole site, or some of what the page shows.

    A page shows ``facilities``, or else those that its context holds by this name.
    """
    listed = Facility.objects.published()
    if not listed.real().exists() and listed.samples().exists():
        return {"extent": "all"}
    shown = facilities or context.get("facilities") or ()
    has_sample = any(facility.is_sample for facility in shown)
    return {"extent": "some" if has_sample else "none"}
