"""The table of ZIP codes, read once into the memory of this process."""

from facilities.geo.gazetteer import Gazetteer
from facilities.geo.places import Place
from facilities.models import PostalCode

_kept: list[Gazetteer] = []


def gazetteer() -> Gazetteer:
    """All places. The table changes with a release only, and a release restarts.

    An empty one is not kept: a new installation loads its places while it starts.
    """
    if _kept:
        return _kept[0]
    columns = ("code", "city", "state", "latitude", "longitude")
    rows = PostalCode.objects.order_by("code").values_list(*columns)
    read = Gazetteer(Place(*row) for row in rows.iterator())
    if read:
        _kept[:] = [read]
    return read


def forget() -> None:
    """Read the table anew when it is next asked for."""
    _kept.clear()
