"""The clinics somebody saved, as a list of links.

What is saved is kept by the browser alone, and comes here in the address: nothing about
it is stored.
"""

from django.contrib.auth.decorators import login_not_required
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from facilities.filters.fields import MOST_COMPARED, SLUG
from facilities.models import Facility
from facilities.views.search import compare_address

MOST_SAVED = 50


@login_not_required
@require_safe
def shortlist(request):
    asked = list(dict.fromkeys(request.GET.getlist("facility")))
    slugs = [slug for slug in asked if SLUG.fullmatch(slug)][:MOST_SAVED]
    listed = {
        each.slug: each for each in Facility.objects.published().filter(slug__in=slugs)
    }
    facilities = [listed[slug] for slug in slugs if slug in listed]
    first = [facility.slug for facility in facilities[:MOST_COMPARED]]
    context = {
        "today": timezone.now().date(),
        "facilities": facilities,
        "missing": len(asked) - len(facilities),
        "query": request.GET,
        "compare": compare_address(first),
        "compared": len(first),
    }
    return TemplateResponse(request, "facilities/shortlist.html", context)
