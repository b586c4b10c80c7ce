"""What the benchmark's server answers beside the site. No other server does."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import JsonResponse
from django.template.response import TemplateResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import include, path
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def bare(request):
    """What every page costs: the base template, with nothing in it."""
    return TemplateResponse(request, "base.html")


@login_not_required
@require_safe
def queries(request):
    """How many queries an address of the site makes, asked inside the server."""
    client = Client(headers={"host": request.get_host()})
    client.get(request.GET["address"])
    with CaptureQueriesContext(connection) as asked:
        client.get(request.GET["address"])
    return JsonResponse({"queries": len(asked)})


urlpatterns = [
    path("bench/bare/", bare),
    path("bench/queries/", queries),
    path("", include("directory.urls")),
]
