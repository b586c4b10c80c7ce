import time
from io import StringIO

import pytest
from django.core.management import call_command

from facilities.actions.places import LoadedPlaces, load_places
from facilities.models import PostalCode

pytestmark = pytest.mark.django_db


def test_places_are_loaded_once():
    first = load_places()
    second = load_places()

    assert first.created == PostalCode.objects.count() > 40_000
    assert second == LoadedPlaces(created=0, updated=0, unchanged=first.created)


def test_a_changed_place_is_put_right_and_a_foreign_one_kept():
    load_places()
    PostalCode.objects.filter(pk="97201").update(city="Elsewhere", latitude=1)
    PostalCode.objects.create(code="00000", city="Gone", state="OR")

    again = load_places()

    assert (again.created, again.updated) == (0, 1)
    assert PostalCode.objects.get(pk="97201").city == "Portland"
    assert PostalCode.objects.filter(pk="00000").exists()


def test_a_place_without_a_point_has_none():
    load_places()

    military = PostalCode.objects.get(pk="09001")

    assert (military.latitude, military.longitude) == (None, None)


def test_the_command_says_what_it_did_within_ten_seconds():
    out = StringIO()
    began = time.monotonic()

    call_command("load_places", stdout=out)

    assert time.monotonic() - began < 10
    assert out.getvalue().startswith("ZIP codes: 4")
