"""The marks, words and small pieces that every page is made of.

A tag that depends on the day reads ``today`` from the page's context, never a clock.
"""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from facilities.criteria import GROUPS, ClaimStatus, CriterionStatus
from facilities.models import Facility
from facilities.templatetags import formats, queries

register = template.Library()
for library in (formats, queries):
    register.filters |= library.register.filters
    register.tags |= library.register.tags

VERDICTS = {
    CriterionStatus.MEETS: ("meets", _("Meets")),
    CriterionStatus.PARTLY_MEETS: ("partly", _("Partly meets")),
    CriterionStatus.DOES_NOT_MEET: ("not", _("Does not meet")),
    CriterionStatus.NOT_STATED: ("unstated", _("Not stated")),
    CriterionStatus.NOT_APPLICABLE: ("na", _("Does not apply")),
}
UNANSWERED = {CriterionStatus.NOT_STATED, CriterionStatus.NOT_APPLICABLE}
# The line under an answer: we checked it. What only the clinic says has none.
LINES = {
    ClaimStatus.DOCUMENT_SEEN: "verified",
    ClaimStatus.PRIMARY_SOURCE: "verified",
    ClaimStatus.LAPSED: "lapsed",
    ClaimStatus.CONTRADICTED: "contradicted",
}
SEALS = {
    ClaimStatus.ATTESTED: ("stated", "stated", _("Stated")),
    ClaimStatus.DOCUMENT_SEEN: ("verified", "document", _("Verified, document seen")),
    ClaimStatus.PRIMARY_SOURCE: ("verified", "verified", _("Verified at the source")),
    ClaimStatus.LAPSED: ("lapsed", "lapsed", _("Lapsed")),
    ClaimStatus.CONTRADICTED: ("contradicted", "contradicted", _("Found untrue")),
}
GROUP_LOOKS = {
    "staff": ("staff", _("Staff")),
    "suitability": ("screen", _("Suitability")),
    "protocol": ("drop", _("Dosing")),
    "supervision": ("pulse", _("Supervision")),
    "misuse": ("shield", _("Misuse")),
    "facility": ("door", _("Facility")),
    "aftercare": ("loop", _("Aftercare")),
    "information": ("book", _("Education")),
}


@register.simple_tag
def icon(name):
    """``{% icon "pin" %}``. Words stand beside it, or in ``.vh``."""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="#i-{}"/></svg>', name
    )


@register.filter
def group_icon(group):
    return GROUP_LOOKS.get(group.slug, ("file", ""))[0]


@register.filter
def short_title(group):
    """A group's name in one word, for strips."""
    return GROUP_LOOKS.get(group.slug, ("", group.title))[1]


@register.simple_tag
def verdict(status, level=None):
    """The answer, with the line of its level: ``{% verdict result.status level %}``."""
    name, words = VERDICTS[CriterionStatus(status or CriterionStatus.NOT_STATED)]
    line = LINES.get(level and ClaimStatus(level))
    under = (
        format_html('<use class="t-{0}" href="#u-{0}" width="24" height="28"/>', line)
        if line and status
        else ""
    )
    return format_html(
        '<span class="verdict {0}"><svg class="mark" viewBox="0 0 24 24"'
        ' aria-hidden="true"><use href="#v-{0}"/>{1}</svg>{2}</span>',
        name,
        under,
        words,
    )


@register.simple_tag(takes_context=True)
def verdict_of(context, result):
    """``verdict`` of a CriterionResult, or of None, which is "not stated"."""
    if result is None:
        return verdict(CriterionStatus.NOT_STATED)
    return verdict(result.status, result.level_on(context["today"]))


@register.simple_tag
def prov_short(level):
    """Who says so, in a word or two: for tables and cards."""
    kind, seal, words = SEALS[ClaimStatus(level)]
    return _sealed(kind, seal, format_html("{}", words))


@register.simple_tag(takes_context=True)
def seal_of(context, record):
    """Who says so as a mark alone, its words only read out: for small values."""
    kind, seal, words = SEALS[record.status_on(context["today"])]
    return format_html(
        '<span class="prov {} alone"><svg class="seal" aria-hidden="true">'
        '<use href="#s-{}"/></svg><span class="vh">{}</span></span>',
        kind,
        seal,
        words,
    )


def _sealed(kind, seal, words):
    return format_html(
        '<span class="prov {}"><svg class="seal" aria-hidden="true">'
        '<use href="#s-{}"/></svg><span>{}</span></span>',
        kind,
        seal,
        words,
    )


@register.simple_tag(takes_context=True)
def pips(context, results, words="short"):
    """One group as a row of small marks, in the order of its criteria.

    ``results`` holds a CriterionResult for each criterion, or None for "not stated".
    ``words="full"`` shows the sentence that is otherwise only read out.
    """
    marks = [_mark(result, context["today"]) for result in results]
    width = 14 * len(marks)
    drawn = format_html_join(
        "", "{}", ((_pip(*mark, x=14 * place),) for place, mark in enumerate(marks))
    )
    return format_html(
        '<svg class="pips" width="{0}" height="18" viewBox="0 0 {0} 18"'
        ' aria-hidden="true">{1}</svg>{2}',
        width,
        drawn,
        _pip_words(marks, words),
    )


def _mark(result, today):
    if result is None:
        return CriterionStatus.NOT_STATED, None
    return CriterionStatus(result.status), result.level_on(today)


def _pip(status, level, *, x):
    line = LINES.get(level)
    place = format_html(' x="{}"', x) if x else ""
    mark = '<use class="{0}" href="#k-{1}"{2} width="14" height="18"/>'
    name = VERDICTS[status][0]
    drawn = format_html(mark, name, name, place)
    return drawn + format_html(mark, f"t-{line}", line, place) if line else drawn


def _pip_words(marks, words):
    short, full = _silence() if _is_silent(marks) else _counted(marks)
    if words == "full":
        return format_html('<span class="num">{}</span>', full)
    return format_html(
        '<span class="strip-n"><span aria-hidden="true">{}</span>'
        '<span class="vh">{}</span></span>',
        short,
        full,
    )


def _is_silent(marks):
    """Nothing that applies is stated."""
    statuses = {status for status, _level in marks}
    return CriterionStatus.NOT_STATED in statuses and statuses <= UNANSWERED


def _silence():
    """Silence has no count: "0 of 6 met" would read as a no."""
    return gettext("none stated"), gettext("Nothing stated")


def _counted(marks):
    """What is counted as verified here is what is met: "4 of 5 met, 3 verified"."""
    levels = [level for status, level in marks if status == CriterionStatus.MEETS]
    apply = sum(status != CriterionStatus.NOT_APPLICABLE for status, _level in marks)
    numbers = {
        "met": len(levels),
        "all": apply,
        "verified": sum(LINES.get(level) == "verified" for level in levels),
        "not_applying": len(marks) - apply,
    }
    full = gettext("%(met)d of %(all)d met, %(verified)d verified") % numbers
    if numbers["not_applying"]:
        full += (
            ngettext(
                ", %(not_applying)d does not apply",
                ", %(not_applying)d do not apply",
                numbers["not_applying"],
            )
            % numbers
        )
    return gettext("%(met)d/%(all)d met") % numbers, full


@register.inclusion_tag("components/_strip.html", takes_context=True)
def strip(context, facility, *, links=False):
    """All groups of one facility. ``links`` leads each to ``#group-<slug>``."""
    by_criterion = {result.criterion: result for result in facility.results.all()}
    groups = [
        (group, [by_criterion.get(criterion.slug) for criterion in group.criteria])
        for group in GROUPS.values()
    ]
    return {"groups": groups, "links": links, "today": context["today"]}


@register.inclusion_tag("components/_red_flags.html", takes_context=True)
def red_flags(context, facility):
    """The red flags that stand today, banners first, each with who says so."""
    today = context["today"]
    raised = [flag for flag in facility.flags.all() if flag.is_raised_on(today)]
    raised.sort(key=lambda flag: (flag.definition.display, flag.flag))
    return {"flags": [(flag, flag.is_established_on(today)) for flag in raised]}


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
