"""The criteria of one facility as its page shows them, group by group."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from facilities.criteria import (
    FIELDS,
    GROUPS,
    ClaimStatus,
    Criterion,
    CriterionStatus,
    Group,
)
from facilities.criteria.rules import facts_read
from facilities.criteria.schema import field_names
from facilities.models import Claim
from facilities.presentation.how_known import HowKnown, how_known
from facilities.presentation.standing import Claims, Counts, Standing, count
from facilities.presentation.visible import visible

NOT_FULLY_MET = (CriterionStatus.PARTLY_MEETS, CriterionStatus.DOES_NOT_MEET)


@dataclass(frozen=True, slots=True)
class Line:
    """One stated fact. ``is_untrue``: a check found that it does not hold."""

    field: str
    label: str
    value: str
    is_untrue: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """Facts that were said and checked in the same way, so that it is said once."""

    lines: tuple[Line, ...]
    known: HowKnown


@dataclass(frozen=True, slots=True)
class Entry:
    """One criterion. ``borrowed`` are facts it rests on that belong elsewhere."""

    criterion: Criterion
    standing: Standing
    statements: tuple[Statement, ...]
    borrowed: tuple[Statement, ...]

    @property
    def status(self) -> CriterionStatus:
        return self.standing.status

    @property
    def level(self) -> ClaimStatus | None:
        return self.standing.level

    @property
    def is_confirmed(self) -> bool:
        return self.standing.is_confirmed

    @property
    def is_stated(self) -> bool:
        return self.status != CriterionStatus.NOT_STATED

    @property
    def is_asked_of_clinic(self) -> bool:
        """Some things only a moderator can say; a blank there is our own."""
        return self.criterion.self_report_allowed

    @property
    def reason(self) -> str:
        """Why an answer is less than "meets"."""
        if self.status in NOT_FULLY_MET:
            return self.criterion.status_text[self.status]
        return ""

    @property
    def meaning(self) -> str:
        """What it takes to meet the criterion."""
        return self.criterion.status_text[CriterionStatus.MEETS]

    @property
    def needs_question(self) -> bool:
        return needs_question(self.standing)

    @property
    def question(self) -> str:
        return question_of(self.criterion)

    @property
    def is_only_partly_checked(self) -> bool:
        """Some of its facts are checked, but not all that the answer rests on."""
        return self.level == ClaimStatus.ATTESTED and any(
            statement.known.level.counts_as_confirmed
            for statement in self.statements + self.borrowed
        )


@dataclass(frozen=True, slots=True)
class GroupEntries:
    group: Group
    entries: tuple[Entry, ...]
    counts: Counts

    @property
    def standings(self) -> list[Standing]:
        return [entry.standing for entry in self.entries]

    @property
    def is_silent(self) -> bool:
        """Nothing at all is said here, so that only questions are left."""
        return not any(entry.is_stated or entry.statements for entry in self.entries)


def needs_question(standing: Standing) -> bool:
    """A gap, a partial answer, a no, and a check that has lapsed: each asks back."""
    return (
        standing.status == CriterionStatus.NOT_STATED
        or standing.status in NOT_FULLY_MET
        or standing.level == ClaimStatus.LAPSED
    )


def question_of(criterion: Criterion) -> str:
    """The question, without the aside that tells an editor who answers it."""
    question = criterion.question_for_the_clinic
    if question.startswith("("):
        return question.partition(") ")[2] or question
    return question


def group_entries(
    standings: dict[str, Standing], claims: Claims, today: date
) -> tuple[GroupEntries, ...]:
    return tuple(
        _group_entries(group, standings, claims, today) for group in GROUPS.values()
    )


def statements_of(
    fields: Iterable[str], claims: Claims, today: date
) -> tuple[Statement, ...]:
    """The stated facts among ``fields``, in their order, put together by source."""
    together: dict[HowKnown, list[Line]] = {}
    for field in fields:
        claim = claims.get(field)
        if claim and FIELDS[field].is_public:
            together.setdefault(how_known(claim, today), []).append(_line(claim))
    return tuple(Statement(tuple(lines), known) for known, lines in together.items())


def _group_entries(group: Group, standings, claims, today) -> GroupEntries:
    entries = tuple(
        _entry(criterion, standings[criterion.slug], claims, today)
        for criterion in group.criteria
    )
    return GroupEntries(group, entries, count(entry.standing for entry in entries))


def _entry(criterion: Criterion, standing: Standing, claims, today) -> Entry:
    own = [field.name for field in criterion.fields]
    borrowed = [name for name in _grounds(criterion, standing) if name not in own]
    return Entry(
        criterion,
        standing,
        statements_of(own, claims, today),
        statements_of(borrowed, claims, today),
    )


def _grounds(criterion: Criterion, standing: Standing) -> tuple[str, ...]:
    """The fields that an answer rests on."""
    if standing.status == CriterionStatus.NOT_STATED:
        return ()
    if standing.status == CriterionStatus.NOT_APPLICABLE:
        return field_names(criterion.applies_when)
    return facts_read(criterion)


def _line(claim: Claim) -> Line:
    return Line(
        claim.field,
        claim.definition.label,
        visible(claim.display_value),
        claim.status == ClaimStatus.CONTRADICTED,
    )
