"""What a search finds, by where it is."""

from collections.abc import Iterable
from typing import NamedTuple

from facilities.geo.areas import smallest_area
from facilities.geo.projection import Piece, piece_of


class Site(NamedTuple):
    """Where one clinic is, as far as that may be known, and its own page."""

    state: str
    city: str
    latitude: float | None
    longitude: float | None
    slug: str
    name: str
    name_line_2: str = ""

    @property
    def place(self) -> str:
        return ", ".join(filter(None, (self.city, self.state)))

    @property
    def words(self) -> str:
        return ", ".join(filter(None, (self.name, self.name_line_2, self.place)))


class Placed(NamedTuple):
    """A site that is on the map: on which piece, and in which smallest area."""

    site: Site
    piece: Piece
    area: str

    @property
    def at(self) -> tuple[float, float]:
        """On the map's plane."""
        return self.piece.place(self.site.latitude, self.site.longitude)


def on_map(sites: Iterable[Site]) -> list[Placed]:
    placed = []
    for site in sites:
        piece = piece_of(site.latitude, site.longitude)
        if piece is not None:
            area = smallest_area(site.latitude, site.longitude)
            placed.append(Placed(site, piece, area))
    return placed
