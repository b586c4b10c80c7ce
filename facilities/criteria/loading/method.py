"""Reading how facts become a status, a level and an order."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from facilities.criteria.fields import Field
from facilities.criteria.loading.entry import Entry
from facilities.criteria.loading.tables import (
    build_dose_table,
    build_safety_question,
)
from facilities.criteria.schema import (
    ClaimStatus,
    CriterionStatus,
    DoseTable,
    Operator,
    Reference,
    SafetyQuestion,
)

TEXTS = (
    "schema_version",
    "compiled_on",
    "language",
    "confirmation_rule",
)
MAPPINGS = ("source_article", "source_check_legend")
MATCH_KEYS = (
    "principle",
    "cells",
    "shown",
    "never_done",
    "ordering_tiers",
    "sort_key",
    "excluded_from_sort",
    "must_have_filter",
    "red_flag_rule",
    "invariants",
    "audit",
)
RULE_WORDS = {"all", "any", "not", "f", "unknown", *Operator}


class Method:
    """What method.yaml says, taken apart."""

    def __init__(
        self,
        entry: Entry,
        fields: Mapping[str, Field],
        references: Mapping[str, Reference],
    ):
        self.dose_table = take_dose_table(entry, fields, references)
        match_method = entry.entry("match_method")
        self.safety_questions = take_safety_questions(match_method, fields)
        self.texts = MappingProxyType(
            {key: entry.text(key) for key in TEXTS}
            | {key: freeze(entry.entry(key).left) for key in MAPPINGS}
            | {
                "evaluation_order": entry.texts("evaluation_order"),
                "rule_language": take_rule_language(entry),
                "match_method": freeze(take_match_method(match_method)),
            }
        )
        check_statuses(entry)
        check_levels(entry)
        entry.finish()


def take_dose_table(entry: Entry, fields, references) -> DoseTable:
    table = build_dose_table(entry.entry("dose_bands"), fields, references)
    derived = [name for name, field in fields.items() if field.is_derived]
    if derived != [table.position_field]:
        raise entry.error(f"dose_bands: only '{table.position_field}' can be derived")
    return table


def take_safety_questions(entry: Entry, fields) -> tuple[SafetyQuestion, ...]:
    questions = entry.entries("safety_gate_fields", "field")
    return tuple(build_safety_question(each, fields) for each in questions)


def take_rule_language(entry: Entry) -> Mapping[str, str]:
    words = entry.entry("rule_language")
    if set(words.left) != RULE_WORDS:
        raise words.error("must explain every word of the rule language, and no other")
    return freeze(words.left)


def take_match_method(entry: Entry) -> dict[str, object]:
    taken = {key: entry.take(key) for key in MATCH_KEYS}
    entry.finish()
    return taken


def check_statuses(entry: Entry) -> None:
    """The words in the file and the words in the code are the same."""
    given = [(each["code"], each["label"]) for each in entry.take("status_values")]
    if given != [(status.value, status.label) for status in CriterionStatus]:
        raise entry.error("status_values: not the statuses that the code knows")


def check_levels(entry: Entry) -> None:
    given = [
        (
            level.take("claim_status"),
            level.text("label"),
            level.flag("counts_as_confirmed"),
        )
        for level in entry.entries("verification_levels", "level")
    ]
    known = [
        (status.value, status.label, status.counts_as_confirmed)
        for status in ClaimStatus
    ]
    if given != [(None, CriterionStatus.NOT_STATED.label, False), *known]:
        raise entry.error("verification_levels: not the levels that the code knows")


def freeze(data: object) -> object:
    if isinstance(data, Mapping):
        return MappingProxyType({key: freeze(value) for key, value in data.items()})
    if isinstance(data, Iterable) and not isinstance(data, str):
        return tuple(freeze(value) for value in data)
    return data
