"""What a search means: which facilities it finds and in what order, by plain queries.

Pages are answered by the index of ``search``, which must find and order the same.

The order is section 9.2 of the criteria. Facilities without an established banner flag
come first; of these, those for which every must-have is confirmed. Then by match: how
many criteria are met, then partly met, by confirmed facts alone; then by distance, if
there is a point; by name; by primary key. What a clinic only states is nowhere in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import (
    Case,
    Count,
    DateField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import RawSQL
from django.db.models.functions import (
    Cast,
    Coalesce,
    Collate,
    Cos,
    Lower,
    Power,
    Radians,
    Sin,
)

from facilities.criteria import (
    RED_FLAGS,
    ClaimStatus,
    CriterionStatus,
    FlagDisplay,
)
from facilities.enums import PriceKind
from facilities.geo.distance import Point, box_around, squared_chord, unit_vector
from facilities.models import Claim, CriterionResult, FacilityFlag, Price
from facilities.models.provenance import CONFIRMED
from facilities.search import CLAIMED, CORE, SETTINGS, Order, has_words

BANNERS = [
    slug for slug, flag in RED_FLAGS.items() if flag.display is FlagDisplay.BANNER
]
CONFIRMED_BLOCK, STATED_BLOCK, FLAGGED_BLOCK = range(3)


@dataclass(frozen=True, eq=False, slots=True)
class Terms:
    """A search: OR inside a group of ``choices``; AND between groups and criteria.

    A group in ``choices`` has at least one value.
    ``radius`` is in miles around ``point``; a point without a radius only orders.
    ``area`` is one of ``geo.areas``, or ``OFF_MAP``.
    """

    choices: Mapping[str, frozenset[str]] = field(default_factory=dict)
    must: tuple[str, ...] = ()
    is_confirmed_only: bool = False
    is_partly_enough: bool = False
    point: Point | None = None
    radius: float | None = None
    area: str | None = None
    text: str | None = None
    criteria: tuple[str, ...] = CORE
    order: Order = Order.MATCH

    @property
    def statuses(self) -> list[str]:
        """What counts as meeting a must-have."""
        enough = [CriterionStatus.MEETS.value]
        if self.is_partly_enough:
            enough.append(CriterionStatus.PARTLY_MEETS.value)
        return enough


def matching(terms: Terms, facilities, today: date):
    """Those of ``facilities`` that the search finds."""
    for group, values in terms.choices.items():
        facilities = facilities.filter(_has(group, values, today))
    if terms.text:
        facilities = facilities.filter(_has_words(terms.text))
    met = met_results(terms, today).filter(facility=OuterRef("pk"))
    for slug in terms.must:
        facilities = facilities.filter(Exists(met.filter(criterion=slug)))
    if terms.point is not None and terms.radius is not None:
        facilities = _within(facilities, terms.point, terms.radius)
    if terms.area:
        facilities = facilities.in_area(terms.area)
    return facilities


def met_results(terms: Terms, today: date):
    """The results that count as met, as strictly as was asked."""
    results = CriterionResult.objects.filter(status__in=terms.statuses)
    return results.confirmed(today) if terms.is_confirmed_only else results


def claims_of(fields):
    """What clinics say, save what was found to be untrue."""
    claims = Claim.objects.filter(field__in=fields)
    return claims.exclude(status=ClaimStatus.CONTRADICTED.value)


def session_prices():
    """Prices that a ceiling in dollars can be compared with."""
    prices = Price.objects.filter(kind=PriceKind.SESSION, currency="USD")
    return prices.exclude(status=ClaimStatus.CONTRADICTED.value)


def standing_checks(today: date):
    return Claim.objects.filter(status__in=CONFIRMED, expires_on__gte=today)


def _has(group: str, values: frozenset[str], today: date) -> Q:
    if group == "state":
        return Q(state__in=values)
    if group == "price":
        highest = 100 * max(map(int, values))
        rows = session_prices().filter(low_cents__lte=highest)
    elif group == "checked":
        earliest = today - timedelta(days=max(map(int, values)))
        rows = standing_checks(today).filter(verified_on__gte=earliest)
    else:
        rows = _stating(group, values)
    return Q(Exists(rows.filter(facility=OuterRef("pk"))))


def _stating(group: str, values: frozenset[str]):
    claims = claims_of([CLAIMED[group]])
    if group == "language":
        # A clinic that speaks Mexican Spanish (es-MX) speaks Spanish.
        tags = "|".join(sorted(values))
        text = Cast("value", TextField())
        return claims.alias(tags=text).filter(tags__iregex=f'"({tags})["-]')
    if group == "setting":
        values = {stored for stored, value in SETTINGS.items() if value in values}
    return claims.filter(value__has_any_keys=sorted(values))


def _has_words(text: str) -> Q:
    """Every word is in a name or the city, in any order: see ``search.words``."""
    condition, parameters = has_words(text)
    sql = f"SELECT id FROM facilities_facility AS facility WHERE {condition}"  # noqa: S608
    return Q(pk__in=RawSQL(sql, parameters))  # noqa: S611 -- words are parameters


def _within(facilities, point: Point, radius: float):
    box = box_around(point, radius)
    spans = Q()
    for span in box.longitudes:
        spans |= Q(longitude__range=span)
    in_box = facilities.filter(spans, latitude__range=(box.south, box.north))
    near = in_box.alias(to_rim=squared_chord_from(point))
    return near.filter(to_rim__lte=squared_chord(radius))


def squared_chord_from(point: Point):
    """Grows with the distance; NULL where a facility has no point."""
    x, y, z = unit_vector(point)
    ring = Cos(Radians("latitude"))
    return (
        Power(ring * Cos(Radians("longitude")) - x, 2)
        + Power(ring * Sin(Radians("longitude")) - y, 2)
        + Power(Sin(Radians("latitude")) - z, 2)
    )


def in_order(terms: Terms, facilities, today: date):
    """With ``block`` and, if there is a point, ``apart``: see ``miles_of``."""
    facilities = facilities.annotate(block=block_of(terms, today))
    keys = ["block"]
    if terms.order == Order.MATCH:
        facilities = facilities.annotate(
            proven_meets=_proven(terms, CriterionStatus.MEETS, today),
            proven_partly=_proven(terms, CriterionStatus.PARTLY_MEETS, today),
        )
        keys += ["-proven_meets", "-proven_partly"]
    if terms.order == Order.CHECKED:
        facilities = facilities.annotate(latest_check=latest_check(today))
        keys.append(F("latest_check").desc(nulls_last=True))
    if terms.point is not None:
        facilities = facilities.annotate(apart=squared_chord_from(terms.point))
        if terms.order in (Order.MATCH, Order.DISTANCE):
            keys.append(F("apart").asc(nulls_last=True))
    return facilities.order_by(*keys, Collate(Lower("name"), "C"), "pk")


def block_of(terms: Terms, today: date) -> Case:
    confirmed = Q()
    for slug in terms.must:
        results = CriterionResult.objects.filter(
            _confirmed(terms.statuses, today), facility=OuterRef("pk"), criterion=slug
        )
        confirmed &= Q(Exists(results))
    flags = FacilityFlag.objects.filter(
        Q(raised_until=None) | Q(raised_until__gte=today),
        facility=OuterRef("pk"),
        flag__in=BANNERS,
        established_until__gte=today,
    )
    otherwise = [When(~confirmed, then=Value(STATED_BLOCK))] if terms.must else []
    return Case(
        When(Exists(flags), then=Value(FLAGGED_BLOCK)),
        *otherwise,
        default=Value(CONFIRMED_BLOCK),
        output_field=IntegerField(),
    )


def _confirmed(statuses: list[str], today: date) -> Q:
    """Confirmed as it is shown, or by the confirmed facts alone.

    So saying more moves nobody to the block of what is only stated.
    """
    return Q(status__in=statuses, confirmed_until__gte=today) | Q(
        confirmed_status__in=statuses, confirmed_status_until__gte=today
    )


def _proven(terms: Terms, status: CriterionStatus, today: date) -> Coalesce:
    """How many of the criteria have a status by confirmed facts alone."""
    results = CriterionResult.objects.filter(
        facility=OuterRef("pk"),
        criterion__in=terms.criteria,
        confirmed_status=status.value,
        confirmed_status_until__gte=today,
    )
    counted = results.order_by().values("facility").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)


def latest_check(today: date) -> Subquery:
    checks = standing_checks(today).filter(facility=OuterRef("pk"))
    latest = checks.order_by("-verified_on", "pk").values("verified_on")[:1]
    return Subquery(latest, output_field=DateField())
