"""Sites for the tests of the map."""

from functools import cache

from facilities.geo.distance import Point
from facilities.geo.places import read_places
from facilities.mapping import Links, Near, Site
from facilities.mapping.sites import Placed, on_map

DENVER = Point(39.7392, -104.9903)
NEAR_DENVER = Near(DENVER, miles=50, label="Denver, CO")
LINKS = Links(
    clinic=lambda slug: f"/clinics/{slug}/",
    area=lambda area: f"?area={area}",
    state=lambda code: f"?state={code}",
)


def a_site(state, city, latitude, longitude, slug="somewhere") -> Site:
    return Site(state, city, latitude, longitude, slug, "Somewhere")


def denver(**changes) -> Site:
    plain = Site("CO", "Denver", *DENVER, "wrenfold", "Wrenfold")
    return plain._replace(**changes)


def denvers(count, **changes) -> list[Site]:
    return [denver(slug=f"d{number}", **changes) for number in range(count)]


@cache
def every_zip_code() -> tuple[Site, ...]:
    """A clinic in each."""
    return tuple(
        a_site(each.state, each.city, each.latitude, each.longitude, f"c{number}")
        for number, each in enumerate(read_places())
        if each.latitude is not None
    )


@cache
def every_place() -> tuple[Placed, ...]:
    """Those that are on the map."""
    return tuple(on_map(every_zip_code()))
