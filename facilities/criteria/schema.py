"""What the specification is made of. Everything here is read-only."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from facilities.criteria.fields import Definition, Field, JsonValue


class DefinitionError(Exception):
    """The message names the file and the entry that is wrong."""


class CriterionStatus(StrEnum):
    """What the facts amount to. How they are known is another matter: ClaimStatus."""

    MEETS = "meets", "Meets"
    PARTLY_MEETS = "partly_meets", "Partly meets"
    DOES_NOT_MEET = "does_not_meet", "Does not meet"
    NOT_STATED = "not_stated", "Not stated"
    NOT_APPLICABLE = "not_applicable", "Does not apply"

    def __new__(cls, value, label):
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class ClaimStatus(StrEnum):
    """How a fact is known. No fact at all is "not stated" and has no status."""

    ATTESTED = "attested", "Stated by the clinic"
    DOCUMENT_SEEN = "document_seen", "Document seen by a moderator"
    PRIMARY_SOURCE = "primary_source", "Confirmed at the source"
    LAPSED = "lapsed", "Was confirmed, now out of date"
    CONTRADICTED = "contradicted", "Checked and found untrue"

    def __new__(cls, value, label):
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @property
    def counts_as_confirmed(self) -> bool:
        return self in (ClaimStatus.DOCUMENT_SEEN, ClaimStatus.PRIMARY_SOURCE)


class Operator(StrEnum):
    EQ = "eq"
    IN = "in"
    SET = "set"
    GTE = "gte"
    LTE = "lte"
    LT = "lt"
    HAS_ANY = "has_any"
    HAS_ALL = "has_all"
    HAS_COUNT = "has_count"
    ONLY = "only"


class FlagDisplay(StrEnum):
    BANNER = "banner"
    NOTICE = "notice"


class ArticleBasis(StrEnum):
    """Whether the source article names the point, or naming it needs this check."""

    DIRECT = "direct"
    IMPLIED = "implied"


class EvidenceStrength(StrEnum):
    REGULATION = "regulation"
    LABEL = "label"
    CONSENSUS = "consensus"
    REVIEW = "review"
    TRIAL = "trial"


class ThresholdSource(StrEnum):
    """Where the line is from: what is not standard still needs clinical sign-off."""

    STANDARD = "standard"
    EDITORIAL = "editorial"
    MIXED = "mixed"


class SourceCheck(StrEnum):
    """How far a source was read."""

    PRIMARY = "primary"
    RECORD = "record"
    MEMORY = "memory"


@dataclass(frozen=True, slots=True)
class Condition(Definition):
    """One field compared with one operand."""

    field: str
    operator: Operator
    operand: bool | str | Decimal | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Not(Definition):
    rule: "Rule"


@dataclass(frozen=True, slots=True)
class AllOf(Definition):
    rules: tuple["Rule", ...]


@dataclass(frozen=True, slots=True)
class AnyOf(Definition):
    rules: tuple["Rule", ...]


Rule = Condition | Not | AllOf | AnyOf


def conditions(rule: Rule | None) -> Iterator[Condition]:
    """Every comparison in a rule, in the order in which it is written."""
    match rule:
        case Condition():
            yield rule
        case Not(inner):
            yield from conditions(inner)
        case AllOf(rules) | AnyOf(rules):
            for each in rules:
                yield from conditions(each)


def field_names(*rules: Rule | None) -> tuple[str, ...]:
    """The fields that rules read, each once."""
    return tuple(
        dict.fromkeys(leaf.field for rule in rules for leaf in conditions(rule))
    )


@dataclass(frozen=True, slots=True)
class Evidence(Definition):
    """Evidence that one criterion accepts, and for how long it may stand."""

    type: str
    validity_months: int
    note: str
    is_identity_only: bool


@dataclass(frozen=True, slots=True, eq=False)
class Criterion(Definition):
    slug: str
    title: str
    is_core: bool
    question_for_the_clinic: str
    why_it_matters: str
    article_passage: str
    article_lines: tuple[int, ...]
    article_basis: ArticleBasis
    self_report_allowed: bool
    absence_is_neutral: bool
    applies_when: Rule | None
    fields: tuple[Field, ...]
    answered_when_set: tuple[str, ...]
    status_text: Mapping[CriterionStatus, str]
    rules: Mapping[CriterionStatus, Rule]
    evidence: tuple[Evidence, ...]
    verification_validity_months: int
    external_standard: str
    evidence_strength: EvidenceStrength
    threshold_source: ThresholdSource
    references: tuple[str, ...]
    notes: str
    examples: Mapping[CriterionStatus, Mapping[str, JsonValue]]
    group: str


@dataclass(frozen=True, slots=True, eq=False)
class Group(Definition):
    slug: str
    title: str
    description: str
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True, eq=False)
class EvidenceType(Definition):
    slug: str
    title: str
    provider_supplies: str
    moderator_checks: str
    highest_level: ClaimStatus
    default_validity_months: int
    privacy: str


@dataclass(frozen=True, slots=True, eq=False)
class RedFlag(Definition):
    """``trigger`` is None for a flag that does not follow from a rule over facts."""

    slug: str
    title: str
    plain_text: str
    trigger: Rule | None
    minimum_evidence: str
    minimum_level: ClaimStatus
    display: FlagDisplay
    holds_back: bool
    lasts_months: int | None
    right_of_reply_days: int


@dataclass(frozen=True, slots=True, eq=False)
class Reference(Definition):
    id: str
    citation: str
    address: str
    checked: SourceCheck
    note: str


@dataclass(frozen=True, slots=True)
class SafetyQuestion(Definition):
    """A field that feeds the red flags, so that a blank one is worth saying."""

    field: str
    applies_when: Rule | None


@dataclass(frozen=True, slots=True)
class DoseBand(Definition):
    """``maximum`` is None where no range is agreed."""

    route: str
    offered_as: tuple[str, ...]
    maximum_field: str | None
    maximum: Decimal | None
    unit: str
    usual: str
    anesthetic_range: str
    references: tuple[str, ...]
    checked: SourceCheck


@dataclass(frozen=True, slots=True)
class DoseTable(Definition):
    """Editorial reference bands, and the fields that are compared with them."""

    status: str
    computation: str
    position_field: str
    routes_field: str
    rationale_field: str
    no_verdict_when: Rule
    bands: tuple[DoseBand, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Catalog(Definition):
    """The whole specification."""

    groups: Mapping[str, Group]
    criteria: Mapping[str, Criterion]
    fields: Mapping[str, Field]
    facets: Mapping[str, Field]
    red_flags: Mapping[str, RedFlag]
    evidence_types: Mapping[str, EvidenceType]
    evidence_rules: tuple[str, ...]
    references: Mapping[str, Reference]
    safety_questions: tuple[SafetyQuestion, ...]
    dose_table: DoseTable
    method: Mapping[str, object]
