"""What an import changes as a whole: what is listed, and what a moderator must see."""

from datetime import datetime

from django.db.models.functions import Coalesce

from facilities.actions.search import mark_changed
from facilities.enums import ListingStatus
from facilities.exchange.samhsa.doubts import doubtful_pairs
from facilities.exchange.samhsa.listed import ListingChanges, listing_changes
from facilities.exchange.samhsa.standing import all_traces
from facilities.models import Facility, ImportMatch


def list_what_samhsa_reports(*, at: datetime) -> ListingChanges:
    changes = listing_changes()
    Facility.objects.filter(pk__in=changes.archive).update(
        listing_status=ListingStatus.ARCHIVED
    )
    Facility.objects.filter(pk__in=changes.publish).update(
        listing_status=ListingStatus.PUBLISHED,
        published_at=Coalesce("published_at", at),
    )
    mark_changed([*changes.archive, *changes.publish])
    return changes


def add_doubts() -> int:
    """Enter pairs that may be one facility, each once, for a moderator to decide."""
    known = set(ImportMatch.objects.values_list("facility_id", "other_id"))
    new = [
        ImportMatch(facility_id=one, other_id=other, reason=reason)
        for (one, other), reason in sorted(doubtful_pairs(all_traces()).items())
        if (one, other) not in known
    ]
    ImportMatch.objects.bulk_create(new, batch_size=1000)
    return len(new)
