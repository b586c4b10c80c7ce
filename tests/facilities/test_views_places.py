"""What is offered while somebody types."""

import pytest

from facilities.models import PostalCode
from tests.factories import a_facility

pytestmark = pytest.mark.django_db
PLACES, CLINICS = "/suggest/places/", "/suggest/clinics/"


def offered(client, path, text):
    response = client.get(path, {"text": text})
    assert response.cookies == {}
    assert "no-store" in response.headers["Cache-Control"]
    return [each["text"] for each in response.json()["offered"]]


def test_places_are_offered(client):
    for code in range(97201, 97213):
        PostalCode.objects.create(
            code=str(code), city="Portland", state="OR", latitude=45, longitude=-122
        )

    assert offered(client, PLACES, "port") == ["Portland, OR"]
    assert offered(client, PLACES, "oreg") == ["Oregon"]
    assert len(offered(client, PLACES, "97")) == 8


def test_listed_clinics_are_offered_by_name(client):
    for number in range(9):
        a_facility(name=f"Quillmoor {number}")
    a_facility(name="Quillmoor draft", is_published=False)

    assert offered(client, CLINICS, "quill") == [
        f"Quillmoor {number}" for number in range(8)
    ]
    assert offered(client, CLINICS, "nobody") == []


@pytest.mark.parametrize("path", [PLACES, CLINICS])
@pytest.mark.parametrize("text", ["", " ", "\0", "%", "x" * 5000, ",", "\u0664\u0665"])
def test_whatever_is_typed_is_no_accident(client, path, text):
    a_facility(name="A")

    assert offered(client, path, text) == []


@pytest.mark.parametrize("path", [PLACES, CLINICS])
def test_suggestions_are_only_read(client, path):
    assert client.post(path).status_code == 405
