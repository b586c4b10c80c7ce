"""The list of clinics with the map above it."""

import gzip
import re
from html import unescape
from random import Random

import pytest
from django.db import transaction
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facilities import actions
from facilities.enums import AddressPrecision, ListingStatus, Origin, PointPrecision
from facilities.filters import FacilityFilter
from facilities.finding import find, sites
from facilities.models import Facility, PostalCode
from facilities.views.search import map_of
from tests.facilities.mapping.places import every_zip_code
from tests.facilities.test_filters import WITHHELD, confirm, facts
from tests.facilities.test_views_search import LIST, contradict, hx, names, words
from tests.factories import NOON, TODAY, a_facility, state

pytestmark = pytest.mark.django_db
MAP = f"{LIST}?view=map"
DENVER = {"state": "CO", "city": "Denver", "latitude": 39.74, "longitude": -104.99}


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


def search(query="view=map"):
    return FacilityFilter(QueryDict(query.removeprefix("?")), today=TODAY)


def found_by(link):
    """By the plain query, which the index must agree with."""
    return search(link).qs.count()


def map_at(link):
    one = search(link)
    return map_of(one, find(one))


def list_facilities(points):
    """Many at once: state, city, latitude, longitude."""
    Facility.objects.bulk_create(
        Facility(
            name=f"Clinic {number}",
            slug=f"clinic-{number}",
            state=place,
            city=city,
            latitude=latitude,
            longitude=longitude,
            point_precision=PointPrecision.NONE
            if latitude is None
            else PointPrecision.ZIP,
            details_origin=Origin.PROVIDER,
            details_stated_on=TODAY,
            listing_status=ListingStatus.PUBLISHED,
            published_at=NOON,
        )
        for number, (place, city, latitude, longitude) in enumerate(points)
    )


def circles(response):
    """Label and address of each."""
    html = response.content.decode()
    found = re.findall(r'<a class="pt" href="([^"]*)"[^>]*><title>([^<]*)', html)
    return [(unescape(label), unescape(link)) for link, label in found]


def test_map_shows_every_match_not_only_those_of_the_page(client):
    for number in range(25):
        a_facility(name=f"Clinic {number:02}")
    a_facility(name="Draft", is_published=False)

    response = client.get(MAP)

    assert len(names(response)) == 20
    [(label, link)] = circles(response)
    assert label == "25 clinics in Portland, OR"
    assert re.fullmatch(r"\?area=[01]+&view=map", link)
    assert names(client.get(LIST + link)) == names(response)


def test_map_follows_the_filters(client):
    state(a_facility(name="A", **DENVER), routes=["iv"])
    state(a_facility(name="B"), routes=["oral"])

    assert [label for label, _ in circles(client.get(f"{MAP}&route=iv"))] == [
        "1 clinic: A, Denver, CO"
    ]


def test_circle_of_one_clinic_leads_to_its_page(client):
    facility = a_facility(name="A", name_line_2="North")

    assert circles(client.get(MAP)) == [
        ("1 clinic: A, North, Portland, OR", facility.get_absolute_url())
    ]


def test_circle_keeps_the_search_and_says_where_in_the_heading(client):
    for name in ("A", "B"):
        state(a_facility(name=name), routes=["iv"])
    state(a_facility(name="C"), routes=["oral"])

    [(_, link)] = circles(client.get(f"{MAP}&route=iv&sort=name&page=1"))
    response = client.get(LIST + link)

    assert re.fullmatch(r"\?area=[01]+&route=iv&sort=name&view=map", link)
    assert names(response) == ["A", "B"]
    assert "2 clinics in the part of the map you chose" in words(response)
    assert 'href="?route=iv&amp;sort=name&amp;view=map">Part of the map' in (
        response.content.decode()
    )


def test_list_and_map_are_links(client):
    a_facility()

    listed = client.get(f"{LIST}?state=OR&page=2").content.decode()
    mapped = client.get(f"{MAP}&state=OR").content.decode()

    for html, current, other in (
        (listed, "?state=OR", "?state=OR&amp;view=map"),
        (mapped, "?state=OR&amp;view=map", "?state=OR"),
    ):
        assert f'<a href="{current}" aria-current="true">' in html
        assert f'<a href="{other}"><svg' in html
    assert "<svg class=" in mapped
    assert 'class="map-part"' not in listed


def test_form_keeps_the_map_and_the_part_of_it(client):
    a_facility()

    plain = client.get(LIST).content.decode()
    mapped = client.get(f"{MAP}&area=01").content.decode()

    assert '<input type="hidden" name="view" value="map">' in mapped
    assert '<input type="hidden" name="area" value="01">' in mapped
    assert 'name="area"' not in plain
    assert '<input type="hidden" name="view"' not in plain


def test_choosing_to_compare_is_possible_from_the_map(client):
    response = client.get(f"{MAP}&compare=a&view=compare")

    assert response.url == "/compare/?facility=a"


def test_map_of_nothing_is_not_shown(client):
    response = client.get(f"{MAP}&q=nothing")

    assert "map" not in response.context
    assert "No clinics match every choice" in words(response)


def test_clinics_without_a_point_are_listed_behind_a_link_of_their_own(client):
    a_facility(name="Placed")
    a_facility(name="Withheld", **WITHHELD)
    a_facility(name="Far", state="PW", latitude=7.34, longitude=134.48)

    response = client.get(f"{MAP}&sort=name")
    html = response.content.decode()

    assert "every clinic in these results that has a point, in no" in words(response)
    assert "2 clinics are not on the map" in words(response)
    [link] = re.findall(r'href="([^"]*)">List the 2 clinics', html)
    off_map = client.get(LIST + unescape(link))
    assert names(off_map) == ["Far", "Withheld"]
    assert "2 clinics not on the map" in words(off_map)
    assert "Not on the map Remove filter" in words(off_map)
    assert '<svg class="map' not in off_map.content.decode()
    assert "List the 2 clinics" not in words(off_map)


def test_withheld_address_is_drawn_in_the_middle_of_its_city_at_most(client):
    """The database holds no finer point of it: see the constraints of Facility."""
    city = {"precision": AddressPrecision.CITY, "is_address_withheld": True}
    city |= {"street_1": "", "postal_code": "", "point_precision": PointPrecision.CITY}
    a_facility(name="A", **city)
    a_facility(name="B", **WITHHELD)

    response = client.get(MAP)

    assert [label for label, _ in circles(response)] == ["1 clinic: A, Portland, OR"]
    assert response.context["map"].off_map == 1
    assert "Sample Street" not in words(response)


def test_what_is_only_stated_or_flagged_is_on_the_map_and_said(client):
    confirm(a_facility(name="A"), "vital-signs")
    for name in ("B", "C"):
        state(a_facility(name=name), **facts("vital-signs"))
    flagged = a_facility(name="D")
    state(flagged, routes=["iv"], **facts("vital-signs"))
    contradict(flagged, "routes")

    wished, plain = client.get(f"{MAP}&must=vital-signs"), client.get(MAP)

    assert [label for label, _ in circles(wished)] == ["4 clinics in Portland, OR"]
    assert (
        "These results: 1 confirmed, 2 stated only, 1 with an established red flag."
        " The map does not tell them apart. The list below does."
    ) in words(wished)
    assert "Of these results, 1 has an established red flag. The map" in words(plain)


def test_without_must_haves_and_flags_there_is_nothing_to_tell_apart(client):
    state(a_facility(), **facts("vital-signs"))

    assert "tell them apart" not in words(client.get(MAP))


def test_states_are_links_in_words(client):
    for place in ("OR", "CO", "CO"):
        a_facility(state=place)
    a_facility(state="CO", **WITHHELD)

    html = client.get(f"{MAP}&state=OR&state=CO").content.decode()

    assert re.findall(r'<li><a href="([^"]*)">([^<]*)</a>: ([^<]*)</li>', html) == [
        ("?state=CO&amp;view=map", "Colorado", "3 clinics"),
        ("?state=OR&amp;view=map", "Oregon", "1 clinic"),
    ]


def test_state_that_was_typed_gives_way_to_one_that_is_chosen(client):
    a_facility()
    a_facility(state="CO")

    response = client.get(f"{MAP}&place=OR&state=CO")
    links = [each.link for each in response.context["map"].states]

    assert links == ["?state=CO&view=map", "?state=OR&view=map"]
    assert [found_by(link) for link in links] == [1, 1]


def test_radius_is_drawn_around_the_place(client):
    PostalCode.objects.create(
        code="97201", city="Portland", state="OR", latitude=45.5, longitude=-122.7
    )
    a_facility()

    here = client.get(f"{MAP}&place=97201&radius=50")
    anywhere = client.get(f"{MAP}&place=97201&radius=any")

    assert "Map of 1 clinic near 97201 (Portland, OR)" in words(here)
    assert "The broken line is 50 miles away." in words(here)
    assert "broken line is" not in words(anywhere)


def test_where_somebody_is_comes_back_no_finer_than_it_was_sent(client):
    for name in ("A", "B"):
        a_facility(name=name, latitude=45.523456, longitude=-122.676543)

    response = client.get(f"{MAP}&near=45.523456,-122.676543")

    [(_, link)] = circles(response)
    assert "near=45.52%2C-122.68" in link
    assert "45.523" not in response.content.decode()
    assert found_by(link) == 2


@pytest.mark.parametrize("query", ["", "&state=OR&must=vital-signs", "&area=off"])
def test_piece_is_contained_in_the_full_page(client, query):
    state(a_facility(), **facts("vital-signs"))
    a_facility(**WITHHELD)

    full, piece = client.get(MAP + query), hx(client, MAP + query)

    assert 'class="map-part"' in piece.content.decode()
    assert piece.content.decode() in full.content.decode()


@pytest.mark.parametrize("facilities", [1, 30])
@pytest.mark.parametrize(
    ("query", "questions"), [("", 6), ("&view=map", 7), ("&view=map&area=0101", 8)]
)
def test_map_and_area_cost_one_question_each(
    client, django_assert_num_queries, facilities, query, questions
):
    for _ in range(facilities):
        confirm(a_facility(is_sample=True), "vital-signs")

    with django_assert_num_queries(questions):
        client.get(f"{LIST}?must=vital-signs&state=OR&q=clinic{query}")


def test_page_is_small_with_ten_thousand_clinics(client):
    list_facilities(
        (each.state, each.city, each.latitude, each.longitude)
        for each in Random(1).choices(every_zip_code(), k=10_000)  # noqa: S311
    )

    response = client.get(MAP)

    assert response.context["found"].total == 10_000
    assert len(circles(response)) > 30
    assert len(gzip.compress(response.content)) < 60_000


def test_bad_areas_are_told_and_never_logged(client, caplog):
    a_facility(name="A")

    response = client.get(f"{MAP}&area=0102")

    assert names(response) == ["A"]
    assert "Part of the map: We could not read which part" in words(response)
    client.get("/no/such/page/?area=0101&near=45.5,-122.7")
    assert "/no/such/page/" in caplog.text
    assert "0101" not in caplog.text


anywhere = st.tuples(
    st.just("OH"), st.just("Anywhere"), st.floats(-90, 90), st.floats(-180, 180)
)
nowhere = st.tuples(st.just("OH"), st.just(""), st.none(), st.none())
# On, and a breath beside, the sides of areas and of pieces of the map.
edge = st.tuples(
    st.just("OH"),
    st.just("Edge"),
    st.sampled_from([39.375, 39.37499999999999, 24.0, 50.0, 49.99999999999999, 45.0]),
    st.sampled_from([-104.0625, -104.06250000000001, -126.0, -66.0, -112.5, -90.0]),
)
towns = st.integers(0, len(every_zip_code()) - 1).map(
    lambda number: (
        every_zip_code()[number].state,
        every_zip_code()[number].city,
        every_zip_code()[number].latitude,
        every_zip_code()[number].longitude,
    )
)
colorado = st.tuples(
    st.just("CO"), st.just("Denver"), st.floats(39, 40.5), st.floats(-106, -104)
)


@settings(
    deadline=None,
    max_examples=30,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.function_scoped_fixture,
        HealthCheck.data_too_large,
    ],
)
@given(
    st.lists(towns | colorado | anywhere | nowhere | edge, min_size=1, max_size=40),
    st.sampled_from(["", "&near=39.7,-105&radius=50", "&state=CO", "&area=0100"]),
)
def test_every_link_of_the_map_finds_as_many_as_it_says(points, query):
    with transaction.atomic():
        list_facilities(points)
        assert_links_keep_their_word(f"view=map{query}")
        transaction.set_rollback(True)


def assert_links_keep_their_word(query, depth=0):
    one = search(query)
    found = find(one)
    shown = map_of(one, found)
    several = [mark for mark in shown.marks if mark.count > 1]

    assert found.total == one.qs.count()
    assert sum(mark.count for mark in shown.marks) + shown.off_map == found.total
    assert sum(each.count for each in shown.states) == found.total
    assert [found_by(mark.link) for mark in several] == [each.count for each in several]
    assert [found_by(each.link) for each in shown.states] == [
        each.count for each in shown.states
    ]
    if shown.off_map:
        assert found_by(shown.off_map_link) == shown.off_map
    for mark in several if depth < 2 else []:
        assert_links_keep_their_word(mark.link, depth + 1)


def test_links_of_a_crowded_map_keep_their_word():
    list_facilities(
        (each.state, each.city, each.latitude, each.longitude)
        for each in every_zip_code()[::80]
    )

    assert_links_keep_their_word("view=map", depth=2)
    assert_links_keep_their_word("view=map&state=CA&state=NV", depth=1)
    assert_links_keep_their_word("view=map&near=40.75,-74&radius=100", depth=1)


def test_circle_that_can_be_no_smaller_leads_to_all_of_its_clinics():
    list_facilities([("CO", "Denver", 39.74, -104.99)] * 3)

    link = "?view=map"
    for _ in range(6):
        [mark] = map_at(link).marks
        link = mark.link
        assert (mark.count, found_by(link)) == (3, 3)


def test_sites_are_everything_that_is_found_on_any_page(monkeypatch):
    monkeypatch.setattr("facilities.finding.PAGE_SIZE", 1)
    a_facility(name="A")
    east = a_facility(name="C", name_line_2="East", **DENVER)
    a_facility(name="Draft", is_published=False)

    found = find(search())

    assert len(found.facilities) == 1
    assert {each for each in sites(found) if each.name == "C"} == {
        ("CO", "Denver", 39.74, -104.99, east.slug, "C", "East")
    }
    assert sorted(each.name for each in sites(found)) == ["A", "C"]


def test_sites_are_asked_for_in_one_question(django_assert_num_queries):
    confirm(a_facility(), "vital-signs")
    found = find(search("view=map&must=vital-signs&q=clinic"))

    with django_assert_num_queries(1):
        assert len(sites(found)) == 1


def test_suspended_clinic_leaves_the_map(client):
    actions.suspend(facility=a_facility(name="A"), reason="asked", by=None)
    a_facility(name="B", **DENVER)

    assert [label for label, _ in circles(client.get(MAP))] == [
        "1 clinic: B, Denver, CO"
    ]
