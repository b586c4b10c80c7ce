"""Filling the table of places."""

from dataclasses import asdict, dataclass

from django.db import transaction

from facilities.geo.places import read_places
from facilities.models import PostalCode

COLUMNS = ["city", "state", "latitude", "longitude"]


@dataclass(frozen=True, slots=True)
class LoadedPlaces:
    created: int
    updated: int
    unchanged: int


@transaction.atomic
def load_places() -> LoadedPlaces:
    """Bring the table of ZIP codes up to date. A second run changes nothing.

    A code that the package no longer has stays: an older address may still name it.
    """
    known = PostalCode.objects.in_bulk()
    created, updated, unchanged = [], [], 0
    for place in read_places():
        row = PostalCode(**asdict(place))
        before = known.get(row.code)
        if before is None:
            created.append(row)
        elif _columns(before) != _columns(row):
            updated.append(row)
        else:
            unchanged += 1
    PostalCode.objects.bulk_create(created, batch_size=5000)
    PostalCode.objects.bulk_update(updated, COLUMNS, batch_size=1000)
    return LoadedPlaces(len(created), len(updated), unchanged)


def _columns(row: PostalCode) -> list:
    return [getattr(row, column) for column in COLUMNS]
