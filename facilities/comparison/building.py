"""Builds the comparison from rows that are already fetched."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from facilities.comparison.cells import Side, cell_of
from facilities.comparison.table import (
    BasicRow,
    Column,
    Comparison,
    CriterionRow,
    GroupRows,
    Questions,
)
from facilities.criteria import FACETS, GROUPS, Group
from facilities.models import Facility
from facilities.presentation.contact import closing_of
from facilities.presentation.flags import raised_flags, safety_gaps
from facilities.presentation.general import GeneralFact, general_fact, session_price
from facilities.presentation.standing import (
    claims_today,
    count,
    facts_of,
    standings,
)
from facilities.presentation.visible import visible

LETTERS = "ABCD"
BRIEF_NAME_LENGTH = 14
BASICS = (
    ("routes", _("Given as")),
    ("dosing_setting", _("Where doses are taken")),
    ("payment_types", _("Paying")),
    ("accepting_new_patients", _("New patients")),
)


def build_comparison(facilities: Sequence[Facility], today: date) -> Comparison:
    """Facilities in the order given; claims, results, flags and prices fetched."""
    sides = [
        _side(letter, facility, today)
        for letter, facility in zip(LETTERS, facilities, strict=False)
    ]
    groups = tuple(_group_rows(group, sides, today) for group in GROUPS.values())
    return Comparison(
        columns=tuple(side.column for side in sides),
        basics=tuple(_basic_rows(sides, today)),
        groups=groups,
        questions=tuple(_questions(side.column, groups) for side in sides),
    )


def _side(letter: str, facility: Facility, today: date) -> Side:
    claims = claims_today(facility, today)
    standing = standings(facility, claims, today)
    name = visible(facility.full_name)
    column = Column(
        letter=letter,
        slug=facility.slug,
        name=name,
        brief=brief_name(name),
        is_sample=facility.is_sample,
        place=visible(facility.place),
        closing=closing_of(facility),
        counts=count(standing.values()),
        flags=raised_flags(facility, claims, today),
        unanswered=safety_gaps(claims, today).count,
    )
    return Side(column, facility, claims, facts_of(claims, today), standing)


def brief_name(name: str) -> str:
    """As many of the first words as fit, and at least a part of the first."""
    words = name.split()
    brief = words[0][:BRIEF_NAME_LENGTH] if words else ""
    for word in words[1:]:
        if len(f"{brief} {word}") > BRIEF_NAME_LENGTH:
            break
        brief = f"{brief} {word}"
    return brief.rstrip(" ,;:-&")


def _basic_rows(sides: Sequence[Side], today: date) -> Iterable[BasicRow]:
    yield _basic_row(
        _("Price for each session"),
        sides,
        lambda side: session_price(side.facility, today),
    )
    for name, label in BASICS:
        yield _basic_row(
            label,
            sides,
            lambda side, name=name: general_fact(FACETS[name], side.claims, today),
        )


def _basic_row(
    label: str | Promise, sides: Sequence[Side], fact: Callable[[Side], GeneralFact]
) -> BasicRow:
    return BasicRow(label, tuple((side.column, fact(side)) for side in sides))


def _group_rows(group: Group, sides: Sequence[Side], today: date) -> GroupRows:
    return GroupRows(
        group,
        standings=tuple(
            (side.column, [side.standings[each.slug] for each in group.criteria])
            for side in sides
        ),
        rows=tuple(
            CriterionRow(
                criterion, tuple(cell_of(criterion, side, today) for side in sides)
            )
            for criterion in group.criteria
        ),
    )


def _questions(column: Column, groups: Sequence[GroupRows]) -> Questions:
    asked = [
        row
        for group in groups
        for row in group.rows
        for cell in row.cells
        if cell.column is column
        and cell.needs_question
        and row.criterion.self_report_allowed
    ]
    first = tuple(row for row in asked if row.criterion.is_core)
    return Questions(column, first, more=len(asked) - len(first))
