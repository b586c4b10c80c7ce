"""Reporting a problem with a clinic's page: open to anybody, read by moderators."""

from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from directory.limits import is_allowed
from facilities import actions
from facilities.forms import ReportForm
from facilities.models import Facility

MOST_REPORTS = 5


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request, slug):
    facility = get_object_or_404(Facility.objects.published(), slug=slug)
    now, status = timezone.now(), HTTPStatus.OK
    data = request.POST if request.method == "POST" else None
    form = ReportForm(data, now=now, initial={"criterion": request.GET.get("about")})
    if form.is_valid():
        if is_allowed(request, scope="report", most=MOST_REPORTS, at=now):
            actions.report_problem(facility=facility, at=now, **form.cleaned_data)
            return redirect("facilities:report-sent", slug=slug)
        form.add_error(None, _("Many reports came from where you are. Wait an hour."))
        status = HTTPStatus.TOO_MANY_REQUESTS
    context = {"facility": facility, "facilities": [facility], "form": form}
    return TemplateResponse(request, "facilities/report.html", context, status=status)


@login_not_required
@require_safe
def report_sent(request, slug):
    facility = get_object_or_404(Facility.objects.published(), slug=slug)
    context = {"facility": facility, "facilities": [facility]}
    return TemplateResponse(request, "facilities/report_sent.html", context)
