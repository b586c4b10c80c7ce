"""All that a clinic's own page shows, from rows that are already fetched."""

from dataclasses import dataclass
from datetime import date

from facilities.criteria import FACETS
from facilities.models import Facility
from facilities.models.history import FacilityHistory
from facilities.presentation.contact import Contact, contact_of
from facilities.presentation.entries import (
    Entry,
    GroupEntries,
    group_entries,
)
from facilities.presentation.flags import (
    FlagEntry,
    SafetyGaps,
    raised_flags,
    safety_gaps,
    with_replies,
)
from facilities.presentation.general import (
    GeneralFact,
    Section,
    general_fact,
    general_sections,
    key_facts,
)
from facilities.presentation.history import History, history_words
from facilities.presentation.off_label import OffLabel, off_label
from facilities.presentation.offers import (
    Doses,
    StaffRow,
    doses,
    staff_rows,
)
from facilities.presentation.prices import CoursePrice, course_price
from facilities.presentation.samhsa import (
    SamhsaRow,
    ketamine_edition,
    samhsa_rows,
)
from facilities.presentation.sources import Sources, sources_of
from facilities.presentation.standing import Counts, claims_today, count, standings
from facilities.presentation.statements import Statement, statements_of
from facilities.presentation.timeline import Timeline, timeline_of
from facilities.presentation.watching import watching


@dataclass(frozen=True, slots=True)
class Questions:
    """``first`` are about core criteria. What only moderators check is not asked."""

    first: tuple[Entry, ...]
    more: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class FacilityPage:
    contact: Contact
    hours: GeneralFact
    is_sample: bool
    key_facts: tuple[GeneralFact, ...]
    flags: tuple[FlagEntry, ...]
    safety: SafetyGaps
    counts: Counts
    groups: tuple[GroupEntries, ...]
    sections: tuple[Section, ...]
    staff: tuple[StaffRow, ...]
    prices: CoursePrice
    doses: Doses
    watching: tuple[GeneralFact, ...]
    timeline: Timeline
    off_label: OffLabel
    samhsa: tuple[SamhsaRow, ...]
    ketamine_edition: int | None
    samhsa_codes: tuple[Statement, ...]
    questions: Questions
    history: History
    sources: Sources


def build_page(
    facility: Facility, history: FacilityHistory, today: date
) -> FacilityPage:
    claims = claims_today(facility, today)
    standing = standings(facility, claims, today)
    groups = group_entries(standing, claims, today)
    samhsa = samhsa_rows(facility)
    dosing = doses(claims, today)
    return FacilityPage(
        contact=contact_of(facility),
        hours=general_fact(FACETS["opening_hours"], claims, today),
        is_sample=facility.is_sample,
        key_facts=key_facts(facility, claims, today),
        flags=with_replies(facility, raised_flags(facility, claims, today)),
        safety=safety_gaps(claims, today),
        counts=count(standing.values()),
        groups=groups,
        sections=general_sections(claims, today),
        staff=staff_rows(facility, today),
        prices=course_price(facility, claims, today),
        doses=dosing,
        watching=watching(claims, today),
        timeline=timeline_of(claims, today),
        off_label=off_label(claims, today),
        samhsa=samhsa,
        ketamine_edition=ketamine_edition(samhsa),
        samhsa_codes=statements_of(["samhsa_codes"], claims, today),
        questions=questions_of(groups),
        history=history_words(history, today),
        sources=sources_of(facility, claims, dosing),
    )


def questions_of(groups: tuple[GroupEntries, ...]) -> Questions:
    asked = [entry for group in groups for entry in group.entries if entry.is_question]
    return Questions(
        first=tuple(entry for entry in asked if entry.criterion.is_core),
        more=tuple(entry for entry in asked if not entry.criterion.is_core),
    )
