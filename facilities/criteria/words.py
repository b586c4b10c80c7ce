"""A rule in words, so that nobody has to take a verdict on trust."""

from collections.abc import Iterator, Mapping

from facilities.criteria.fields import Field, FieldType
from facilities.criteria.rules import RULED
from facilities.criteria.schema import (
    AllOf,
    AnyOf,
    Condition,
    Criterion,
    CriterionStatus,
    Not,
    Operator,
    Rule,
)

NUMBER_WORDS: Mapping[Operator, str] = {
    Operator.EQ: "",
    Operator.GTE: "at least ",
    Operator.LTE: "at most ",
    Operator.LT: "less than ",
}
LIST_WORDS: Mapping[Operator, str] = {
    Operator.IN: "one of ",
    Operator.HAS_ANY: "includes one of ",
    Operator.HAS_ALL: "includes all of ",
    Operator.ONLY: "nothing but ",
}
ONE_VALUE_WORDS: Mapping[Operator, str] = {
    Operator.IN: "",
    Operator.HAS_ANY: "includes ",
    Operator.HAS_ALL: "includes ",
    Operator.ONLY: "nothing but ",
}


def rules_in_words(
    criterion: Criterion, fields: Mapping[str, Field]
) -> Iterator[tuple[CriterionStatus, str]]:
    """Every rule with the status that it leads to, in the order they are tried."""
    applies = criterion.applies_when
    if applies:
        unless = applies.rule if isinstance(applies, Not) else Not(applies)
        yield CriterionStatus.NOT_APPLICABLE, rule_in_words(unless, fields)
    for status in RULED:
        yield status, rule_in_words(criterion.rules[status], fields)


def rule_in_words(rule: Rule, fields: Mapping[str, Field]) -> str:
    if isinstance(rule, Condition):
        return condition_in_words(rule, fields[rule.field])
    if isinstance(rule, Not):
        return f"not ({rule_in_words(rule.rule, fields)})"
    parts = [part_in_words(rule, each, fields) for each in rule.rules]
    return (" or " if isinstance(rule, AnyOf) else " and ").join(parts)


def part_in_words(whole: AllOf | AnyOf, part: Rule, fields) -> str:
    words = rule_in_words(part, fields)
    needs_brackets = isinstance(part, AllOf | AnyOf) and type(part) is not type(whole)
    return f"({words})" if needs_brackets else words


def condition_in_words(condition: Condition, field: Field) -> str:
    return f"“{field.label}”: {operand_in_words(condition, field)}"


def operand_in_words(condition: Condition, field: Field) -> str:
    operator, operand = condition.operator, condition.operand
    if operator is Operator.SET:
        return "given"
    if operator is Operator.HAS_COUNT:
        return f"at least {operand} named"
    if operator in LIST_WORDS:
        before = (LIST_WORDS if len(operand) > 1 else ONE_VALUE_WORDS)[operator]
        return before + ", ".join(f"“{field.value_label(each)}”" for each in operand)
    if field.type in (FieldType.INT, FieldType.DECIMAL):
        return NUMBER_WORDS[operator] + field.display(operand)
    if field.type is FieldType.BOOL:
        return field.display(operand).lower()
    return f"“{field.display(operand)}”"
