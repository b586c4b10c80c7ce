"""The shortlist: links from the address, nothing else."""

import re

import pytest

from tests.facilities.test_views_search import words
from tests.factories import a_facility

pytestmark = pytest.mark.django_db
PAGE = "/shortlist/"


def test_saved_clinics_are_links_in_their_order(client):
    first, second = a_facility(name="B"), a_facility(name="A", is_sample=True)
    draft = a_facility(name="Draft", is_published=False)

    response = client.get(
        PAGE, {"facility": [first.slug, second.slug, draft.slug, "a b", first.slug]}
    )

    assert response.context["facilities"] == [first, second]
    assert response.context["missing"] == 2
    assert "Draft" not in words(response)
    assert "2 saved clinics are not listed any more." in words(response)
    assert f'href="/compare/?facility={first.slug}&amp;facility={second.slug}"' in (
        response.content.decode()
    )
    assert response.cookies == {}


def test_each_can_be_taken_off(client):
    slugs = [a_facility(name=name).slug for name in "AB"]

    html = client.get(PAGE, {"facility": slugs}).content.decode()

    assert re.findall(r'class="go" href="(\?[^"]*)"', html) == [
        f"?facility={slugs[1]}",
        f"?facility={slugs[0]}",
    ]


def test_empty_one_says_how_to_save(client):
    assert "Nothing is saved here yet." in words(client.get(PAGE))


@pytest.mark.parametrize("number", [1, 3])
def test_number_of_queries_does_not_grow(client, django_assert_num_queries, number):
    slugs = [a_facility().slug for _ in range(number)]

    with django_assert_num_queries(2):
        client.get(PAGE, {"facility": slugs})
