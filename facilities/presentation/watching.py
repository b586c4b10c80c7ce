"""Who watches a patient, and when: the facts on supervision in a few words each."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from facilities.criteria import FIELDS
from facilities.presentation.general import (
    ESKETAMINE,
    ROUTES,
    GeneralFact,
    general_fact,
)
from facilities.presentation.standing import Claims, usable_values

HOME_DOSES = "home_live_monitoring"
ESKETAMINE_STAY, OTHER_STAY = "observation_min_esketamine", "observation_min_other"
WATCHED = (
    ("supervision_level", _("Who is there")),
    ("patients_per_monitor", _("One person watches")),
    (HOME_DOSES, _("Who watches home doses")),
    ("vitals_interval_min", _("Vital signs checked every")),
    (ESKETAMINE_STAY, _("Stay after esketamine")),
    (OTHER_STAY, _("Stay after other ketamine")),
    ("escort_required", _("An adult must take you home")),
)


def watching(claims: Claims, today: date) -> tuple[GeneralFact, ...]:
    """Empty where nothing at all is stated: the checks themselves say so."""
    facts = {
        field: general_fact(FIELDS[field], claims, today, label=label)
        for field, label in WATCHED
    }
    if not any(fact.known for fact in facts.values()):
        return ()
    left_out = _left_out(claims)
    return tuple(
        fact for field, fact in facts.items() if fact.known or field not in left_out
    )


def _left_out(claims: Claims) -> set[str]:
    """What no fact asks about at this clinic."""
    routes = set(usable_values(claims, ROUTES))
    left_out = {HOME_DOSES}
    if routes and ESKETAMINE not in routes:
        left_out.add(ESKETAMINE_STAY)
    if routes == {ESKETAMINE}:
        left_out.add(OTHER_STAY)
    return left_out
