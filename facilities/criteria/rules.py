"""From facts to a status for each criterion. Pure: the day is always given."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from facilities.criteria.catalog import CATALOG
from facilities.criteria.doses import (
    POSITION_INPUTS,
    TABLE,
    DoseCheck,
    DosePosition,
    dose_bands,
    excuses,
    overall_position,
)
from facilities.criteria.flags import (
    SAFETY_FIELDS,
    RaisedFlag,
    red_flags,
    unanswered_safety_questions,
)
from facilities.criteria.grounds import (
    Fact,
    Facts,
    Ground,
    confirmation_limit_months,
    join,
)
from facilities.criteria.knowledge import Knowledge, is_contradicted
from facilities.criteria.schema import (
    ClaimStatus,
    Criterion,
    CriterionStatus,
    field_names,
)

__all__ = [
    "SAFETY_FIELDS",
    "DoseCheck",
    "DosePosition",
    "Evaluation",
    "Fact",
    "Facts",
    "RaisedFlag",
    "confirmation_limit_months",
    "dose_bands",
    "evaluate",
    "evaluate_all",
    "red_flags",
    "unanswered_safety_questions",
]

RULED = (
    CriterionStatus.DOES_NOT_MEET,
    CriterionStatus.MEETS,
    CriterionStatus.PARTLY_MEETS,
)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """``level`` is the lowest among ``facts_used``; None where nothing was used.

    ``confirmed_until`` is the last day on which all of them stand, if they are
    confirmed and one of them ends.
    """

    status: CriterionStatus
    confirmed_until: date | None = None
    level: ClaimStatus | None = None
    facts_used: tuple[str, ...] = ()

    @property
    def is_confirmed(self) -> bool:
        return self.level is not None and self.level.counts_as_confirmed


NOT_STATED = Evaluation(CriterionStatus.NOT_STATED)


def evaluate_all(facts: Facts, *, on: date) -> dict[str, Evaluation]:
    return {
        slug: evaluate(criterion, facts, on=on)
        for slug, criterion in CATALOG.criteria.items()
    }


def evaluate(criterion: Criterion, facts: Facts, *, on: date) -> Evaluation:
    """How a facility stands on one criterion; the order of the steps matters."""
    knowledge = Knowledge(facts, on, criterion=criterion.slug)
    if rules_out(criterion, knowledge):
        names = field_names(criterion.applies_when)
        return concluded(CriterionStatus.NOT_APPLICABLE, knowledge.ground(names))
    untrue = tuple(
        name for name in facts_read(criterion) if is_contradicted(facts.get(name), on)
    )
    if untrue:
        return Evaluation(
            CriterionStatus.DOES_NOT_MEET, None, ClaimStatus.CONTRADICTED, untrue
        )
    if reads_position(criterion):
        knowledge.derived[TABLE.position_field] = overall_position(knowledge)
    return judge_rules(criterion, knowledge)


def rules_out(criterion: Criterion, knowledge: Knowledge) -> bool:
    """Only known facts can make a criterion not apply; a blank one never does."""
    rule = criterion.applies_when
    return (
        rule is not None
        and knowledge.knows(field_names(rule))
        and knowledge.judge(rule).truth is False
    )


def judge_rules(criterion: Criterion, knowledge: Knowledge) -> Evaluation:
    for status in RULED:
        verdict = knowledge.judge(criterion.rules[status])
        if verdict.truth:
            grounds = [verdict.ground]
            if status is CriterionStatus.PARTLY_MEETS:
                grounds += excuses(knowledge)
            return concluded(status, join(grounds))
    partly = field_names(criterion.rules[CriterionStatus.PARTLY_MEETS])
    if not knowledge.knows(partly):
        return NOT_STATED
    return concluded(CriterionStatus.DOES_NOT_MEET, knowledge.ground(partly))


def concluded(status: CriterionStatus, ground: Ground) -> Evaluation:
    has_end = ground.level.counts_as_confirmed and ground.until < date.max
    until = ground.until if has_end else None
    return Evaluation(status, until, ground.level, ground.facts)


@cache
def facts_read(criterion: Criterion) -> tuple[str, ...]:
    """The stated facts that decide between the statuses, derived ones taken apart."""
    names = field_names(*criterion.rules.values())
    inputs = POSITION_INPUTS if TABLE.position_field in names else ()
    stated = (name for name in names if name != TABLE.position_field)
    return tuple(dict.fromkeys([*stated, *inputs, *criterion.answered_when_set]))


@cache
def reads_position(criterion: Criterion) -> bool:
    return TABLE.position_field in field_names(*criterion.rules.values())
