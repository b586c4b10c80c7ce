"""Building groups and their criteria, once every field is known."""

from collections.abc import Mapping
from types import MappingProxyType

from facilities.criteria.fields import Field, JsonValue
from facilities.criteria.loading.entry import Entry
from facilities.criteria.loading.rules import build_rule
from facilities.criteria.schema import (
    ArticleBasis,
    Criterion,
    CriterionStatus,
    Evidence,
    EvidenceStrength,
    Group,
    Rule,
    ThresholdSource,
)
from facilities.criteria.values import InvalidValue

RULED = (
    CriterionStatus.DOES_NOT_MEET,
    CriterionStatus.MEETS,
    CriterionStatus.PARTLY_MEETS,
)
DESCRIBED = (*RULED, CriterionStatus.NOT_STATED)
TEXTS = (
    "slug",
    "title",
    "question_for_the_clinic",
    "why_it_matters",
    "article_passage",
    "external_standard",
)
IDENTITY_ONLY = "identity only"


class Known:
    """What a criterion may name: fields, evidence types and references."""

    def __init__(self, fields, evidence_types, references):
        self.fields = fields
        self.evidence_types = evidence_types
        self.references = references


def build_group(
    slug: str, entry: Entry, criteria: list[tuple[Entry, list[Field]]], known: Known
) -> Group:
    group = Group(
        slug=slug,
        title=entry.text("title"),
        description=entry.text("description"),
        criteria=tuple(
            build_criterion(each, fields, slug, known) for each, fields in criteria
        ),
    )
    entry.finish()
    return group


def build_criterion(
    entry: Entry, fields: list[Field], group: str, known: Known
) -> Criterion:
    criterion = Criterion(
        **{key: entry.text(key) for key in TEXTS},
        is_core=entry.flag("core"),
        article_lines=entry.numbers("article_lines"),
        article_basis=entry.choice("article_basis", ArticleBasis),
        self_report_allowed=entry.flag("self_report_allowed"),
        absence_is_neutral=entry.flag("absence_is_neutral"),
        applies_when=take_applies_when(entry, known.fields),
        fields=tuple(fields),
        answered_when_set=take_answered_when_set(entry, fields),
        status_text=take_status_text(entry),
        rules=take_rules(entry, known.fields),
        evidence=take_evidence(entry, known.evidence_types),
        verification_validity_months=entry.span("verification_validity_months"),
        evidence_strength=entry.choice("evidence_strength", EvidenceStrength),
        threshold_source=entry.choice("threshold_source", ThresholdSource),
        references=take_references(entry, "references", known.references),
        notes=entry.text("notes", default=""),
        examples=take_examples(entry, known.fields),
        group=group,
    )
    check_moderator_fields(entry, criterion)
    entry.finish()
    return criterion


def take_applies_when(entry: Entry, fields: Mapping[str, Field]) -> Rule | None:
    data = entry.take("applies_when")
    if data is None:
        return None
    return build_rule(data, fields, f"{entry.where}: applies_when")


def take_answered_when_set(entry: Entry, fields: list[Field]) -> tuple[str, ...]:
    names = entry.texts("answered_when_set")
    own = [field.name for field in fields if not field.is_derived]
    for name in names:
        if name not in own:
            raise entry.error(f"answered_when_set: unknown field '{name}'")
    return names


def take_status_text(entry: Entry) -> Mapping[CriterionStatus, str]:
    texts = entry.entry("status_text")
    by_status = {status: texts.text(status) for status in DESCRIBED}
    texts.finish()
    return MappingProxyType(by_status)


def take_rules(
    entry: Entry, fields: Mapping[str, Field]
) -> Mapping[CriterionStatus, Rule]:
    rules = entry.entry("rules")
    by_status = {
        status: build_rule(rules.take(status), fields, f"{entry.where}: rules.{status}")
        for status in RULED
    }
    rules.finish()
    return MappingProxyType(by_status)


def take_evidence(entry: Entry, evidence_types: Mapping) -> tuple[Evidence, ...]:
    accepted = []
    for each in entry.entries("evidence", "type"):
        note = each.text("note", default="")
        accepted.append(
            Evidence(
                type=each.text("type"),
                validity_months=each.span("validity_months"),
                note=note,
                is_identity_only=note == IDENTITY_ONLY,
            )
        )
        each.finish()
    kinds = [each.type for each in accepted]
    entry.refuse_unknown("evidence", "evidence type", kinds, evidence_types)
    return tuple(accepted)


def take_references(entry: Entry, key: str, references: Mapping) -> tuple[str, ...]:
    ids = entry.texts(key)
    entry.refuse_repeats(key, ids)
    entry.refuse_unknown(key, "reference", ids, references)
    return ids


def take_examples(
    entry: Entry, fields: Mapping[str, Field]
) -> Mapping[CriterionStatus, Mapping[str, JsonValue]]:
    examples = entry.entry("examples")
    by_status = {}
    for status in RULED:
        facts = examples.entry(status)
        facts.where = f"{entry.where}: examples.{status}"
        by_status[status] = MappingProxyType(
            {name: example_value(facts, name, fields) for name in list(facts.left)}
        )
    examples.finish()
    return MappingProxyType(by_status)


def example_value(facts: Entry, name: str, fields: Mapping[str, Field]) -> JsonValue:
    if name not in fields:
        raise facts.error(f"unknown field '{name}'")
    try:
        return fields[name].clean(facts.take(name))
    except InvalidValue as error:
        raise facts.error(f"{name}: {error}") from error


def check_moderator_fields(entry: Entry, criterion: Criterion) -> None:
    """A criterion that clinics are not asked about has no field they could set."""
    if criterion.self_report_allowed:
        return
    for field in criterion.fields:
        if not field.is_moderator_only:
            raise entry.error(
                f"{field.name}: needs moderator_only, as self_report_allowed is false"
            )
