"""What stands after the criteria: facts, flags, doses, evidence and references."""

from facilities.criteria.document_fields import field_row
from facilities.criteria.markdown import links, table
from facilities.criteria.schema import (
    Catalog,
    DoseBand,
    RedFlag,
    Reference,
    SourceCheck,
)
from facilities.criteria.words import rule_in_words

CHECKED = {
    SourceCheck.PRIMARY: "The text itself was read.",
    SourceCheck.RECORD: "An abstract, a record or a second-hand account was read.",
    SourceCheck.MEMORY: "Still to be read; cited from memory.",
}


def facets_part(catalog: Catalog) -> str:
    rows = map(field_row, catalog.facets.values())
    return (
        "## General facts\n\nYou can filter by these. They carry no verdict.\n\n"
        + table(("Fact", "Answers"), rows)
        + "\n"
    )


def red_flags_part(catalog: Catalog) -> str:
    flags = "\n".join(flag_part(flag, catalog) for flag in catalog.red_flags.values())
    return (
        "## Red flags\n\nA red flag is a stated or proven fact, never a guess from "
        f"silence. It shows first, and no strength cancels it.\n\n{flags}"
    )


def flag_part(flag: RedFlag, catalog: Catalog) -> str:
    trigger = (
        f"Raised when {rule_in_words(flag.trigger, catalog.fields)}"
        if flag.trigger
        else "Raised by a moderator's decision"
    )
    holding = (
        " The listing is held back until the clinic has answered." * flag.holds_back
    )
    lasting = f" It stays for {flag.lasts_months} months." if flag.lasts_months else ""
    return (
        f"### {flag.title}\n\n{flag.plain_text} {trigger}. Evidence needed: "
        f"{flag.minimum_evidence}. Shown as a {flag.display}.{holding}{lasting} The "
        f"clinic has {flag.right_of_reply_days} days to reply.\n"
    )


def safety_questions_part(catalog: Catalog) -> str:
    lines = []
    for question in catalog.safety_questions:
        line = f"- {catalog.fields[question.field].label}"
        if question.applies_when:
            words = rule_in_words(question.applies_when, catalog.fields)
            line += f" (asked if {words})"
        lines.append(line)
    return (
        "## Safety questions\n\nThese answers feed the red flags. We say so beside the "
        "name of a clinic that leaves one blank.\n\n" + "\n".join(lines) + "\n"
    )


def doses_part(catalog: Catalog) -> str:
    rows = (dose_row(band, catalog) for band in catalog.dose_table.bands)
    heads = (
        "Route",
        "What sources describe",
        "Our band",
        "Anesthetic range",
        "Sources",
    )
    return (
        "## Dose bands\n\nThe bands are for comparing what clinics publish. They are "
        "not a dose to take or to ask for. "
        f"Standing: {catalog.dose_table.status}.\n\n" + table(heads, rows) + "\n"
    )


def dose_row(band: DoseBand, catalog: Catalog) -> tuple[str, ...]:
    routes = catalog.fields[catalog.dose_table.routes_field]
    limit = (
        "None agreed" if band.maximum is None else f"Up to {band.maximum} {band.unit}"
    )
    sources = f"{links(band.references)} {CHECKED[band.checked]}"
    return (
        routes.display(band.offered_as),
        band.usual,
        limit,
        band.anesthetic_range,
        sources,
    )


def evidence_part(catalog: Catalog) -> str:
    rules = "\n".join(f"- {rule}" for rule in catalog.evidence_rules)
    rows = (
        (kind.title, kind.moderator_checks, kind.highest_level.label)
        for kind in catalog.evidence_types.values()
    )
    heads = ("Evidence", "What a moderator does", "The most it can show")
    return f"## How we check\n\n{rules}\n\n{table(heads, rows)}\n"


def references_part(catalog: Catalog) -> str:
    entries = map(reference_part, catalog.references.values())
    return "## References\n\n" + "\n".join(entries)


def reference_part(reference: Reference) -> str:
    parts = [
        f"{reference.citation}.",
        f"<{reference.address}>" if reference.address else "",
        CHECKED[reference.checked],
        reference.note,
    ]
    return f"### {reference.id}\n\n{' '.join(part for part in parts if part)}\n"
