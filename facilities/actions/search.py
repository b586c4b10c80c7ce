"""Telling the search index, in every process, what it must read again."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max

from facilities.models.search import SearchChange, SearchVersion, TransactionNumber

KEPT = timedelta(days=2)


def mark_changed(facility_ids: Iterable[int]) -> None:
    """Let the index read these again once the caller's transaction is through.

    For whatever a search may show: being listed or not, name, place, claims, results,
    flags, prices. No lock is taken, so this may stand anywhere in a transaction.
    """
    changes = [SearchChange(facility_id=number) for number in sorted({*facility_ids})]
    SearchChange.objects.bulk_create(changes, batch_size=5000)


@transaction.atomic
def ask_for_search_rebuild() -> None:
    """Let every process read the whole index again, at its next search."""
    SearchVersion.objects.update_or_create(pk=1, defaults={"rebuilt": uuid.uuid4()})


@transaction.atomic
def prune_search_changes(*, at: datetime) -> int:
    """Forget changes that every process has seen; returns how many.

    One that has not, since nobody searched there for days, reads everything again.
    """
    SearchVersion.objects.get_or_create(pk=1)
    version = SearchVersion.objects.select_for_update().get(pk=1)
    old = SearchChange.objects.filter(marked_at__lt=at - KEPT)
    last = old.aggregate(last=Max("version"))["last"]
    if last is None:
        return 0
    count, _by_model = old.filter(version__lte=last).delete()
    version.pruned_to = max(version.pruned_to, last)
    version.pruned_by = TransactionNumber()
    version.save(update_fields=["pruned_to", "pruned_by"])
    return count
