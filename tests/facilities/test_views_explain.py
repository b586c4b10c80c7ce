"""How the counts of a comparison come about, as anybody may read it."""

import re
from html import unescape
from urllib.parse import urlencode

import pytest

from facilities import actions
from facilities.criteria import CRITERIA, CriterionStatus
from tests.factories import NOON, a_facility, contradict, state, verify

pytestmark = pytest.mark.django_db
EXPLAINED = "/compare/explained/"
LOG = "adverse-event-recording"


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


def get(client, *facilities, **query):
    slugs = [getattr(each, "slug", each) for each in facilities]
    return client.get(EXPLAINED, {"facility": slugs, **query})


def words(html) -> str:
    html = html if isinstance(html, str) else html.content.decode()
    text = unescape(re.sub(r"<[^>]+>", " ", html))
    return re.sub(r"\s+([.,:;])", r"\1", " ".join(text.split()))


def keys(response):
    return [
        (
            key.facility.name,
            key.facility.block,
            key.facility.proven_meets,
            key.facility.proven_partly,
            key.is_tied,
        )
        for key in response.context["sort_keys"]
    ]


def meeting(slug):
    return CRITERIA[slug].examples[CriterionStatus.MEETS]


def test_rules_facts_and_provenance_are_told(client):
    one, two = a_facility(name="One"), a_facility(name="Two")
    verify(one, "ae_log", False, "policy_document")

    text = words(get(client, one, two, mine=[LOG]))

    assert (
        "Recording and reporting of harm Does not meet “Keeps a log of harms”: no"
        in (text)
    )
    assert (
        "A One Does not meet Keeps a log of harms: No. Document seen 15 Jun 2026:"
        " paper shown to a moderator; due again Jun 2027 (looked up by a moderator)"
    ) in text
    assert "B Two Not stated Nobody has told us: Keeps a log of harms" in text
    assert "The check that matters to you, its rule in words" in text


def test_sixteen_core_checks_are_explained_to_begin_with(client):
    response = get(client, a_facility())

    assert response.content.count(b'class="explained"') == 16
    assert "The 16 checks that matter to you" in words(response)


def test_sort_key_goes_by_confirmed_facts_alone(client):
    stated, checked, silent = (
        a_facility(name="A says"),
        a_facility(name="B shows"),
        a_facility(name="C is silent"),
    )
    for slug in ("vital-signs", LOG):
        state(stated, **meeting(slug))
    verify(checked, "ae_log", True, "policy_document")

    response = get(client, stated, silent, checked, mine=["vital-signs", LOG])

    assert keys(response) == [
        ("B shows", 0, 0, 1, False),
        ("A says", 0, 0, 0, True),
        ("C is silent", 0, 0, 0, True),
    ]
    text = words(response)
    assert "First: no must-have was marked" in text
    assert text.count("A tie: distance or name would decide") == 2


def test_must_have_that_is_not_confirmed_makes_the_second_block(client):
    stated, checked = a_facility(name="A says"), a_facility(name="B shows")
    state(stated, **meeting("cognition-check"))
    verify(checked, "cognition_interval", "never", "protocol_document")

    response = get(client, stated, checked, mine=[LOG], must=["cognition-check"])

    assert [key[:2] for key in keys(response)] == [("A says", 1), ("B shows", 1)]
    assert words(response).count("Second: a must-have is not confirmed") == 2


def test_established_flag_makes_the_last_block(client):
    flagged, silent = a_facility(name="A"), a_facility(name="B")
    state(flagged, ae_log=True)
    contradict(flagged, "ae_log")

    response = get(client, flagged, silent)

    assert [key[:2] for key in keys(response)] == [("B", 0), ("A", 2)]
    assert "Last: an established red flag" in words(response)


def test_untrue_statement_is_struck_out(client):
    facility = a_facility()
    state(facility, ae_log=True)
    contradict(facility, "ae_log")

    html = get(client, facility, mine=[LOG]).content.decode()

    assert "<del>Keeps a log of harms</del>" in html


@pytest.mark.parametrize("number", [1, 4])
def test_explaining_takes_the_same_queries_however_many(
    client, django_assert_num_queries, number
):
    facilities = [a_facility() for _ in range(number)]
    for facility in facilities:
        state(facility, ae_log=True, routes=["iv"])

    with django_assert_num_queries(5):
        get(client, *facilities)


def test_only_what_is_listed_and_at_most_four_is_explained(client):
    *shown, fifth = [a_facility(name=f"Clinic {letter}") for letter in "ABCDE"]
    hidden = a_facility(name="Hidden")
    actions.suspend(facility=hidden, by=None, reason="asked for")

    response = get(client, hidden, *reversed(shown), fifth)

    names = [each.name for each in response.context["facilities"]]
    assert names == ["Clinic D", "Clinic C", "Clinic B", "Clinic A"]
    assert "Hidden" not in response.content.decode()


def test_nothing_chosen_is_told(client):
    text = words(client.get(EXPLAINED))

    assert "No clinic is chosen, so there is nothing to explain yet." in text
    assert "Go to the list" in text


def test_it_leads_back_to_the_same_comparison(client):
    facility, other = a_facility(), a_facility()

    response = get(client, facility, other, mine=[LOG], only="mine")

    back = response.context["comparison_address"]
    assert back == (
        f"/compare/?facility={facility.slug}&facility={other.slug}&mine={LOG}&only=mine"
    )
    assert back in unescape(response.content.decode())
    forth = client.get(back).context["links"]["explained"]
    assert forth == response.wsgi_request.get_full_path()


@pytest.mark.parametrize(
    "query", ["facility=%00", "mine=%FF", "facility[]=x", "must=" + "x" * 5000]
)
def test_hostile_query_is_answered(client, query):
    assert client.get(f"{EXPLAINED}?{query}").status_code == 200


def test_hostile_name_is_harmless(client):
    hostile = a_facility(name="<script>alert(1)</script>\u202e Clinic")

    html = get(client, hostile).content.decode()

    assert "<script>alert" not in html
    assert "\u202e" not in html


def test_page_has_no_score(client):
    facility = a_facility()
    verify(facility, "ae_log", True, "policy_document")

    text = words(get(client, facility))

    assert "%" not in text
    assert re.search(r"\b(score|rank|grade|stars?)\b", text, re.IGNORECASE) is None


def test_address_of_the_explanation_is_that_of_the_comparison(client):
    one, two = a_facility(), a_facility()
    query = urlencode({"facility": [one.slug, two.slug]}, doseq=True)

    html = client.get(f"/compare/?{query}").content.decode()

    assert f'data-address href="{EXPLAINED}?{query.replace("&", "&amp;")}"' in html
