"""The comparison, drawn from columns that do not change.

What depends on a column alone is drawn once for each language and kept, as the column
is: see ``facilities.comparison.reading``.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from facilities.comparison import BASICS, Column, Comparison, Tally, tally_of
from facilities.comparison.reading import MOST_REMEMBERED
from facilities.comparison.table import Cell, CriterionRow
from facilities.criteria import CRITERIA, EVIDENCE_TYPES, GROUPS, ClaimStatus, Group
from facilities.presentation.entries import question_of
from facilities.presentation.how_known import HowKnown, day_words, month_words
from facilities.templatetags.facilities import verdict_of
from facilities.templatetags.pips import pips

register = template.Library()
TODAY_NEVER_MATTERS = {"today": None}  # for what is drawn from a column of one day
WAYS_TO_MARK = 8  # a row differs or not, matters or not, is a must or not


@dataclass(frozen=True, slots=True)
class DrawnColumn:
    """The table cells of one clinic, from the top, and its questions by criterion."""

    flags: SafeString
    place: SafeString
    basics: tuple[SafeString, ...]
    counts: SafeString
    groups: Mapping[str, SafeString]
    cells: Mapping[str, SafeString]


@dataclass(frozen=True, slots=True)
class DrawnGroup:
    group: Group
    head: SafeString
    rows: SafeString


@dataclass(frozen=True, slots=True)
class DrawnTable:
    flags: SafeString
    place: SafeString
    basics: tuple[tuple[str, SafeString], ...]
    counts: SafeString
    groups: tuple[DrawnGroup, ...]


@register.simple_tag
def tally(comparison: Comparison, column: Column) -> Tally:
    return tally_of(column, comparison.mine, comparison.must)


@register.simple_tag
def picks(comparison: Comparison) -> Iterator[tuple[Group, SafeString]]:
    """Every criterion as something to tick, group by group."""
    language = get_language()
    for group in GROUPS.values():
        slugs = [each.slug for each in group.criteria]
        yield (
            group,
            _joined(
                _pick(slug, language, slug in comparison.mine, slug in comparison.must)
                for slug in slugs
            ),
        )


@lru_cache(maxsize=4 * len(CRITERIA))
def _pick(slug, _language, is_mine, is_must) -> SafeString:
    marks = {"is_mine": is_mine, "is_must": is_must}
    return render_to_string(
        "facilities/_compare_pick.html", {"criterion": CRITERIA[slug], **marks}
    )


@register.simple_tag
def drawn(comparison: Comparison) -> DrawnTable:
    language = get_language()
    columns = [draw_column(column, language) for column in comparison.columns]
    return DrawnTable(
        flags=_joined(column.flags for column in columns),
        place=_joined(column.place for column in columns),
        basics=tuple(
            (label, _joined(column.basics[place] for column in columns))
            for place, label in enumerate(BASICS)
        ),
        counts=_joined(column.counts for column in columns),
        groups=tuple(_groups(comparison, columns, language)),
    )


def _joined(pieces: Iterable[SafeString]) -> SafeString:
    return mark_safe("".join(pieces))  # noqa: S308 -- pieces of HTML that are safe


def _groups(comparison, columns, language) -> Iterator[DrawnGroup]:
    for each in comparison.groups:
        slug = each.group.slug
        yield DrawnGroup(
            each.group,
            head=_group_head(slug, language)
            + _joined(column.groups[slug] for column in columns),
            rows=_joined(_row(row, columns, language) for row in each.rows),
        )


def _row(row: CriterionRow, columns, language) -> SafeString:
    slug = row.criterion.slug
    return format_html(
        '<tr role="row" class="crow {}{}">{}{}</tr>\n',
        "diff" if row.differs else "same",
        " mine" if row.is_mine else "",
        _row_head(slug, language, row.differs, row.is_mine, row.is_must),
        _joined(column.cells[slug] for column in columns),
    )


@lru_cache(maxsize=2 * len(GROUPS))
def _group_head(slug: str, _language: str | None) -> SafeString:
    return render_to_string(
        "facilities/_compare_group_head.html", {"group": GROUPS[slug]}
    )


@lru_cache(maxsize=WAYS_TO_MARK * len(CRITERIA))
def _row_head(slug, _language, differs, is_mine, is_must) -> SafeString:
    marks = {"differs": differs, "is_mine": is_mine, "is_must": is_must}
    return render_to_string(
        "facilities/_compare_row_head.html", {"criterion": CRITERIA[slug], **marks}
    )


@lru_cache(maxsize=MOST_REMEMBERED)
def draw_column(column: Column, _language: str | None) -> DrawnColumn:
    def piece(name: str, **more) -> SafeString:
        context = {"column": column} | more
        return render_to_string(f"facilities/_compare_{name}.html", context)

    return DrawnColumn(
        flags=piece("flags"),
        place=piece("place"),
        basics=tuple(piece("basic", fact=fact) for fact in column.basics),
        counts=piece("counts"),
        groups={
            slug: _cell(column, pips(TODAY_NEVER_MATTERS, column.standings(group)))
            for slug, group in GROUPS.items()
        },
        cells={
            slug: _cell(column, *_answer(slug, cell))
            for slug, cell in column.cells.items()
        },
    )


def _cell(column: Column, *pieces: SafeString) -> SafeString:
    """``data-who`` says whose it is where cells stand below one another."""
    return format_html(
        '<td role="cell" data-who="{}"><div class="ans">{}</div></td>',
        column.brief,
        _joined(pieces),
    )


def _answer(slug: str, cell: Cell) -> Iterator[SafeString]:
    yield verdict_of(TODAY_NEVER_MATTERS, cell.standing)
    if cell.known:
        yield known(cell.known)
    if cell.detail:
        yield format_html('<span class="val">{}</span>', _detail(cell))
    if not cell.is_stated:
        yield _gap(slug, get_language(), cell.is_begun)


def _detail(cell: Cell) -> str:
    if not cell.is_untrue:
        return cell.detail
    said = gettext("Found untrue. The clinic said:")
    return format_html("{} <del>{}</del>", said, cell.detail)


@lru_cache(maxsize=2 * len(CRITERIA))
def _gap(slug: str, _language: str | None, is_begun: bool) -> SafeString:  # noqa: FBT001
    criterion = CRITERIA[slug]
    context = {"criterion": criterion, "question": question_of(criterion)}
    return render_to_string(
        "facilities/_compare_gap.html", context | {"is_begun": is_begun}
    )


@register.simple_tag
def known(known: HowKnown) -> SafeString:
    """Who says so, by which evidence, since when and until when: for tables."""
    return format_html(
        '<span class="prov {}"><svg class="seal" aria-hidden="true">'
        '<use href="#s-{}"/></svg><span>{}{}</span></span>',
        known.kind,
        known.seal,
        known.short,
        _check(known) if known.verified_on else "",
    )


def _check(known: HowKnown) -> SafeString:
    """How long a check stands, and what was looked at."""
    kind = EVIDENCE_TYPES.get(known.evidence_kind)
    return format_html(
        '{}<span class="evid">{}</span>', _until(known), kind.title if kind else ""
    )


def _until(known: HowKnown) -> str:
    if known.level == ClaimStatus.LAPSED:
        return gettext("; checked %(day)s") % {"day": day_words(known.verified_on)}
    words = gettext("; until %(month)s")
    if known.level.counts_as_confirmed:
        words = gettext("; due %(month)s")
    return words % {"month": month_words(known.expires_on)}
