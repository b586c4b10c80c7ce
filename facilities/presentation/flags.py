"""Red flags with the facts they rest on, and safety questions without an answer."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from facilities.criteria import CRITERIA, FIELDS, FlagDisplay, RedFlag
from facilities.criteria.rules import red_flags, unanswered_safety_questions
from facilities.models import Facility
from facilities.presentation.entries import question_of
from facilities.presentation.standing import Claims, facts_of
from facilities.presentation.statements import Statement, statements_of
from facilities.presentation.visible import visible


@dataclass(frozen=True, slots=True)
class Reply:
    text: str
    day: date


@dataclass(frozen=True, slots=True)
class FlagEntry:
    """``is_established``: it rests on more than the clinic's own answer.

    ``reply`` is the clinic's, if it is on record and was asked for.
    """

    flag: RedFlag
    is_established: bool
    statements: tuple[Statement, ...]
    reply: Reply | None = None

    @property
    def is_banner(self) -> bool:
        return self.flag.display == FlagDisplay.BANNER


@dataclass(frozen=True, slots=True)
class SafetyGap:
    """Safety questions without an answer that one question to the clinic covers.

    ``criterion`` is its slug, or empty for general facts, which have no question.
    """

    labels: tuple[str, ...]
    question: str
    criterion: str


@dataclass(frozen=True, slots=True)
class SafetyGaps:
    gaps: tuple[SafetyGap, ...]

    @property
    def count(self) -> int:
        return sum(len(gap.labels) for gap in self.gaps)


def raised_flags(
    facility: Facility, claims: Claims, today: date
) -> tuple[FlagEntry, ...]:
    """The flags that stand today, banners first."""
    return tuple(
        sorted(_raised(facility, claims, today), key=lambda flag: not flag.is_banner)
    )


def with_replies(facility: Facility, flags: Iterable[FlagEntry]):
    """The flags with the clinic's replies, from rows that are already fetched."""
    replies = {
        row.flag: Reply(visible(row.text), row.replied_on)
        for row in facility.flag_replies.all()
    }
    return tuple(replace(flag, reply=replies.get(flag.flag.slug)) for flag in flags)


def safety_gaps(claims: Claims, today: date) -> SafetyGaps:
    labels: dict[str, list[str]] = {}
    for name in unanswered_safety_questions(facts_of(claims, today)):
        field = FIELDS[name]
        labels.setdefault(field.criterion or "", []).append(field.label)
    return SafetyGaps(tuple(_gap(slug, names) for slug, names in labels.items()))


def _raised(facility: Facility, claims: Claims, today: date) -> Iterator[FlagEntry]:
    """A flag that needs a check ends with the check, whatever its row says."""
    rows = [row for row in facility.flags.all() if row.is_raised_on(today)]
    if not rows:
        return
    raised = red_flags(facts_of(claims, today), on=today)
    reasons = {each.flag.slug: each.facts_used for each in raised}
    for row in rows:
        is_decided_by_moderator = row.definition.trigger is None
        if row.flag in reasons or is_decided_by_moderator:
            yield FlagEntry(
                row.definition,
                is_decided_by_moderator or row.is_established_on(today),
                statements_of(reasons.get(row.flag, ()), claims, today),
            )


def _gap(criterion: str, labels: list[str]) -> SafetyGap:
    question = question_of(CRITERIA[criterion]) if criterion else ""
    return SafetyGap(tuple(labels), question, criterion)
