"""What we check: every criterion, and how the listed clinics stand on it."""

from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from facilities.criteria import (
    CATALOG,
    CRITERIA,
    FIELDS,
    GROUPS,
    RED_FLAGS,
    REFERENCES,
    CriterionStatus,
)
from facilities.criteria.document import STRENGTHS, THRESHOLDS
from facilities.criteria.document_fields import answers
from facilities.criteria.schema import ThresholdSource
from facilities.criteria.words import rules_in_words
from facilities.models import CriterionResult, Facility
from facilities.presentation.criterion import (
    CriterionCounts,
    accepted_evidence,
    counts_by_criterion,
)
from facilities.presentation.entries import question_of


@login_not_required
@require_safe
def criteria_index(request):
    today = timezone.now().date()
    counts = count_listed(CriterionResult.objects.all(), today)
    groups = [
        (group, [(each, counts[each.slug]) for each in group.criteria])
        for group in GROUPS.values()
    ]
    context = {
        "today": today,
        "groups": groups,
        "criteria_count": len(CRITERIA),
        "core_count": sum(each.is_core for each in CRITERIA.values()),
        "listed": next(iter(counts.values())).listed,
        "red_flags": RED_FLAGS.values(),
        "evidence_rules": CATALOG.evidence_rules,
    }
    return TemplateResponse(request, "facilities/criteria_index.html", context)


@login_not_required
@require_safe
def criterion(request, slug):
    shown = CRITERIA.get(slug)
    if shown is None:
        raise Http404
    today = timezone.now().date()
    results = CriterionResult.objects.filter(criterion=slug)
    rules = dict(rules_in_words(shown, FIELDS))
    context = {
        "today": today,
        "criterion": shown,
        "group": GROUPS[shown.group],
        "question": question_of(shown),
        "counts": count_listed(results, today)[slug],
        "meanings": [
            (status, shown.status_text[status], rules.get(status))
            for status in CriterionStatus
            if status in shown.status_text
        ],
        "not_applying": rules.get(CriterionStatus.NOT_APPLICABLE),
        "asked": [(field, answers(field)) for field in shown.fields],
        "accepted": accepted_evidence(shown),
        "strength": STRENGTHS[shown.evidence_strength],
        "threshold": THRESHOLDS[shown.threshold_source],
        "is_editorial": shown.threshold_source != ThresholdSource.STANDARD,
        "references": [REFERENCES[each] for each in shown.references],
    }
    return TemplateResponse(request, "facilities/criterion.html", context)


def count_listed(results, today: date) -> dict[str, CriterionCounts]:
    listed = Facility.objects.published()
    counted = results.filter(facility__in=listed).counted(today)
    return counts_by_criterion(counted, listed.count())
