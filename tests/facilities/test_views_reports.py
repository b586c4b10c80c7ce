"""Reporting a problem, as anybody may."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from facilities import actions
from facilities.forms import ReportForm
from facilities.models import ProblemReport
from tests.factories import NOON, a_facility

pytestmark = pytest.mark.django_db
SHOWN = ReportForm(now=NOON - timedelta(minutes=1)).shown_now
WILD = '"><script>alert(1)</script>\u202e\U0001f642'


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    cache.clear()


def address(facility):
    return reverse("facilities:report", args=[facility.slug])


def send(client, facility, **values):
    plain = {"kind": "wrong", "text": "The price is wrong.", "shown": SHOWN}
    return client.post(address(facility), plain | values)


def test_report_is_kept_and_answered_with_another_page(client):
    facility = a_facility()

    response = send(client, facility, criterion="vital-signs", reply_to="a@example.org")

    assert response.status_code == 302
    assert response["Location"] == f"/clinics/{facility.slug}/report/sent/"
    thanks = client.get(response["Location"])
    assert "We have your report." in thanks.content.decode()
    [report] = ProblemReport.objects.all()
    assert (report.facility, report.criterion) == (facility, "vital-signs")
    assert (report.reply_to, report.reported_at) == ("a@example.org", NOON)


def test_report_is_shown_nowhere_on_the_site(client):
    facility = a_facility()
    send(client, facility, text="A secret worth keeping.", reply_to="a@example.org")

    for url in (facility.get_absolute_url(), address(facility), "/clinics/"):
        html = client.get(url).content.decode()
        assert "secret" not in html
        assert "a@example.org" not in html


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(client):
    facility = a_facility()

    response = send(
        client,
        facility,
        kind="",
        text=WILD[:9],
        reply_to=WILD,
        criterion="vital-signs",
    )

    html = response.content.decode()
    assert response.status_code == 200
    assert ProblemReport.objects.count() == 0
    assert re.search(r"<title>Error: Report a problem: Clinic \d+", html)
    summary = html[html.index('class="error-summary"') : html.index("page-head")]
    linked = re.findall(r'<a href="#([^"]+)"', summary)
    assert linked == ["id_kind", "id_text", "id_reply_to"]
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    described = " ".join(re.findall(r'aria-describedby="([^"]+)"', html)).split()
    assert {*linked, *described} <= set(ids)
    for name in ("kind", "text", "reply_to"):
        assert f'id="id_{name}_error"' in html
        assert f"id_{name}_error" in described
    assert html.count('aria-invalid="true"') >= 3
    typed = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", html, re.DOTALL)[1]
    assert unescape(typed) == WILD[:9]
    assert unescape(re.search(r'type="email"[^>]* value="([^"]*)"', html)[1]) == WILD
    assert '<option value="vital-signs" selected>' in html
    assert "<script>alert" not in html


def test_check_can_be_named_in_the_address(client):
    facility = a_facility()

    named = client.get(address(facility), {"about": "vital-signs"}).content.decode()
    wild = client.get(address(facility), {"about": WILD})

    assert '<option value="vital-signs" selected>' in named
    assert wild.status_code == 200
    assert WILD not in wild.content.decode()


def test_sixth_report_of_an_hour_is_asked_to_wait_and_kept_on_the_page(client):
    facilities = [a_facility(), a_facility()]
    codes = [send(client, facilities[number % 2]).status_code for number in range(6)]

    response = send(client, facilities[0], text="Something else is wrong.")

    assert codes == [302] * 5 + [429]
    assert response.status_code == 429
    assert "Wait an hour." in response.content.decode()
    assert "Something else is wrong." in response.content.decode()
    assert ProblemReport.objects.count() == 5


def test_report_that_was_not_accepted_does_not_count(client):
    facility = a_facility()
    for _time in range(10):
        send(client, facility, text="")

    assert send(client, facility).status_code == 302


@pytest.mark.parametrize("name", ["report", "report-sent"])
def test_clinic_that_is_not_listed_has_no_such_page(client, name):
    draft, listed = a_facility(is_published=False), a_facility()
    url = reverse(f"facilities:{name}", args=[listed.slug])

    assert client.get(url).status_code == 200
    actions.suspend(facility=listed, by=None, reason="asked for")
    assert client.get(url).status_code == 404
    for slug in (draft.slug, "nope"):
        assert client.get(reverse(f"facilities:{name}", args=[slug])).status_code == 404
    assert send(client, listed).status_code == 404
    assert ProblemReport.objects.count() == 0


def test_other_sites_cannot_send_it():
    client = Client(enforce_csrf_checks=True)
    facility = a_facility()

    refused = send(client, facility)
    page = client.get(address(facility))
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page.content.decode())[1]
    accepted = send(client, facility, csrfmiddlewaretoken=token)
    foreign = client.post(
        address(facility),
        {"csrfmiddlewaretoken": token},
        headers={"origin": "https://elsewhere.example"},
    )

    assert (refused.status_code, foreign.status_code) == (403, 403)
    assert "what you typed is still there" in refused.content.decode()
    assert accepted.status_code == 302


def test_only_the_page_with_the_form_sets_a_cookie(client):
    facility = a_facility()

    assert client.get(facility.get_absolute_url()).cookies == {}
    assert set(client.get(address(facility)).cookies) == {"csrftoken"}


def test_pages_are_not_for_search_engines(client):
    facility = a_facility()

    for name in ("report", "report-sent"):
        html = client.get(reverse(f"facilities:{name}", args=[facility.slug])).content
        assert b'<meta name="robots" content="noindex">' in html


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(client, method):
    assert getattr(client, method)(address(a_facility())).status_code == 405


def test_clinics_page_leads_to_the_form(client):
    facility = a_facility()

    html = client.get(facility.get_absolute_url()).content.decode()

    assert f'href="{address(facility)}"' in html
