"""Pages about the directory itself: how it works, who runs it, what it keeps."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from facilities.criteria import CRITERIA, EVIDENCE_TYPES, RED_FLAGS
from facilities.models import ProblemReport

SECONDS_A_DAY = 24 * 60 * 60
DAYS_A_YEAR = 365


@dataclass(frozen=True, slots=True)
class AboutPage:
    """``slug`` is its address and, with underscores, its template."""

    slug: str
    title: Promise
    summary: Promise

    @property
    def template(self) -> str:
        return f"about/{self.slug.replace('-', '_')}.html"


PAGES = {
    page.slug: page
    for page in (
        AboutPage(
            "how-checking-works",
            _("How checking works"),
            _("What “verified” means, what we accept as proof, and for how long."),
        ),
        AboutPage(
            "what-is-listed",
            _("What is listed, and what is taken off"),
            _("Which clinics are here, why, and when a listing goes."),
        ),
        AboutPage(
            "corrections",
            _("Corrections"),
            _("How to tell us that something is wrong, and when we act."),
        ),
        AboutPage(
            "privacy",
            _("Privacy"),
            _("What is kept of your visit, what is not, and for how long."),
        ),
        AboutPage(
            "accessibility",
            _("Accessibility"),
            _("What we aim for, how we test it, and what is not done yet."),
        ),
        AboutPage(
            "who-runs-this",
            _("Who runs this"),
            _("Who answers for this site, and how to reach them."),
        ),
    )
}


@login_not_required
@require_safe
def about(request):
    return TemplateResponse(request, "about/index.html", {"pages": PAGES.values()})


@login_not_required
@require_safe
def about_page(request, slug):
    if slug not in PAGES:
        raise Http404
    context = {
        "page": PAGES[slug],
        "pages": PAGES.values(),
        "operator": settings.OPERATOR,
        "criteria_count": len(CRITERIA),
        "evidence_types": EVIDENCE_TYPES.values(),
        "session_days": settings.SESSION_COOKIE_AGE // SECONDS_A_DAY,
        "email_days": ProblemReport.EMAIL_KEPT.days,
        "report_years": ProblemReport.KEPT.days // DAYS_A_YEAR,
        "reply_days": max(flag.right_of_reply_days for flag in RED_FLAGS.values()),
    }
    return TemplateResponse(request, PAGES[slug].template, context)
