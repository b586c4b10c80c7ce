"""From the written rule language to rule objects. method.yaml explains the words."""

import re
from collections.abc import Mapping
from decimal import Decimal

from facilities.criteria.fields import Field, FieldType
from facilities.criteria.schema import (
    AllOf,
    AnyOf,
    Condition,
    DefinitionError,
    Not,
    Operator,
    Rule,
)

COMPARISONS = frozenset({Operator.EQ, Operator.GTE, Operator.LTE, Operator.LT})
OPERATORS_FOR: Mapping[FieldType, frozenset[Operator]] = {
    FieldType.BOOL: frozenset({Operator.EQ}),
    FieldType.ENUM: frozenset({Operator.EQ, Operator.IN}),
    FieldType.MULTI: frozenset(
        {Operator.HAS_ANY, Operator.HAS_ALL, Operator.HAS_COUNT, Operator.ONLY}
    ),
    FieldType.INT: COMPARISONS,
    FieldType.DECIMAL: COMPARISONS,
    FieldType.TEXT: frozenset(),
    FieldType.DATE: frozenset(),
}
LIST_OPERATORS = frozenset(
    {Operator.IN, Operator.HAS_ANY, Operator.HAS_ALL, Operator.ONLY}
)
QUOTED_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")
COMBINATIONS = {"all": AllOf, "any": AnyOf}


def build_rule(data: object, fields: Mapping[str, Field], where: str) -> Rule:
    if not isinstance(data, dict):
        raise DefinitionError(f"{where}: a rule must be keys and values")
    if "f" in data:
        return build_condition(data, fields, where)
    if len(data) != 1:
        raise DefinitionError(f"{where}: a rule has exactly one of all, any, not, f")
    [(word, inner)] = data.items()
    if word == "not":
        return Not(build_rule(inner, fields, where))
    if word not in COMBINATIONS:
        raise DefinitionError(f"{where}: unknown rule '{word}'")
    if not isinstance(inner, list) or not inner:
        raise DefinitionError(f"{where}: '{word}' needs a list of rules")
    return COMBINATIONS[word](tuple(build_rule(each, fields, where) for each in inner))


def build_condition(data: dict, fields: Mapping[str, Field], where: str) -> Condition:
    name = data["f"]
    words = [word for word in data if word != "f"]
    if not isinstance(name, str) or name not in fields:
        raise DefinitionError(f"{where}: unknown field '{name}'")
    if len(words) != 1 or words[0] not in list(Operator):
        raise DefinitionError(f"{where}: '{name}' needs exactly one operator")
    operator = Operator(words[0])
    field = fields[name]
    if operator not in OPERATORS_FOR[field.type] | {Operator.SET}:
        raise DefinitionError(
            f"{where}: '{operator}' does not fit '{name}', which is {field.type}"
        )
    operand = build_operand(operator, field, data[operator])
    if operand is None:
        raise DefinitionError(
            f"{where}: '{operator}: {data[operator]}' does not fit '{name}'"
        )
    return Condition(name, operator, operand)


def build_operand(operator: Operator, field: Field, raw: object) -> object:
    """The operand in the type the field needs, or None if it does not fit."""
    if operator is Operator.SET:
        return raw if raw is True else None
    if operator in LIST_OPERATORS:
        return values_of(field, raw)
    if operator is Operator.HAS_COUNT:
        return number(raw) if is_count(raw) else None
    if field.type is FieldType.BOOL:
        return raw if isinstance(raw, bool) else None
    if field.type is FieldType.ENUM:
        return raw if raw in field.allowed_values else None
    return number(raw)


def values_of(field: Field, raw: object) -> tuple[str, ...] | None:
    if not isinstance(raw, list) or not raw or len(set(map(str, raw))) < len(raw):
        return None
    return tuple(raw) if all(value in field.allowed_values for value in raw) else None


def is_count(raw: object) -> bool:
    return type(raw) is int and raw >= 1


def number(raw: object) -> Decimal | None:
    """Only whole numbers and quoted decimals, so that none passes through a float."""
    is_quoted = isinstance(raw, str) and QUOTED_NUMBER.fullmatch(raw)
    return Decimal(raw) if is_quoted or type(raw) is int else None
