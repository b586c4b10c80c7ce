"""Home and the list of clinics: public, read-only, no script needed."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.http import QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from facilities.choice_groups import choice_group, criteria_groups, radius_group
from facilities.criteria import CRITERIA, GROUPS
from facilities.fact_counts import fact_counts
from facilities.filters import FacilityFilter
from facilities.filters.choices import COMPARE, CONDITION, MAP, RADIUS
from facilities.filters.fields import MOST_COMPARED
from facilities.finding import Found, find, sites
from facilities.geo.gazetteer import WholeState
from facilities.guides import GUIDES
from facilities.mapping import Links, Map, Near, build_map
from facilities.matching import CORE
from facilities.models import Facility
from facilities.presentation.cards import Card, cards_of
from facilities.ways_out import ways_out

# Where a patient looks first, above the criteria; the rest is below them.
FIRST_GROUPS = ("route", "setting", "condition", "age", "payment", "price")
MORE_GROUPS = (
    *("language", "accessibility", "population", "telehealth", "accepting"),
    *("checked", "state"),
)
# What to read before anything else.
FIRST_GUIDES = ("before-you-start", "what-treatment-can-do", "signs-of-addiction")


@login_not_required
@require_safe
def home(request):
    today = timezone.now().date()
    facts = fact_counts(today)
    context = {
        "today": today,
        "groups": GROUPS.values(),
        "guides": [GUIDES[slug] for slug in FIRST_GUIDES],
        "conditions": CONDITION.items(),
        "radii": RADIUS.items(),
        "criteria_count": len(CRITERIA),
        "listed": facts.listed,
        "facts": facts,
    }
    return TemplateResponse(request, "facilities/home.html", context)


@login_not_required
@require_safe
@vary_on_headers("HX-Request")
def clinic_list(request):
    today = timezone.now().date()
    search = FacilityFilter(request.GET, today=today)
    if search.chosen["view"] == COMPARE:
        return redirect(compare_address(search.chosen["compare"]))
    found = find(search, request.GET.get("page"))
    context = {"today": today, "search": search, "found": found, "page": found.page}
    context |= what_was_found(search, found) | what_can_be_chosen(search, found)
    context["tray"] = in_tray(search)
    if search.chosen["view"] == MAP and found.total:
        context["map"] = map_of(search, found)
    is_piece = request.htmx and not request.htmx.history_restore_request
    name = "facilities/_results.html" if is_piece else "facilities/list.html"
    return TemplateResponse(request, name, context)


@login_not_required
@require_safe
def about_order(request):
    core = [CRITERIA[slug] for slug in CORE]
    context = {"core": core, "today": timezone.now().date()}
    return TemplateResponse(request, "facilities/about_order.html", context)


@dataclass(frozen=True, slots=True)
class Block:
    """Results of one kind, which stand together. ``total`` is that of all pages."""

    kind: str
    total: int
    cards: list[Card]


def what_was_found(search, found: Found) -> dict[str, object]:
    cards = cards_of(found.facilities, found.miles, found.latest_checks, search.today)
    return {
        "cards": cards,
        "facilities": found.facilities,
        "counts": found.counts,
        "blocks": in_blocks(found, cards),
        "ways_out": [] if found.total else ways_out(search, found),
        "meant": [(text, search.query_for(q=text).urlencode()) for text in found.meant],
        "criteria_count": len(CRITERIA),
    }


def in_blocks(found: Found, cards: list[Card]) -> list[Block]:
    """The cards of the page, cut where one block ends and the next begins."""
    first = (found.page.number - 1) * found.page.paginator.per_page
    blocks, end = [], 0
    for kind in ("confirmed", "stated", "flagged"):
        total = getattr(found.blocks, kind)
        start, end = end, end + total
        shown = cards[max(start - first, 0) : max(end - first, 0)]
        if shown:
            blocks.append(Block(kind, total, shown))
    return blocks


def what_can_be_chosen(search, found: Found) -> dict[str, object]:
    counts = found.counts
    radius = radius_group(search, counts)
    return {
        "radius_groups": [radius] if radius else [],
        "groups": [choice_group(search, counts, name) for name in FIRST_GROUPS],
        "more_groups": [choice_group(search, counts, name) for name in MORE_GROUPS],
        "criteria_groups": criteria_groups(search, counts),
        "most_compared": MOST_COMPARED,
    }


def map_of(search, found: Found) -> Map:
    """Of all that is found. Its links keep the search, and the map above the list."""
    terms, place = search.terms, search.chosen["place"]
    kept = None if isinstance(place, WholeState) else place

    def where(**changes):
        return f"?{search.query_for(**changes).urlencode()}"

    links = Links(
        clinic=lambda slug: reverse("facilities:detail", args=[slug]),
        area=lambda area: where(area=area),
        state=lambda code: where(state=[code], place=kept),
    )
    near = None
    if terms.radius is not None:
        near = Near(terms.point, terms.radius, search.spot.label if search.spot else "")
    states = terms.choices.get("state", ())
    return build_map(sites(found), links, states=states, near=near, area=terms.area)


def in_tray(search) -> list[Facility]:
    """The listed clinics that the address has chosen to compare, in its order."""
    slugs = search.chosen["compare"]
    if not slugs:
        return []
    listed = Facility.objects.published().filter(slug__in=slugs)
    return sorted(listed, key=lambda facility: slugs.index(facility.slug))


def compare_address(slugs: list[str]) -> str:
    query = QueryDict(mutable=True)
    query.setlist("facility", slugs)
    return f"{reverse('facilities:compare')}?{query.urlencode()}"
