"""What clinics are compared on: the specification, read once and kept read-only.

The definitions are YAML, one file for each group, so that a clinician can propose a
change and read the difference. Nothing outside this package sees YAML.
"""

from facilities.criteria.catalog import CATALOG
from facilities.criteria.fields import Field, FieldType, KeptAs, Shape
from facilities.criteria.grounds import confirmation_limit_months
from facilities.criteria.schema import (
    ClaimStatus,
    Criterion,
    CriterionStatus,
    DefinitionError,
    DoseBand,
    Evidence,
    EvidenceType,
    FlagDisplay,
    Group,
    RedFlag,
    Reference,
    SafetyQuestion,
)
from facilities.criteria.values import InvalidValue

CRITERIA = CATALOG.criteria
GROUPS = CATALOG.groups
FIELDS = CATALOG.fields
FACETS = CATALOG.facets
RED_FLAGS = CATALOG.red_flags
EVIDENCE_TYPES = CATALOG.evidence_types
REFERENCES = CATALOG.references
SAFETY_QUESTIONS = CATALOG.safety_questions
DOSE_BANDS = CATALOG.dose_table.bands

__all__ = [
    "CATALOG",
    "CRITERIA",
    "DOSE_BANDS",
    "EVIDENCE_TYPES",
    "FACETS",
    "FIELDS",
    "GROUPS",
    "RED_FLAGS",
    "REFERENCES",
    "SAFETY_QUESTIONS",
    "ClaimStatus",
    "Criterion",
    "CriterionStatus",
    "DefinitionError",
    "DoseBand",
    "Evidence",
    "EvidenceType",
    "Field",
    "FieldType",
    "FlagDisplay",
    "Group",
    "InvalidValue",
    "KeptAs",
    "RedFlag",
    "Reference",
    "SafetyQuestion",
    "Shape",
    "confirmation_limit_months",
]
