"""Writing what the claims amount to. See ``facilities.models.result``."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db import transaction

from facilities.actions.search import mark_changed
from facilities.criteria import ClaimStatus, CriterionStatus
from facilities.criteria.rules import Facts, evaluate_all, red_flags
from facilities.models import Claim, CriterionResult, Facility, FacilityFlag
from facilities.models.result import RANKED

BATCH = 500
STATEMENTS = frozenset({ClaimStatus.ATTESTED, ClaimStatus.LAPSED})


def refresh_results(facility: Facility, *, on: date) -> None:
    """Write a facility's results and flags anew, inside the caller's transaction."""
    refresh_results_of([facility.pk], on=on)


def refresh_results_of(facility_ids: Iterable[int], *, on: date) -> None:
    ids = sorted(set(facility_ids))
    for start in range(0, len(ids), BATCH):
        _refresh_batch(ids[start : start + BATCH], on=on)


def rebuild_results(*, on: date) -> int:
    """Write every facility's results anew; returns how many facilities."""
    ids = list(Facility.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        with transaction.atomic():
            batch = ids[start : start + BATCH]
            list(Facility.objects.select_for_update().filter(pk__in=batch))
            _refresh_batch(batch, on=on)
    return len(ids)


@transaction.atomic
def _refresh_batch(ids: list[int], *, on: date) -> None:
    facts_of: dict[int, Facts] = defaultdict(dict)
    for claim in Claim.objects.filter(facility__in=ids):
        facts_of[claim.facility_id][claim.field] = claim.as_fact(on)
    _replace(CriterionResult, ids, _results(facts_of, on))
    _replace(FacilityFlag, ids, _flags(facts_of, on))
    mark_changed(ids)


def _replace(model, ids: list[int], rows: list) -> None:
    model.objects.filter(facility__in=ids).delete()
    model.objects.bulk_create(rows, batch_size=5000)


def _results(facts_of: dict[int, Facts], on: date) -> list[CriterionResult]:
    return [
        CriterionResult(
            facility_id=facility_id,
            criterion=slug,
            status=evaluation.status.value,
            level=evaluation.level.value,
            confirmed_until=evaluation.confirmed_until,
            **standings.get(slug, {}),
        )
        for facility_id, facts in facts_of.items()
        for standings in [_confirmed_standings(facts, on)]
        for slug, evaluation in evaluate_all(facts, on=on).items()
        if evaluation.status != CriterionStatus.NOT_STATED
    ]


def _confirmed_standings(facts: Facts, on: date) -> dict[str, dict]:
    """By criterion, the columns for what the facts that were checked amount to alone.

    What was found untrue stays in: it is no mere statement.
    """
    checked = {
        name: fact for name, fact in facts.items() if fact.status not in STATEMENTS
    }
    if not checked:
        return {}
    return {
        slug: {
            "confirmed_status": evaluation.status.value,
            "confirmed_status_until": evaluation.confirmed_until,
        }
        for slug, evaluation in evaluate_all(checked, on=on).items()
        if evaluation.status in RANKED and evaluation.confirmed_until
    }


def _flags(facts_of: dict[int, Facts], on: date) -> list[FacilityFlag]:
    return [
        FacilityFlag(
            facility_id=facility_id,
            flag=raised.flag.slug,
            established_until=_established_until(raised, facts),
            raised_until=_raised_until(raised, facts),
        )
        for facility_id, facts in facts_of.items()
        for raised in red_flags(facts, on=on)
    ]


def _established_until(raised, facts: Facts) -> date | None:
    if not raised.is_established:
        return None
    return min(facts[field].expires_on for field in raised.facts_used)


def _raised_until(raised, facts: Facts) -> date | None:
    """The last day of the checks without which the flag would not be raised."""
    last_days = [facts[field].expires_on for field in raised.facts_used]
    if raised.flag.lasts_months is not None:
        return max(last_days)
    if raised.flag.minimum_level.counts_as_confirmed:
        return min(last_days)
    return None
