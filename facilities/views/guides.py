"""The guides: texts that are part of the site, so that nothing is read from tables."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from facilities.guides import GUIDES


@login_not_required
@require_safe
def guide_list(request):
    return TemplateResponse(request, "guides/list.html", {"guides": GUIDES.values()})


@login_not_required
@require_safe
def guide(request, slug):
    if slug not in GUIDES:
        raise Http404
    context = {"guide": GUIDES[slug], "guides": GUIDES.values()}
    return TemplateResponse(request, "guides/detail.html", context)
