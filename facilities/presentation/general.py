"""General facts about a clinic: what it offers, to whom, and how to pay."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from facilities.criteria import FACETS, ClaimStatus, Field, FieldType, KeptAs, Shape
from facilities.enums import PriceKind
from facilities.models import Claim, Facility, Price
from facilities.presentation.hours import hours_in_words
from facilities.presentation.how_known import HowKnown, how_known
from facilities.presentation.standing import Claims
from facilities.presentation.visible import visible

CARE, PAYING, ACCESS = (
    gettext_lazy("Care"),
    gettext_lazy("Paying"),
    gettext_lazy("Access"),
)
# A facet that is not named here is about care.
SECTION_OF: Mapping[str, str | Promise] = {
    "payment_types": PAYING,
    "insurance_scope": PAYING,
    "languages": ACCESS,
    "interpreter": ACCESS,
    "accessibility": ACCESS,
    "populations": ACCESS,
}
SHOWN_ELSEWHERE = {
    "samhsa_codes",
    "opening_hours",
    "good_faith_estimate",
    "cancellation_notice",
    "package_refund",
    "closure_plan",
}
KEY_FACETS = (
    ("routes", gettext_lazy("Given as")),
    ("dosing_setting", gettext_lazy("Where doses are taken")),
    ("payment_types", gettext_lazy("Paying")),
    ("age_groups", gettext_lazy("Ages treated")),
    ("accepting_new_patients", gettext_lazy("New patients")),
)
ROUTES, ESKETAMINE = "routes", "intranasal_esketamine"
APPROVED_FOR_ESKETAMINE = frozenset(
    {"treatment_resistant_depression", "major_depression_acute_suicidality"}
)
UNDER_18 = {"adolescents", "children"}


@dataclass(frozen=True, slots=True)
class GeneralFact:
    """``values`` is empty, and ``known`` None, where nothing is stated."""

    label: str | Promise
    values: tuple[str, ...] = ()
    known: HowKnown | None = None
    note: str = ""
    price: Price | None = None

    @property
    def is_untrue(self) -> bool:
        return self.known is not None and self.known.level == ClaimStatus.CONTRADICTED


@dataclass(frozen=True, slots=True)
class Section:
    title: str | Promise
    facts: tuple[GeneralFact, ...]

    @property
    def stated(self) -> int:
        return sum(fact.known is not None for fact in self.facts)


def general_sections(claims: Claims, today: date) -> tuple[Section, ...]:
    """Every general fact, stated or not."""
    fields = [
        field
        for field in FACETS.values()
        if field.kept_as == KeptAs.CLAIM and field.name not in SHOWN_ELSEWHERE
    ]
    return tuple(
        Section(
            title,
            tuple(
                general_fact(field, claims, today)
                for field in fields
                if SECTION_OF.get(field.name, CARE) == title
            ),
        )
        for title in (CARE, PAYING, ACCESS)
    )


def key_facts(
    facility: Facility, claims: Claims, today: date
) -> tuple[GeneralFact, ...]:
    """The few facts at the head of the page."""
    facts = [
        general_fact(FACETS[name], claims, today, label=label)
        for name, label in KEY_FACETS
    ]
    return (*facts[:2], session_price(facility, today), *facts[2:])


def session_price(facility: Facility, today: date) -> GeneralFact:
    label = _("Each session")
    for price in facility.prices.all():
        if price.kind == PriceKind.SESSION:
            return GeneralFact(label, known=how_known(price, today), price=price)
    return GeneralFact(label)


def general_fact(
    field: Field, claims: Claims, today: date, *, label: str | Promise = ""
) -> GeneralFact:
    claim = claims.get(field.name)
    label = label or field.label
    if claim is None:
        return GeneralFact(label)
    return GeneralFact(
        label,
        values=tuple(visible(value) for value in _values(claim, claims)),
        known=how_known(claim, today),
        note=_note(claim, claims),
    )


def _values(claim: Claim, claims: Claims) -> tuple[str, ...]:
    field = claim.definition
    if field.name == "conditions_treated":
        return tuple(_condition(field, value, claims) for value in claim.value)
    if field.shape == Shape.OPENING_HOURS:
        return hours_in_words(claim.value)
    if field.type == FieldType.MULTI:
        return tuple(map(field.value_label, claim.value))
    return (claim.display_value,)


def _condition(field: Field, value: str, claims: Claims) -> str:
    """Off-label use is said beside each condition, not in a footnote."""
    name = field.value_label(value)
    if value not in APPROVED_FOR_ESKETAMINE or not _may_give(ESKETAMINE, claims):
        return _("%(condition)s (off-label)") % {"condition": name}
    if claims.get(ROUTES) and claims[ROUTES].value == [ESKETAMINE]:
        return name
    return _("%(condition)s (off-label unless given as esketamine)") % {
        "condition": name
    }


def _may_give(route: str, claims: Claims) -> bool:
    """Stated, or not ruled out because no route is stated."""
    routes = claims.get(ROUTES)
    return routes is None or route in routes.value


def _note(claim: Claim, claims: Claims) -> str:
    is_for_minors = claim.field == "age_groups" and UNDER_18.intersection(claim.value)
    if is_for_minors and _may_give(ESKETAMINE, claims):
        return _("Esketamine is not approved for people under 18.")
    return ""
