"""What to offer while somebody types a place or a clinic's name.

The text comes in the address of a request: no log of this site holds that part.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from facilities.filters import LONGEST_TEXT
from facilities.filters.fields import readable
from facilities.finding import clinics_named
from facilities.known_places import gazetteer


@login_not_required
@require_safe
@never_cache
def suggest_places(request):
    offered = gazetteer().starting(text_of(request))
    items = [{"text": text, "label": text} for text in offered]
    return JsonResponse({"offered": items})


@login_not_required
@require_safe
@never_cache
def suggest_clinics(request):
    offered = [
        {"text": facility.full_name, "label": f"{facility.full_name}, {facility.place}"}
        for facility in clinics_named(text_of(request))
    ]
    return JsonResponse({"offered": offered})


def text_of(request) -> str:
    return readable(request.GET.get("text", "")[:LONGEST_TEXT]).strip()
