"""How a comparison comes to its counts: the rules, the facts, and the sort key."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.db.models import prefetch_related_objects
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from facilities.comparison import MOST_FACILITIES, explain
from facilities.filters.compared import Choice, read_choice
from facilities.matching import CONFIRMED_BLOCK, FLAGGED_BLOCK, Terms, in_order
from facilities.models import Facility
from facilities.views.compare import address


@dataclass(frozen=True, slots=True)
class SortKey:
    """``is_tied``: only the name tells this clinic's key from another's."""

    facility: Facility
    is_tied: bool

    @property
    def is_flagged(self) -> bool:
        return self.facility.block == FLAGGED_BLOCK

    @property
    def is_confirmed(self) -> bool:
        """Every must-have is, if there is one."""
        return self.facility.block == CONFIRMED_BLOCK


@login_not_required
@require_safe
def explain_comparison(request):
    today, choice = timezone.now().date(), read_choice(request.GET)
    facilities = chosen_facilities(choice)
    context = {
        "today": today,
        "choice": choice,
        "facilities": facilities,
        "explained": explain(facilities, choice.mine, choice.must, today),
        "sort_keys": list(sort_keys(choice, facilities, today)),
        "comparison_address": address(choice),
    }
    return TemplateResponse(request, "facilities/explain.html", context)


def chosen_facilities(choice: Choice) -> list[Facility]:
    """Those that anybody may see, in the order given, as many as are compared."""
    listed = Facility.objects.published().filter(slug__in=choice.slugs)
    shown = sorted(listed, key=lambda facility: choice.slugs.index(facility.slug))
    shown = shown[:MOST_FACILITIES]
    prefetch_related_objects(shown, "claims", "results")
    return shown


def sort_keys(
    choice: Choice, facilities: Sequence[Facility], today: date
) -> Iterator[SortKey]:
    """In the order that these criteria make of the clinics, by the code that orders."""
    terms = Terms(must=choice.must, criteria=choice.mine)
    chosen = Facility.objects.filter(pk__in=[each.pk for each in facilities])
    ordered = list(in_order(terms, chosen, today))
    keys = [(each.block, each.proven_meets, each.proven_partly) for each in ordered]
    for facility, key in zip(ordered, keys, strict=True):
        yield SortKey(facility, is_tied=keys.count(key) > 1)
