"""Which facilities are listed because SAMHSA reports ketamine there. Reads only."""

from collections import defaultdict
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Exists, OuterRef

from facilities.enums import (
    ListingStatus,
    MatchDecision,
    OperatingStatus,
    Origin,
    SamhsaBook,
)
from facilities.models import (
    Claim,
    Clinician,
    Facility,
    ImportMatch,
    Price,
    SamhsaEdition,
    SamhsaRecord,
)

IMPORTER_MAY_CHANGE = (
    ListingStatus.DRAFT,
    ListingStatus.PUBLISHED,
    ListingStatus.ARCHIVED,
)


@dataclass(frozen=True, slots=True)
class ListingChanges:
    """``held_back`` may be the same as a facility that somebody else speaks for."""

    publish: set[int]
    archive: set[int]
    held_back: set[int]


def listing_changes() -> ListingChanges:
    """What must change so that what SAMHSA alone speaks for is listed by one rule.

    Listed is what the newest mental health directory, imported whole, reports ketamine
    for. What a person published, suspended or archived stays as it is.
    """
    newest = (
        SamhsaEdition.objects.filter(book=SamhsaBook.MENTAL_HEALTH, is_complete=True)
        .order_by("-edition")
        .first()
    )
    if newest is None:
        return ListingChanges(set(), set(), set())
    reporting = set(
        SamhsaRecord.objects.filter(book=newest.book, edition=newest.edition)
        .reporting_ketamine()
        .values_list("facility_id", flat=True)
    )
    statuses = dict(_samhsa_alone().values_list("pk", "listing_status"))
    listed = {pk for pk in statuses if statuses[pk] == ListingStatus.PUBLISHED}
    reported = reporting & set(statuses)
    held_back = _held_back(reported - listed, set(statuses))
    wanted = reported - held_back
    by_person = _status_set_by_a_person(wanted ^ listed)
    return ListingChanges(
        publish=wanted - listed - by_person,
        archive=listed - wanted - by_person,
        held_back=held_back,
    )


def _samhsa_alone():
    """Facilities of which nobody else has said anything."""
    own = {"facility": OuterRef("pk")}
    claimed = Claim.objects.filter(**own).exclude(origin=Origin.SAMHSA)
    return Facility.objects.real().filter(
        ~Exists(claimed),
        ~Exists(Price.objects.filter(**own)),
        ~Exists(Clinician.objects.filter(**own)),
        details_origin=Origin.SAMHSA,
        organization=None,
        operating_status=OperatingStatus.OPEN,
        listing_status__in=IMPORTER_MAY_CHANGE,
    )


def _held_back(wanted: set[int], samhsa_alone: set[int]) -> set[int]:
    """Those that may be a clinic which the public has seen and people look after.

    Else a listing that a moderator suspended would come back under another number.
    """
    pairs = ImportMatch.objects.exclude(decision=MatchDecision.DIFFERENT)
    doubts = [
        (new, known)
        for pair in pairs.values_list("facility_id", "other_id")
        for new, known in (pair, pair[::-1])
        if new in wanted
    ]
    known = {known for _new, known in doubts}
    seen = Facility.objects.filter(pk__in=known).exclude(published_at=None)
    looked_after = (known - samhsa_alone) | _status_set_by_a_person(known)
    looked_after &= set(seen.values_list("pk", flat=True))
    return {new for new, known in doubts if known in looked_after}


def _status_set_by_a_person(facility_ids: set[int]) -> set[int]:
    """Whose listing status was last changed by somebody, as their history tells."""
    events = (
        apps.get_model("facilities", "FacilityEvent")
        .objects.filter(pgh_obj_id__in=facility_ids)
        .order_by("pgh_obj_id", "pgh_id")
        .values_list("pgh_obj_id", "listing_status", "pgh_context__metadata")
    )
    status_of: dict[int, str] = {}
    changed_by: dict[int, bool] = defaultdict(bool)
    for facility_id, status, metadata in events:
        if status_of.get(facility_id, ListingStatus.DRAFT) != status:
            is_automatic = metadata is not None and metadata.get("user") is None
            changed_by[facility_id] = not is_automatic
        status_of[facility_id] = status
    return {facility_id for facility_id, is_person in changed_by.items() if is_person}
