"""Home and the list of clinics: public, read-only, no script needed."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from facilities.criteria import CRITERIA, FIELDS, GROUPS, ClaimStatus, CriterionStatus
from facilities.criteria.rules import unanswered_safety_questions
from facilities.enums import Origin, PriceKind
from facilities.facets import choice_group, count_choices, criteria_groups, ways_out
from facilities.filters import FacilityFilter
from facilities.models import Claim, CriterionResult, Facility, Price

PAGE_SIZE = 20


@login_not_required
@require_safe
def home(request):
    today = timezone.now().date()
    listed = Facility.objects.published().count()
    context = {
        "today": today,
        "groups": GROUPS.values(),
        "routes": FIELDS["routes"].choices,
        "criteria_count": len(CRITERIA),
        "listed": listed,
        "facts": fact_counts(listed, today),
    }
    return TemplateResponse(request, "facilities/home.html", context)


@login_not_required
@require_safe
@vary_on_headers("HX-Request")
def clinic_list(request):
    today = timezone.now().date()
    search = FacilityFilter(request.GET, today=today)
    page = Paginator(search.qs.with_card(), PAGE_SIZE).get_page(request.GET.get("page"))
    counts = count_choices(search, total=page.paginator.count)
    context = {
        "today": today,
        "search": search,
        "page": page,
        "cards": [Card(facility, today) for facility in page],
        "counts": counts,
        "groups": [choice_group(search, counts, name) for name in ("state", "route")],
        "criteria_groups": criteria_groups(search, counts),
        "criteria_count": len(CRITERIA),
        "ways_out": [] if counts.total else ways_out(search),
    }
    is_piece = request.htmx and not request.htmx.history_restore_request
    name = "facilities/_results.html" if is_piece else "facilities/list.html"
    return TemplateResponse(request, name, context)


def fact_counts(listed: int, today: date) -> dict[str, int]:
    """How many facts of the listed facilities are in each state today."""
    is_over = Q(confirmed_until__lt=today)
    is_untrue = Q(level=ClaimStatus.CONTRADICTED.value)
    counts = CriterionResult.objects.filter(
        facility__in=Facility.objects.published()
    ).aggregate(
        answered=Count("pk"),
        verified=Count("pk", filter=Q(confirmed_until__gte=today)),
        lapsed=Count("pk", filter=is_over | Q(level=ClaimStatus.LAPSED.value)),
        untrue=Count("pk", filter=is_untrue),
    )
    checked = counts["verified"] + counts["lapsed"] + counts["untrue"]
    total = listed * len(CRITERIA)
    return counts | {
        "total": total,
        "stated": counts["answered"] - checked,
        "not_stated": total - counts["answered"],
    }


@dataclass(frozen=True)
class Card:
    """What the list says about one facility, from rows that are already fetched."""

    facility: Facility
    today: date

    @cached_property
    def claims(self) -> dict[str, Claim]:
        return {claim.field: claim for claim in self.facility.claims.all()}

    @property
    def price(self) -> Price | None:
        """Of one session, unless it was found to be untrue."""
        prices = {price.kind: price for price in self.facility.prices.all()}
        return self._usable(prices.get(PriceKind.SESSION))

    @property
    def routes(self) -> Claim | None:
        """How ketamine is given, unless that was found to be untrue."""
        return self._usable(self.claims.get("routes"))

    @property
    def route_names(self) -> list[str]:
        return [FIELDS["routes"].value_label(value) for value in self.routes.value]

    @property
    def samhsa_edition(self) -> int | None:
        """The edition that says SAMHSA was told of ketamine infusion."""
        claim = self.claims.get("samhsa_codes")
        is_told = claim and claim.origin == Origin.SAMHSA and "KIT" in claim.value
        return claim.edition if is_told else None

    @property
    def unanswered(self) -> int:
        facts = {name: claim.as_fact(self.today) for name, claim in self.claims.items()}
        return len(unanswered_safety_questions(facts))

    @cached_property
    def answers(self) -> list[CriterionResult]:
        """The results of the criteria that apply here."""
        return [
            result
            for result in self.facility.results.all()
            if result.status != CriterionStatus.NOT_APPLICABLE
        ]

    @property
    def not_applying(self) -> int:
        return len(self.facility.results.all()) - len(self.answers)

    @property
    def verified(self) -> int:
        return sum(result.is_confirmed_on(self.today) for result in self.answers)

    @property
    def lapsed(self) -> int:
        levels = [result.level_on(self.today) for result in self.answers]
        return levels.count(ClaimStatus.LAPSED)

    @property
    def latest(self) -> date | None:
        """The day of the latest check that still stands."""
        days = [
            claim.verified_on
            for claim in self.claims.values()
            if claim.is_confirmed_on(self.today)
        ]
        return max(days, default=None)

    def _usable(self, record):
        is_untrue = record and record.status == ClaimStatus.CONTRADICTED
        return None if is_untrue else record
