"""The specification as one page that a patient can read."""

from collections.abc import Iterable

from facilities.criteria.document_appendix import (
    doses_part,
    evidence_part,
    facets_part,
    red_flags_part,
    references_part,
    safety_questions_part,
)
from facilities.criteria.document_fields import field_row
from facilities.criteria.markdown import links, table
from facilities.criteria.schema import (
    Catalog,
    Criterion,
    CriterionStatus,
    Evidence,
    EvidenceStrength,
    Group,
    Not,
    ThresholdSource,
)
from facilities.criteria.words import rule_in_words

INTRODUCTION = """# What we check

This page lists every question we put to a clinic, what each answer amounts to, and how
an answer is checked. It is made from the same rules that the site runs on.

- **“Not stated” is never a “no”.** It means that nobody has told us. Ask the clinic.
- **What a clinic says and what we have checked are kept apart.** An answer is confirmed
  only while every fact it rests on has been seen in a document or confirmed at the
  source. A check that is out of date counts as the clinic's word again.
- **The rules are tried in order**: “Does not apply”, “Does not meet”, “Meets”, “Partly
  meets”. The first that holds decides. If none holds, but every fact that “Partly
  meets” looks at is known, the answer is “Does not meet”. What was found to be untrue
  is “Does not meet” as well.
- **There is no score.** You choose what matters to you, and see how each clinic stands.
- Nothing here is medical advice.
"""
OUR_OWN = "our own number, which clinical advisers still have to agree to"
THRESHOLDS = {
    ThresholdSource.STANDARD: "from a cited source",
    ThresholdSource.EDITORIAL: OUR_OWN,
    ThresholdSource.MIXED: f"partly {OUR_OWN}",
}
STRENGTHS = {
    EvidenceStrength.REGULATION: "Law or regulation",
    EvidenceStrength.LABEL: "The drug's label",
    EvidenceStrength.CONSENSUS: "Experts agree",
    EvidenceStrength.REVIEW: "A review of studies",
    EvidenceStrength.TRIAL: "A clinical trial",
}


def criteria_page(catalog: Catalog) -> str:
    parts = [
        INTRODUCTION,
        *(group_part(group, catalog) for group in catalog.groups.values()),
        facets_part(catalog),
        red_flags_part(catalog),
        safety_questions_part(catalog),
        doses_part(catalog),
        evidence_part(catalog),
        references_part(catalog),
    ]
    return "\n".join(parts)


def group_part(group: Group, catalog: Catalog) -> str:
    parts = [f"## {group.title}\n\n{group.description}\n"]
    parts += [criterion_part(each, catalog) for each in group.criteria]
    return "\n".join(parts)


def criterion_part(criterion: Criterion, catalog: Catalog) -> str:
    heads = ("Answer", "What it means", "The exact rule")
    strength = STRENGTHS[criterion.evidence_strength]
    threshold = THRESHOLDS[criterion.threshold_source]
    paragraphs = [
        f"### {criterion.title}",
        *notices(criterion, catalog),
        f"**Why it matters.** {criterion.why_it_matters}",
        f"**What we ask.** {criterion.question_for_the_clinic}",
        table(heads, meanings(criterion, catalog)),
        table(("Fact", "Answers"), map(field_row, criterion.fields)),
        f"**What we accept as evidence.** {accepted_evidence(criterion, catalog)}",
        f"**What others say.** {criterion.external_standard}",
        f"**How strong that is.** {strength}. The line we draw is {threshold}.",
        *([f"**Note.** {criterion.notes}"] if criterion.notes else []),
        f"**Sources.** {links(criterion.references)}",
    ]
    return "\n\n".join(paragraphs) + "\n"


def notices(criterion: Criterion, catalog: Catalog) -> list[str]:
    lines = []
    if criterion.is_core:
        lines.append("*One of the checks that a comparison starts with.*")
    if not criterion.self_report_allowed:
        lines.append("*Only moderators fill this in; the clinic is not asked.*")
    if criterion.absence_is_neutral:
        lines.append(
            "*This is voluntary. Not having it is not a mark against a clinic.*"
        )
    if isinstance(criterion.applies_when, Not):
        words = rule_in_words(criterion.applies_when.rule, catalog.fields)
        lines.append(f"*Does not apply if {words}.*")
    elif criterion.applies_when:
        words = rule_in_words(criterion.applies_when, catalog.fields)
        lines.append(f"*Applies only if {words}.*")
    return lines


def meanings(criterion: Criterion, catalog: Catalog) -> Iterable[tuple[str, ...]]:
    for status in CriterionStatus:
        if status in criterion.status_text:
            rule = criterion.rules.get(status)
            words = rule_in_words(rule, catalog.fields) if rule else "None of these"
            yield status.label, criterion.status_text[status], words


def accepted_evidence(criterion: Criterion, catalog: Catalog) -> str:
    return (
        "; ".join(
            evidence_words(each, criterion, catalog) for each in criterion.evidence
        )
        + "."
    )


def evidence_words(evidence: Evidence, criterion: Criterion, catalog: Catalog) -> str:
    title = catalog.evidence_types[evidence.type].title
    if evidence.is_identity_only:
        return f"{title} (shows who somebody is, and confirms nothing else)"
    months = min(evidence.validity_months, criterion.verification_validity_months)
    note = f", {evidence.note}" if evidence.note else ""
    return f"{title} (counts for {months} months{note})"
