"""What FDA approval covers of what a clinic offers, for each route and condition.

The statement is this site's own, from published labels; what the clinic tells its
patients is a fact of the clinic and stands beside it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from facilities.criteria import FIELDS
from facilities.presentation.general import (
    APPROVED_FOR_ESKETAMINE,
    ESKETAMINE,
    ROUTES,
    UNDER_18,
    GeneralFact,
    general_fact,
)
from facilities.presentation.standing import Claims, usable_values
from facilities.presentation.statements import Statement, statements_of

CONDITIONS, AGES, TOLD = "conditions_treated", "age_groups", "off_label_statement"
SOURCES = ("KETALAR-PI", "SPRAVATO-PI", "SPRAVATO-MONO", "FDA2022", "FDA2023")


class Product(StrEnum):
    """What the law makes of a way of giving ketamine."""

    APPROVED_SPRAY = "approved_spray"
    ANESTHETIC = "anesthetic"
    COMPOUNDED = "compounded"


PRODUCT_OF: Mapping[str, Product] = {
    ESKETAMINE: Product.APPROVED_SPRAY,
    "iv": Product.ANESTHETIC,
    "im": Product.ANESTHETIC,
    "sc": Product.ANESTHETIC,
    "intranasal_racemic": Product.COMPOUNDED,
    "sublingual": Product.COMPOUNDED,
    "oral": Product.COMPOUNDED,
}
STANDINGS: Mapping[Product, str | Promise] = {
    Product.APPROVED_SPRAY: _(
        "FDA-approved for adults with two kinds of depression. Any other use is"
        " off-label."
    ),
    Product.ANESTHETIC: _(
        "FDA-approved to put people to sleep for surgery. Every use for a"
        " mental-health condition or for pain is off-label."
    ),
    Product.COMPOUNDED: _(
        "Most often mixed by a pharmacy. FDA has not approved such a product for any"
        " use, and has not reviewed how safe it is or how well it works."
    ),
}


@dataclass(frozen=True, slots=True)
class RouteUse:
    """One way of giving ketamine, with the conditions the clinic says it treats."""

    label: str
    standing: str | Promise
    approved: tuple[str, ...]
    off_label: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OffLabel:
    """``told``: whether patients are told in writing. ``rows`` may be empty."""

    rows: tuple[RouteUse, ...]
    has_conditions: bool
    treats_minors_with_esketamine: bool
    told: GeneralFact
    basis: tuple[Statement, ...]


def off_label(claims: Claims, today: date) -> OffLabel:
    routes = usable_values(claims, ROUTES)
    conditions = usable_values(claims, CONDITIONS)
    minors = UNDER_18.intersection(usable_values(claims, AGES))
    return OffLabel(
        rows=tuple(_route_use(route, conditions) for route in routes),
        has_conditions=bool(conditions),
        treats_minors_with_esketamine=ESKETAMINE in routes and bool(minors),
        told=general_fact(FIELDS[TOLD], claims, today),
        basis=statements_of((ROUTES, CONDITIONS), claims, today),
    )


def _route_use(route: str, conditions: list[str]) -> RouteUse:
    approved = APPROVED_FOR_ESKETAMINE if route == ESKETAMINE else frozenset()
    label = FIELDS[CONDITIONS].value_label
    return RouteUse(
        label=FIELDS[ROUTES].value_label(route),
        standing=STANDINGS[PRODUCT_OF[route]],
        approved=tuple(label(each) for each in conditions if each in approved),
        off_label=tuple(label(each) for each in conditions if each not in approved),
    )
