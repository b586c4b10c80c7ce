"""One group of criteria as a row of small marks. Loaded with ``facilities``."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from facilities.criteria import GROUPS, ClaimStatus, CriterionStatus, Group
from facilities.templatetags.looks import LINES, VERDICTS

register = template.Library()

WIDTH = 14
NOT_STATED = (CriterionStatus.NOT_STATED, None)
UNANSWERED = {CriterionStatus.NOT_STATED, CriterionStatus.NOT_APPLICABLE}
# How a criterion is answered, and how that is known, or None.
Mark = tuple[CriterionStatus, ClaimStatus | None]


@register.simple_tag(takes_context=True)
def pips(context, results, words="short"):
    """One group as a row of small marks, in the order of its criteria.

    ``results`` holds what has a ``status`` and a ``level_on`` for each criterion, or
    None for "not stated". ``words="full"`` shows the sentence that is otherwise only
    read out.
    """
    marks = [_mark(result, context["today"]) for result in results]
    short, full = words_of(marks)
    if words == "full":
        said = format_html('<span class="num">{}</span>', full)
    else:
        said = format_html(
            '<span class="strip-n"><span aria-hidden="true">{}</span>'
            '<span class="vh">{}</span></span>',
            short,
            full,
        )
    return drawn(marks) + said


@register.inclusion_tag("components/_strip.html")
def strip(marks: Mapping[str, Mark]):
    """All groups of one facility; what is not in ``marks`` is not stated."""
    return {"groups": [(group, *group_pips(group, marks)) for group in GROUPS.values()]}


def group_pips(group: Group, marks: Mapping[str, Mark]) -> tuple[SafeString, str, str]:
    """The drawing, a few words to stand beside it, and the sentence to be read out."""
    own = [marks.get(criterion.slug, NOT_STATED) for criterion in group.criteria]
    return drawn(own), *words_of(own)


def drawn(marks: Sequence[Mark]) -> SafeString:
    width = WIDTH * len(marks)
    return format_html(
        '<svg class="pips" width="{0}" height="18" viewBox="0 0 {0} 18"'
        ' aria-hidden="true">{1}</svg>',
        width,
        SafeString(
            "".join(
                _pip(status, level, WIDTH * place)
                for place, (status, level) in enumerate(marks)
            )
        ),
    )


@cache
def _pip(status: CriterionStatus, level: ClaimStatus | None, x: int) -> SafeString:
    line = LINES.get(level)
    place = format_html(' x="{}"', x) if x else ""
    mark = '<use class="{0}" href="#k-{1}"{2} width="14" height="18"/>'
    name = VERDICTS[status][0]
    drawn = format_html(mark, name, name, place)
    return drawn + format_html(mark, f"t-{line}", line, place) if line else drawn


def words_of(marks: Iterable[Mark]) -> tuple[str, str]:
    """In short, and as a sentence."""
    statuses = [status for status, _level in marks]
    levels = [level for status, level in marks if status == CriterionStatus.MEETS]
    if CriterionStatus.NOT_STATED in statuses and UNANSWERED.issuperset(statuses):
        # Silence has no count: "0 of 6 met" would read as a no.
        return gettext("none stated"), gettext("Nothing stated")
    return _counted(
        len(levels),
        len(statuses),
        sum(LINES.get(level) == "verified" for level in levels),
        statuses.count(CriterionStatus.NOT_APPLICABLE),
        get_language(),
    )


@lru_cache(maxsize=5000)
def _counted(
    met: int, asked: int, verified: int, not_applying: int, _language: str | None
) -> tuple[str, str]:
    """What is counted as verified here is what is met: "4 of 5 met, 3 verified"."""
    numbers = {
        "met": met,
        "all": asked - not_applying,
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


def _mark(result, today) -> Mark:
    if result is None:
        return NOT_STATED
    return CriterionStatus(result.status), result.level_on(today)
