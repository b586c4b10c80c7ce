"""Red flags: stated or proven facts, never a conclusion from silence."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from facilities.criteria.catalog import CATALOG
from facilities.criteria.grounds import Facts
from facilities.criteria.knowledge import Knowledge, is_contradicted, is_unusable
from facilities.criteria.schema import RedFlag, SafetyQuestion, field_names

CONTRADICTED_CLAIM = CATALOG.red_flags["contradicted-claim"]
# All that ``unanswered_safety_questions`` reads.
SAFETY_FIELDS = frozenset(
    name
    for question in CATALOG.safety_questions
    for name in (question.field, *field_names(question.applies_when))
)


@dataclass(frozen=True, slots=True)
class RaisedFlag:
    """``is_established``: it rests on more than the clinic's own answer."""

    flag: RedFlag
    is_established: bool
    facts_used: tuple[str, ...]


def red_flags(facts: Facts, *, on: date) -> tuple[RaisedFlag, ...]:
    return tuple(raised(facts, on))


def raised(facts: Facts, on: date) -> Iterator[RaisedFlag]:
    for flag in CATALOG.red_flags.values():
        if flag is CONTRADICTED_CLAIM:
            untrue = contradicted_names(facts, on)
            if untrue:
                yield RaisedFlag(flag, is_established=True, facts_used=untrue)
        elif flag.trigger:
            verdict = Knowledge(facts, on, minimum=flag.minimum_level).judge(
                flag.trigger
            )
            if verdict.truth:
                ground = verdict.ground
                yield RaisedFlag(flag, ground.level.counts_as_confirmed, ground.facts)


def contradicted_names(facts: Facts, on: date) -> tuple[str, ...]:
    return tuple(
        name for name in CATALOG.fields if is_contradicted(facts.get(name), on)
    )


def unanswered_safety_questions(facts: Facts) -> tuple[str, ...]:
    """Fields that feed the flags, that apply as far as is known, and have no answer."""
    knowledge = Knowledge(facts, date.min)
    return tuple(
        question.field
        for question in CATALOG.safety_questions
        if not is_answered(question.field, facts) and is_asked(question, knowledge)
    )


def is_answered(name: str, facts: Facts) -> bool:
    fact = facts.get(name)
    return fact is not None and not is_unusable(name, fact.status)


def is_asked(question: SafetyQuestion, knowledge: Knowledge) -> bool:
    rule = question.applies_when
    return rule is None or knowledge.judge(rule).truth is True
