"""The criteria of one facility as its page shows them, group by group."""

from dataclasses import dataclass
from datetime import date

from facilities.criteria import (
    GROUPS,
    ClaimStatus,
    Criterion,
    CriterionStatus,
    Group,
)
from facilities.criteria.rules import facts_read
from facilities.criteria.schema import field_names
from facilities.presentation.standing import (
    Claims,
    Counts,
    Standing,
    count,
    is_neutral,
)
from facilities.presentation.statements import Statement, statements_of

MANY_CORE = 3
NOT_FULLY_MET = (CriterionStatus.PARTLY_MEETS, CriterionStatus.DOES_NOT_MEET)


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
    def is_neutral(self) -> bool:
        return is_neutral(
            self.status, self.level, is_voluntary=self.standing.is_voluntary
        )

    @property
    def reason(self) -> str:
        """Why an answer is less than "meets"."""
        if self.status in NOT_FULLY_MET and not self.is_neutral:
            return self.criterion.status_text[self.status]
        return ""

    @property
    def meaning(self) -> str:
        """What it takes to meet the criterion."""
        return self.criterion.status_text[CriterionStatus.MEETS]

    @property
    def is_question(self) -> bool:
        """It stands among the questions to ask the clinic."""
        return self.is_asked_of_clinic and needs_question(self.standing)

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
    def is_open(self) -> bool:
        """Unfolded at first: where most of the core checks are, alike for all clinics.

        What is folded keeps its line of marks.
        """
        core = sum(entry.criterion.is_core for entry in self.entries)
        return core >= MANY_CORE and not self.is_silent

    @property
    def is_silent(self) -> bool:
        """Nothing at all is said here, so that only questions are left."""
        return not any(entry.is_stated or entry.statements for entry in self.entries)


def needs_question(standing: Standing) -> bool:
    """A gap, a partial answer, a no, and a check that has lapsed: each asks back.

    A plain no to something voluntary leaves nothing to ask.
    """
    status, level = standing.status, standing.level
    if is_neutral(status, level, is_voluntary=standing.is_voluntary):
        return False
    return (
        status == CriterionStatus.NOT_STATED
        or status in NOT_FULLY_MET
        or level == ClaimStatus.LAPSED
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
