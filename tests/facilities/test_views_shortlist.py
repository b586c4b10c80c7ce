"""The shortlist: links from the address, nothing else."""

import re
from datetime import timedelta

import pytest
from django.utils.timezone import now

from tests.facilities.test_views_search import words
from tests.factories import a_facility, a_user, days_from, state

pytestmark = pytest.mark.django_db
PAGE = "/shortlist/"
DAYS = timedelta(days=3)


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


def changes_in(response):
    return {
        saved.facility.name: [(entry.lead, entry.names) for entry in saved.changes]
        for saved in response.context["saved"]
    }


def test_nothing_is_compared_until_a_day_is_asked_for(client):
    facility = a_facility()

    response = client.get(PAGE, {"facility": facility.slug})

    assert response.context["since"] is None
    assert changes_in(response) == {facility.name: []}
    assert "Nothing has changed" not in words(response)
    assert "Show what changed since" in words(response)


@pytest.mark.django_db(transaction=True)
def test_what_changed_since_is_shown_under_each_clinic(client):
    changed, same = a_facility(name="A"), a_facility(name="B")
    state(changed, ae_log=True)
    state(changed, wait_days=3, by=a_user(first_name="Olive"))
    yesterday = days_from(now().date(), -1)

    response = client.get(
        PAGE, {"facility": [changed.slug, same.slug], "since": str(yesterday)}
    )

    told = changes_in(response)
    [(lead, names)] = [each for each in told["A"] if "stated by" in each[0]]
    assert lead == "2 facts stated by the clinic:"
    assert "Keeps a log of harms" in names
    assert told["B"] == [("Listed in this directory.", "")]
    assert "Changes since" in words(response)
    assert "Olive" not in response.content.decode()


@pytest.mark.django_db(transaction=True)
def test_no_change_is_told(client, monkeypatch):
    facility = a_facility()
    written = now()
    monkeypatch.setattr("django.utils.timezone.now", lambda: written + DAYS)
    since = str((written + DAYS).date())

    response = client.get(PAGE, {"facility": facility.slug, "since": since})

    assert "Nothing has changed for this clinic since" in words(response)
    assert "No change." in words(response)


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "2026-02-30", "9999-12-31", "2026-1", "\x00"],
)
def test_what_is_no_day_asks_for_nothing(client, text):
    facility = a_facility()

    response = client.get(PAGE, {"facility": facility.slug, "since": text})

    assert response.status_code == 200
    assert response.context["since"] is None


@pytest.mark.parametrize("number", [1, 3])
def test_number_of_queries_does_not_grow_with_changes(
    client, django_assert_num_queries, number
):
    slugs = []
    for _ in range(number):
        facility = a_facility()
        state(facility, ae_log=True)
        slugs.append(facility.slug)

    with django_assert_num_queries(7):
        client.get(PAGE, {"facility": slugs, "since": "2020-01-01"})


def test_day_goes_with_the_links(client):
    one, two = a_facility(name="A"), a_facility(name="B")

    html = client.get(
        PAGE, {"facility": [one.slug, two.slug], "since": "2020-01-01"}
    ).content.decode()

    assert f'href="?facility={two.slug}&amp;since=2020-01-01"' in html
    assert 'value="2020-01-01"' in html
    assert f'type="hidden" name="facility" value="{one.slug}"' in html


def test_many_changes_lead_to_the_clinics_page(client, monkeypatch):
    monkeypatch.setattr("facilities.views.shortlist.MOST_CHANGES", 1)
    facility = a_facility()
    state(facility, ae_log=True)

    response = client.get(PAGE, {"facility": facility.slug, "since": "2020-01-01"})

    [saved] = response.context["saved"]
    assert (len(saved.changes), saved.more) == (1, 1)
    assert "1 more change on its own page" in words(response)
    assert f'href="{facility.get_absolute_url()}#history"' in response.content.decode()
