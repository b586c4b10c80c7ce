"""A clinic's own page: public, read-only."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from facilities.models import Facility
from facilities.models.history import history_of
from facilities.presentation import build_page
from facilities.similar import similar_to


@login_not_required
@require_safe
def detail(request, slug):
    today = timezone.now().date()
    facility = get_object_or_404(Facility.objects.published().with_page(), slug=slug)
    context = {
        "today": today,
        "facility": facility,
        "facilities": [facility],
        "page": build_page(facility, history_of(facility), today),
        "similar": similar_to(facility, today),
    }
    return TemplateResponse(request, "facilities/detail.html", context)
