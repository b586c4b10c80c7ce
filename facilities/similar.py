"""Open clinics like one that is closed, by the rules of every search.

"Like" is a way of giving ketamine that both state, and near: within 100 miles where
there is a point, or else in the same state. Where nobody is like it, near is enough.
"""

from dataclasses import dataclass
from datetime import date

from facilities.enums import OperatingStatus
from facilities.geo.distance import Point
from facilities.models import Facility
from facilities.presentation.cards import Card, cards_of
from facilities.presentation.standing import claims_today, usable_values
from facilities.search import Question, answer, current

MOST_SHOWN = 4
# Of what is near, some may be closed too: so many are looked at.
MOST_ASKED = 60
MILES = 100


@dataclass(frozen=True, slots=True)
class Similar:
    """``is_by_route``: they share a way of giving ketamine with the closed clinic.

    ``miles`` is how far was looked, None for all of the state.
    """

    cards: tuple[Card, ...]
    is_by_route: bool
    miles: int | None


def similar_to(facility: Facility, today: date) -> Similar | None:
    """For a clinic that is closed, from rows already fetched; None for an open one."""
    if facility.operating_status == OperatingStatus.OPEN:
        return None
    routes = frozenset(usable_values(claims_today(facility, today), "routes"))
    by_route = _cards(facility, routes, today) if routes else ()
    return Similar(
        cards=by_route or _cards(facility, frozenset(), today),
        is_by_route=bool(by_route),
        miles=MILES if facility.latitude is not None else None,
    )


def _cards(facility: Facility, routes: frozenset[str], today: date) -> tuple[Card, ...]:
    """The first few, in the order of every search, that can be gone to."""
    found = answer(current(on=today), _question(facility, routes))
    others = Facility.objects.published().filter(
        operating_status=OperatingStatus.OPEN, is_sample=facility.is_sample
    )
    is_open = set(others.filter(pk__in=found.pks).values_list("pk", flat=True))
    first = [pk for pk in found.pks if pk in is_open][:MOST_SHOWN]
    rows = others.in_bulk(first)
    shown = [rows[pk] for pk in first if pk in rows]
    return tuple(cards_of(shown, found.miles, found.latest_checks, today))


def _question(facility: Facility, routes: frozenset[str]) -> Question:
    choices = {"route": routes} if routes else {}
    if facility.latitude is None:
        choices["state"] = frozenset({facility.state})
        return Question(choices=choices, limit=MOST_ASKED)
    point = Point(facility.latitude, facility.longitude)
    return Question(choices=choices, point=point, radius=MILES, limit=MOST_ASKED)
