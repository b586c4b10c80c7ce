"""Builds a column of the comparison from rows that are already fetched."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from facilities.comparison.cells import Sources, cell_of
from facilities.comparison.table import Column
from facilities.criteria import CRITERIA, FACETS
from facilities.models import Facility
from facilities.presentation.contact import closing_of
from facilities.presentation.flags import raised_flags, safety_gaps
from facilities.presentation.general import GeneralFact, general_fact, session_price
from facilities.presentation.standing import (
    Claims,
    claims_today,
    count,
    facts_of,
    standings,
)
from facilities.presentation.visible import visible

BRIEF_NAME_LENGTH = 14
BASIC_FACTS = {
    "routes": _("Given as"),
    "dosing_setting": _("Where doses are taken"),
    "payment_types": _("Paying"),
    "accepting_new_patients": _("New patients"),
}
BASICS = (_("Price for each session"), *BASIC_FACTS.values())


def build_column(facility: Facility, today: date) -> Column:
    claims = claims_today(facility, today)
    standing = standings(facility, claims, today)
    sources = Sources(claims, facts_of(claims, today), standing, today)
    name = visible(facility.full_name)
    return Column(
        slug=facility.slug,
        name=name,
        brief=brief_name(name),
        is_sample=facility.is_sample,
        state=facility.state,
        place=visible(facility.place),
        closing=closing_of(facility),
        counts=count(standing.values()),
        flags=raised_flags(facility, claims, today),
        unanswered=safety_gaps(claims, today).count,
        basics=tuple(_basics(facility, claims, today)),
        cells={slug: cell_of(each, sources) for slug, each in CRITERIA.items()},
    )


def brief_name(name: str) -> str:
    """As many of the first words as fit, and at least a part of the first."""
    words = name.split()
    brief = words[0][:BRIEF_NAME_LENGTH] if words else ""
    for word in words[1:]:
        if len(f"{brief} {word}") > BRIEF_NAME_LENGTH:
            break
        brief = f"{brief} {word}"
    return brief.rstrip(" ,;:-&")


def _basics(facility: Facility, claims: Claims, today: date) -> Iterator[GeneralFact]:
    """In the order of ``BASICS``."""
    yield session_price(facility, today)
    for name in BASIC_FACTS:
        yield general_fact(FACETS[name], claims, today)
