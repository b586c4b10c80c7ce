"""What is known about one facility on one day, and whether a rule holds for it.

A rule is true, false or unknown. A missing fact makes every comparison unknown, and
so does its negation: silence satisfies no rule.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from facilities.criteria.catalog import CATALOG
from facilities.criteria.fields import FieldType, JsonValue
from facilities.criteria.grounds import (
    RANK,
    Fact,
    Facts,
    Ground,
    best,
    ground_of,
    join,
)
from facilities.criteria.schema import (
    AnyOf,
    ClaimStatus,
    Condition,
    Not,
    Operator,
    Rule,
)
from facilities.criteria.values import EXCLUSIVE_VALUES

NUMBERS = frozenset({FieldType.INT, FieldType.DECIMAL})
COMPARE: Mapping[Operator, Callable] = {
    Operator.EQ: lambda value, operand: value == operand,
    Operator.IN: lambda value, operand: value in operand,
    Operator.SET: lambda _value, operand: operand,
    Operator.GTE: lambda value, operand: value >= operand,
    Operator.LTE: lambda value, operand: value <= operand,
    Operator.LT: lambda value, operand: value < operand,
    Operator.HAS_ANY: lambda value, operand: not set(operand).isdisjoint(value),
    Operator.HAS_ALL: lambda value, operand: set(operand).issubset(value),
    Operator.HAS_COUNT: lambda value, operand: (
        len(set(value) - EXCLUSIVE_VALUES) >= operand
    ),
    Operator.ONLY: lambda value, operand: set(operand).issuperset(value),
}


@dataclass(frozen=True, slots=True)
class Known:
    value: JsonValue
    ground: Ground


@dataclass(frozen=True, slots=True)
class Verdict:
    """``ground`` is what ``truth`` rests on; there is none where it is unknown."""

    truth: bool | None
    ground: Ground | None


UNKNOWN = Verdict(None, None)


class Knowledge:
    """Facts as one criterion, or the flags, may use them."""

    def __init__(
        self,
        facts: Facts,
        on: date,
        *,
        criterion: str | None = None,
        minimum: ClaimStatus = ClaimStatus.ATTESTED,
    ):
        self.facts = facts
        self.on = on
        self.criterion = criterion
        self.minimum = minimum
        self.derived: dict[str, Known | None] = {}

    def get(self, name: str) -> Known | None:
        """None for what nobody said, and for what was found to be untrue."""
        if CATALOG.fields[name].is_derived:
            return self.derived.get(name)
        fact = self.facts.get(name)
        if fact is None or is_unusable(name, fact.status):
            return None
        ground = ground_of(name, fact, self.criterion, self.on)
        if RANK[ground.level] < RANK[self.minimum]:
            return None
        return Known(fact.value, ground)

    def knows(self, names: Iterable[str]) -> bool:
        return all(self.get(name) is not None for name in names)

    def ground(self, names: Iterable[str]) -> Ground:
        """What all of these facts, each of them known, amount to together."""
        return join(self.get(name).ground for name in names)

    def judge(self, rule: Rule) -> Verdict:
        if isinstance(rule, Condition):
            return self.compare(rule)
        if isinstance(rule, Not):
            return opposite(self.judge(rule.rule))
        verdicts = [self.judge(each) for each in rule.rules]
        return settle(verdicts, decisive=isinstance(rule, AnyOf))

    def compare(self, condition: Condition) -> Verdict:
        known = self.get(condition.field)
        if known is None:
            return UNKNOWN
        value = known.value
        if CATALOG.fields[condition.field].type in NUMBERS:
            value = Decimal(value)
        truth = COMPARE[condition.operator](value, condition.operand)
        return Verdict(truth, known.ground)


def is_unusable(name: str, status: ClaimStatus) -> bool:
    """Untrue, or a clinic's word on what only a moderator may say."""
    return status == ClaimStatus.CONTRADICTED or (
        status == ClaimStatus.ATTESTED and CATALOG.fields[name].is_moderator_only
    )


def is_contradicted(fact: Fact | None, on: date) -> bool:
    """Found to be untrue, and that finding still stands."""
    return (
        fact is not None
        and fact.status == ClaimStatus.CONTRADICTED
        and (fact.expires_on is None or fact.expires_on >= on)
    )


def opposite(verdict: Verdict) -> Verdict:
    if verdict.truth is None:
        return UNKNOWN
    return Verdict(not verdict.truth, verdict.ground)


def settle(verdicts: list[Verdict], *, decisive: bool) -> Verdict:
    """One true settles "any", one false settles "all"; otherwise all must be known."""
    deciding = [each.ground for each in verdicts if each.truth is decisive]
    if deciding:
        return Verdict(decisive, best(deciding))
    if any(each.truth is None for each in verdicts):
        return UNKNOWN
    return Verdict(not decisive, join(each.ground for each in verdicts))
