"""The clinics somebody saved, as a list of links, and what changed since a day.

What is saved, and when it was last looked at, is kept by the browser alone, and comes
here in the address: nothing about it is stored.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.contrib.auth.decorators import login_not_required
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from facilities.filters.fields import MOST_COMPARED, SLUG
from facilities.models import Facility
from facilities.models.history import changed_since, histories_of
from facilities.presentation.history import HistoryEntry, words_since
from facilities.views.search import compare_address

MOST_SAVED = 50
MOST_CHANGES = 8


@dataclass(frozen=True, slots=True)
class Saved:
    """``more`` changes are on the clinic's own page."""

    facility: Facility
    changes: tuple[HistoryEntry, ...] = ()
    more: int = 0


@login_not_required
@require_safe
def shortlist(request):
    today = timezone.now().date()
    asked = list(dict.fromkeys(request.GET.getlist("facility")))
    slugs = [slug for slug in asked if SLUG.fullmatch(slug)][:MOST_SAVED]
    listed = {
        each.slug: each for each in Facility.objects.published().filter(slug__in=slugs)
    }
    facilities = [listed[slug] for slug in slugs if slug in listed]
    first = [facility.slug for facility in facilities[:MOST_COMPARED]]
    since = read_day(request.GET.get("since", ""), today)
    saved = with_changes(facilities, since, today)
    context = {
        "today": today,
        "facilities": facilities,
        "saved": saved,
        "since": since,
        "is_changed": any(each.changes for each in saved),
        "missing": len(asked) - len(facilities),
        "query": request.GET,
        "compare": compare_address(first),
        "compared": len(first),
    }
    return TemplateResponse(request, "facilities/shortlist.html", context)


def read_day(text: str, today: date) -> date | None:
    """A day up to today; anything else asks for nothing."""
    try:
        day = parse_date(text)
    except ValueError:  # no such day, such as 2026-02-30
        return None
    return day if day and day <= today else None


def with_changes(
    facilities: Collection[Facility], since: date | None, today: date
) -> list[Saved]:
    if since is None:
        return [Saved(facility) for facility in facilities]
    moment = datetime.combine(since, time.min, UTC)
    pks = [facility.pk for facility in facilities]
    histories = histories_of(changed_since(pks, moment, today))
    saved = []
    for facility in facilities:
        history = histories.get(facility.pk)
        told = words_since(history, since, today) if history else ()
        shown = told[:MOST_CHANGES]
        saved.append(Saved(facility, shown, more=len(told) - len(shown)))
    return saved
