"""Building what stands beside the criteria: evidence, references, flags, doses."""

from collections.abc import Mapping
from decimal import Decimal

from facilities.criteria.fields import Field, FieldType
from facilities.criteria.loading.criteria import take_references
from facilities.criteria.loading.entry import Entry
from facilities.criteria.loading.rules import build_rule, number
from facilities.criteria.schema import (
    ClaimStatus,
    DoseBand,
    DoseTable,
    EvidenceType,
    FlagDisplay,
    RedFlag,
    Reference,
    Rule,
    SafetyQuestion,
    SourceCheck,
)

LEVELS = {
    "V1": ClaimStatus.ATTESTED,
    "V2": ClaimStatus.DOCUMENT_SEEN,
    "V3": ClaimStatus.PRIMARY_SOURCE,
}


def build_evidence_type(entry: Entry) -> EvidenceType:
    level = entry.text("highest_level")
    entry.refuse_unknown("highest_level", "level", [level], LEVELS)
    kind = EvidenceType(
        slug=entry.text("slug"),
        title=entry.text("title"),
        provider_supplies=entry.text("provider_supplies"),
        moderator_checks=entry.text("moderator_checks"),
        highest_level=LEVELS[level],
        default_validity_months=entry.span("default_validity_months"),
        privacy=entry.text("privacy"),
    )
    entry.finish()
    return kind


def build_reference(entry: Entry) -> Reference:
    address = entry.take("address")
    if not isinstance(address, str | None):
        raise entry.error("address: must be text or null")
    reference = Reference(
        id=entry.text("id"),
        citation=entry.text("citation"),
        address=address or "",
        checked=entry.choice("checked", SourceCheck),
        note=entry.text("note", default=""),
    )
    entry.finish()
    return reference


def build_red_flag(entry: Entry, fields: Mapping[str, Field]) -> RedFlag:
    flag = RedFlag(
        slug=entry.text("slug"),
        title=entry.text("title"),
        plain_text=entry.text("plain_text"),
        trigger=take_rule(entry, "trigger", fields),
        minimum_evidence=entry.text("minimum_evidence"),
        minimum_level=entry.choice("minimum_level", ClaimStatus),
        display=entry.choice("display", FlagDisplay),
        holds_back=entry.flag("holds_back", default=False),
        lasts_months=entry.span("lasts_months", default=None),
        right_of_reply_days=entry.span("right_of_reply_days"),
    )
    if flag.minimum_level not in LEVELS.values():
        raise entry.error(f"minimum_level: '{flag.minimum_level}' is not a level")
    entry.finish()
    return flag


def build_safety_question(entry: Entry, fields: Mapping[str, Field]) -> SafetyQuestion:
    question = SafetyQuestion(
        field=take_field(entry, "field", fields),
        applies_when=take_rule(entry, "applies_when", fields),
    )
    entry.finish()
    return question


def build_dose_table(
    entry: Entry, fields: Mapping[str, Field], references: Mapping[str, Reference]
) -> DoseTable:
    routes = take_field(entry, "routes_field", fields)
    table = DoseTable(
        status=entry.text("status"),
        computation=entry.text("computation"),
        position_field=take_field(entry, "position_field", fields),
        routes_field=routes,
        rationale_field=take_field(entry, "rationale_field", fields),
        no_verdict_when=build_rule(
            entry.take("no_verdict_when"), fields, f"{entry.where}: no_verdict_when"
        ),
        bands=tuple(
            build_dose_band(band, fields, fields[routes].allowed_values, references)
            for band in entry.entries("bands", "route")
        ),
    )
    offered = [value for band in table.bands for value in band.offered_as]
    if sorted(offered) != sorted(fields[routes].allowed_values):
        raise entry.error(f"bands: every value of '{routes}' needs exactly one band")
    entry.finish()
    return table


def build_dose_band(
    entry: Entry,
    fields: Mapping[str, Field],
    routes: tuple[str, ...],
    references: Mapping[str, Reference],
) -> DoseBand:
    offered_as = entry.texts("offered_as")
    entry.refuse_unknown("offered_as", "route", offered_as, routes)
    maximum = take_band_maximum(entry)
    field = entry.text("field_max") if maximum is not None else entry.take("field_max")
    if field is not None and (
        field not in fields or fields[field].type is not FieldType.DECIMAL
    ):
        raise entry.error(f"field_max: unknown decimal field '{field}'")
    band = DoseBand(
        route=entry.text("route"),
        offered_as=offered_as,
        maximum_field=field,
        maximum=maximum,
        unit=entry.text("unit"),
        usual=entry.text("usual"),
        anesthetic_range=entry.text("anesthetic_range"),
        references=take_references(entry, "refs", references),
        checked=entry.choice("checked", SourceCheck),
    )
    entry.finish()
    return band


def take_band_maximum(entry: Entry) -> Decimal | None:
    raw = entry.take("band_max")
    maximum = number(raw)
    if raw is not None and maximum is None:
        raise entry.error("band_max: must be a number in quotes, or null")
    return maximum


def take_rule(entry: Entry, key: str, fields: Mapping[str, Field]) -> Rule | None:
    data = entry.take(key)
    return data and build_rule(data, fields, f"{entry.where}: {key}")


def take_field(entry: Entry, key: str, fields: Mapping[str, Field]) -> str:
    name = entry.text(key)
    if name not in fields:
        raise entry.error(f"{key}: unknown field '{name}'")
    return name
