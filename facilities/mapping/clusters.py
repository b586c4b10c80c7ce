"""Clinics that would be drawn on top of each other are put together.

A cluster is the clinics of one area of the geohash grid, because a search can ask for
an area: so the number of a cluster is the number of clinics that its link finds.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, fsum, radians

from facilities.geo.areas import MOST_BITS, sides_of
from facilities.geo.distance import Point
from facilities.geo.projection import PIECES, Piece
from facilities.mapping.frames import Frame
from facilities.mapping.sites import Placed, Site

MOST_CLUSTERS = 80
# An area is drawn no smaller: a circle with three digits has room in it.
SMALLEST_SIDE = 37
# No area of so many bits reaches from one piece of the map into another.
LEAST_BITS = 10
THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class Cluster:
    """The clinics of one area of a piece of the map."""

    area: str
    piece: Piece
    sites: tuple[Site, ...]

    @property
    def count(self) -> int:
        return len(self.sites)

    @property
    def number(self) -> str:
        """Short enough for a circle; the full count is in its words."""
        rounded = self.count / THOUSAND
        return str(self.count) if self.count < THOUSAND else f"{rounded:.0f}k"

    @property
    def middle(self) -> Point:
        """The mean of its clinics, in whatever order they come."""
        latitude = fsum(site.latitude for site in self.sites) / self.count
        longitude = fsum(site.longitude for site in self.sites) / self.count
        return Point(latitude, longitude)

    @property
    def towns(self) -> list[Site]:
        """A site of each of its towns: those with the most clinics first."""
        counts = Counter((site.city, site.state) for site in self.sites)
        sites = {(site.city, site.state): site for site in self.sites}
        return [sites[each] for each in sorted(sites, key=lambda at: (-counts[at], at))]


def find_clusters(
    placed: Sequence[Placed], frame: Frame, searched: str = ""
) -> list[Cluster]:
    """The areas grow until there are few enough.

    They grow no larger than ``searched``, the area that all the sites are in: a link to
    a larger one would find more.
    """
    least_bits = max(LEAST_BITS, len(searched))
    finest = {piece: _finest(piece, frame.zoom) for piece in PIECES}
    for coarser in range(MOST_BITS):
        bits = {
            piece: max(each - coarser, least_bits) for piece, each in finest.items()
        }
        members = defaultdict(list)
        for site, piece, area in placed:
            members[piece, area[: bits[piece]]].append(site)
        if len(members) <= MOST_CLUSTERS:
            break
    return [
        Cluster(area, piece, tuple(sites)) for (piece, area), sites in members.items()
    ]


def _finest(piece: Piece, zoom: float) -> int:
    """The bits of the smallest areas in which a circle has room."""
    unit = piece.degree * zoom
    middle = radians((piece.part.south + piece.part.north) / 2)
    for bits in range(MOST_BITS, LEAST_BITS, -1):
        height, width = sides_of(bits)
        if min(height, width * cos(middle)) * unit >= SMALLEST_SIDE:
            return bits
    return LEAST_BITS
