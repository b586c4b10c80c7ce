"""Two to four clinics side by side. The address holds the whole comparison."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from facilities.comparison import MOST_FACILITIES, Comparison, build_comparison
from facilities.enums import OperatingStatus
from facilities.models import Facility

SLUG = re.compile(r"[-a-zA-Z0-9_]{1,120}")
MOST_READ = 20  # of what an address asks for, however long it is
MOST_SUGGESTED = 8
ONLY_DIFFERENCES = "differences"


@dataclass(frozen=True)
class Choice:
    """What an address asks for. ``is_garbled``: some of it cannot be a clinic."""

    slugs: tuple[str, ...]
    is_garbled: bool
    only_differences: bool


@login_not_required
@require_safe
def compare(request):
    today = timezone.now().date()
    choice = read_choice(request.GET)
    listed = listed_among(choice.slugs)
    facilities = in_order(listed[:MOST_FACILITIES])
    comparison = build_comparison(facilities, today)
    context = {
        "today": today,
        "facilities": facilities,
        "comparison": comparison,
        "choice": choice,
        "unknown": [slug for slug in choice.slugs if slug not in listed],
        "left_out": len(listed) - len(facilities),
        "most": MOST_FACILITIES,
    }
    context |= links(choice, facilities, comparison)
    return TemplateResponse(request, "facilities/compare.html", context)


def links(
    choice: Choice, facilities: list[Facility], comparison: Comparison
) -> dict[str, object]:
    """Where the page leads: without one clinic, with one more, and to itself."""
    slugs = [facility.slug for facility in facilities]
    removed = removals(choice, slugs)
    return {
        "heads": list(zip(comparison.columns, removed, strict=True)),
        "suggestions": suggestions(choice, facilities),
        "addresses": [address(slugs, only=only) for only in (False, True)],
    }


def read_choice(query: QueryDict) -> Choice:
    """The clinics in the order asked for, each once."""
    asked = list(dict.fromkeys(filter(None, query.getlist("facility"))))[:MOST_READ]
    slugs = tuple(slug for slug in asked if SLUG.fullmatch(slug))
    return Choice(
        slugs=slugs,
        is_garbled=len(slugs) < len(asked),
        only_differences=query.get("only") == ONLY_DIFFERENCES,
    )


def address(slugs: Iterable[str], *, only: bool) -> str:
    query = [("facility", slug) for slug in slugs]
    if only:
        query.append(("only", ONLY_DIFFERENCES))
    return f"{reverse('facilities:compare')}?{urlencode(query)}"


def listed_among(slugs: Iterable[str]) -> list[str]:
    """Those that anybody may see, in the order given."""
    published = Facility.objects.published().filter(slug__in=slugs)
    listed = set(published.values_list("slug", flat=True))
    return [slug for slug in slugs if slug in listed]


def in_order(slugs: list[str]) -> list[Facility]:
    facilities = Facility.objects.published().filter(slug__in=slugs).with_comparison()
    return sorted(facilities, key=lambda facility: slugs.index(facility.slug))


def removals(choice: Choice, slugs: list[str]) -> list[str]:
    """The address without each clinic in turn."""
    return [
        address((slug for slug in slugs if slug != gone), only=choice.only_differences)
        for gone in slugs
    ]


def suggestions(
    choice: Choice, facilities: list[Facility]
) -> list[tuple[Facility, str]]:
    """Clinics of the same states that could be added, by name, with the address."""
    if not 0 < len(facilities) < MOST_FACILITIES:
        return []
    slugs = [facility.slug for facility in facilities]
    others = (
        Facility.objects.published()
        .filter(state__in={facility.state for facility in facilities})
        .filter(is_sample=facilities[0].is_sample)
        .exclude(slug__in=slugs)
        .exclude(operating_status=OperatingStatus.CLOSED)[:MOST_SUGGESTED]
    )
    only = choice.only_differences
    return [(other, address([*slugs, other.slug], only=only)) for other in others]
