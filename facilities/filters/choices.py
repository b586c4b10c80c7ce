"""The groups of choices of a search, each with its values and their labels."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from facilities.criteria import CRITERIA, FIELDS
from facilities.geo.states import STATES
from facilities.search import (
    CHECKED_WITHIN_DAYS,
    CLAIMED,
    NO_TELEHEALTH,
    PRICE_CEILINGS,
    RADIUS_CHOICES,
    Order,
)

ANY_RADIUS = "any"
DEFAULT_RADIUS = "25"
TAKES_NEW_PATIENTS = "newpt"
LIST, MAP, COMPARE = "list", "map", "compare"


def _of_field(group: str) -> dict[str, str]:
    return dict(FIELDS[CLAIMED[group]].choices)


def _languages() -> dict[str, str]:
    """English and Spanish first, as the specification has them; then by name."""
    return dict(FIELDS["languages"].value_labels)


STATE = dict(STATES)
ROUTE = _of_field("route")
SETTING = {
    "clinic": _("In a clinic"),
    "hospital": _("In a hospital"),
    "home": _("At home"),
}
CONDITION = _of_field("condition")
AGE = _of_field("age")
PAYMENT = _of_field("payment")
LANGUAGE = _languages()
ACCESSIBILITY = _of_field("accessibility")
POPULATION = _of_field("population")
TELEHEALTH = {
    value: label
    for value, label in _of_field("telehealth").items()
    if value != NO_TELEHEALTH
}
ACCEPTING = {TAKES_NEW_PATIENTS: _of_field("accepting")[TAKES_NEW_PATIENTS]}
PRICE = {
    str(dollars): _("$%(n)d or less") % {"n": dollars} for dollars in PRICE_CEILINGS
}
CHECKED = {
    str(days): ngettext_lazy("In the last %(n)d day", "In the last %(n)d days", days)
    % {"n": days}
    for days in CHECKED_WITHIN_DAYS
}
RADIUS = {
    str(miles): ngettext_lazy("%(n)d mile", "%(n)d miles", miles) % {"n": miles}
    for miles in RADIUS_CHOICES
} | {ANY_RADIUS: _("Any distance")}
MUST = {slug: criterion.title for slug, criterion in CRITERIA.items()}
SORT = {
    Order.MATCH.value: _("Best match"),
    Order.DISTANCE.value: _("Distance"),
    Order.NAME.value: _("Name"),
    Order.CHECKED.value: _("Last checked"),
}
VIEW = {LIST: _("List"), MAP: _("Map"), COMPARE: _("Compare")}
