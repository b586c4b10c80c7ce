"""The comparison page, as anybody may read it."""

import csv
import io
import re
from datetime import date
from html import unescape
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from facilities import actions
from facilities.comparison import Column
from facilities.criteria import CRITERIA, CriterionStatus
from facilities.enums import AddressPrecision, PointPrecision
from facilities.views.compare import spreadsheet
from tests.factories import NOON, a_facility, contradict, state, verify

pytestmark = pytest.mark.django_db
COMPARE = "/compare/"


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


def get(client, *facilities, **query):
    slugs = [getattr(each, "slug", each) for each in facilities]
    pairs = [("facility", slug) for slug in slugs] + list(query.items())
    return client.get(f"{COMPARE}?{urlencode(pairs)}")


def words(html) -> str:
    """The text of a page without its tags, its white space made plain."""
    html = html if isinstance(html, str) else html.content.decode()
    text = unescape(re.sub(r"<[^>]+>", " ", html))
    return re.sub(r"\s+([.,:;])", r"\1", " ".join(text.split()))


def names(response) -> list[str]:
    return [column.name for column in response.context["comparison"].columns]


def some(number, **details):
    return [
        a_facility(name=f"Clinic {letter}", **details) for letter in "ABCDEFG"[:number]
    ]


def row_of(response, slug) -> str:
    html = response.content.decode()
    rows = re.findall(r'<tr role="row" class="crow.*?</tr>', html, re.DOTALL)
    [row] = [row for row in rows if f'abbr="{CRITERIA[slug].title}"' in row]
    return words(row)


@pytest.mark.parametrize(("number", "queries"), [(2, 8), (4, 7)])
def test_comparison_takes_the_same_queries_however_much_is_said(
    client, django_assert_num_queries, number, queries
):
    """Below four, one more asks which clinics could be added.

    What is remembered is not read again, but always asked whether it has changed.
    """
    facilities = some(number)
    for facility in facilities[1:]:
        state(facility, **CRITERIA["vital-signs"].examples[CriterionStatus.MEETS])
        state(facility, escort_required=False, ae_log=True)

    with django_assert_num_queries(queries):
        get(client, *facilities)
    with django_assert_num_queries(queries - 5):
        get(client, *facilities)


def test_order_of_the_address_is_kept_and_a_double_is_dropped(client):
    one, two, three = some(3)

    response = get(client, three, one, three, two)

    assert names(response) == ["Clinic C", "Clinic A", "Clinic B"]
    assert "Compare 3 clinics" in words(response)


def test_at_most_four_are_compared_and_it_says_so(client):
    facilities = some(6)

    response = get(client, *reversed(facilities))

    assert names(response) == ["Clinic F", "Clinic E", "Clinic D", "Clinic C"]
    assert (
        "You can compare up to 4 clinics at once. We kept the first 4 and left out 2."
    ) in words(response)


def test_unknown_and_unlisted_are_told_in_the_same_words(client):
    one, two, hidden = some(3)
    actions.suspend(facility=hidden, by=None, reason="asked for")
    draft = a_facility(is_published=False)

    answers = [
        words(get(client, one, slug, two)).replace(slug, "X")
        for slug in ("no-such-clinic", hidden.slug, draft.slug)
    ]

    assert (
        "We could not find this clinic in the directory: “X”. It may not be listed, or"
        " the link may have a typing mistake."
    ) in answers[0]
    assert answers[0] == answers[1] == answers[2]
    assert names(get(client, one, hidden, two)) == ["Clinic A", "Clinic B"]


@pytest.mark.parametrize(
    "garbage", ["see above!", "<script>", "\u202eabc", "x" * 200, "a/b"]
)
def test_what_cannot_be_a_clinic_is_left_out_and_not_repeated(client, garbage):
    response = get(client, *some(2), garbage)

    assert (
        "A part of this link is not the name of any clinic or check. We left it out."
    ) in words(response)
    assert garbage not in response.content.decode().replace("<script src", "")
    assert names(response) == ["Clinic A", "Clinic B"]


@pytest.mark.parametrize(
    "query",
    [
        "facility=%00",
        "facility=%FF%FE",
        "facility",
        "facility[]=x&facility[0]=y",
        "only=&only=differences&only=%00",
        "facility=" + quote("é" * 3000),
        "&".join(f"facility=clinic-{number}" for number in range(500)),
        "facility=" + "%F0%9F%92%8A" * 50,
    ],
)
def test_hostile_query_is_answered(client, query):
    assert client.get(f"{COMPARE}?{query}").status_code == 200


class TestAnyQuery(TestCase):
    @settings(max_examples=25, deadline=None)
    @given(st.lists(st.tuples(st.sampled_from(["facility", "only", "x"]), st.text())))
    def test_is_answered(self, pairs):
        query = urlencode(pairs, errors="surrogatepass")

        assert self.client.get(f"{COMPARE}?{query}").status_code == 200


def test_nothing_chosen_is_explained(client):
    a_facility()

    response = client.get(COMPARE)

    text = words(response)
    assert "Here you can see two to 4 clinics side by side" in text
    assert "Go to the list" in text
    assert "Name of a clinic" in text
    assert response.context["offers"] == []


def test_one_clinic_is_explained_and_offers_others_of_its_state(client):
    one, near, far, closed, hidden, sample = (
        a_facility(name="One"),
        a_facility(name="Near"),
        a_facility(name="Far", state="CO"),
        a_facility(name="Closed"),
        a_facility(name="Hidden", is_published=False),
        a_facility(name="Sample", is_sample=True),
    )
    actions.close(
        facility=closed, on=date(2026, 2, 3), reason="x", by=None, is_permanent=True
    )

    response = get(client, one)

    assert "You have chosen one clinic, One." in words(response)
    [(other, offered)] = response.context["offers"]
    assert (other, offered) == (
        near,
        f"/compare/?facility={one.slug}&facility={near.slug}",
    )
    assert names(client.get(offered)) == ["One", "Near"]
    for other in (far, hidden, sample):
        assert other.slug not in response.content.decode()


def test_each_clinic_can_be_removed(client):
    one, two, three = some(3)

    response = get(client, one, two, three, only="differences")

    without = response.context["heads"][1].without
    assert without == (
        f"/compare/?facility={one.slug}&facility={three.slug}&only=differences"
    )
    assert names(client.get(without)) == ["Clinic A", "Clinic C"]
    assert "Remove Clinic B" in words(response)


def test_each_clinic_can_change_places(client):
    one, two, three = some(3)

    heads = get(client, one, two, three, must="vital-signs").context["heads"]

    assert [bool(head.earlier) for head in heads] == [False, True, True]
    assert [bool(head.later) for head in heads] == [True, True, False]
    swapped = get(client, two, one, three, must="vital-signs").context["links"]["page"]
    assert heads[0].later == heads[1].earlier == swapped
    assert names(client.get(heads[2].earlier)) == ["Clinic A", "Clinic C", "Clinic B"]


def test_only_some_rows_is_part_of_the_address(client):
    one, two = some(2)
    state(one, ae_log=True)

    plain, only = get(client, one, two), get(client, one, two, only="differences")
    html = only.content.decode()

    assert "1 of 45 checks differs" in words(plain)
    assert 'data-only="differences" autocomplete="off">' in plain.content.decode()
    assert 'data-only="differences" autocomplete="off" checked>' in html
    assert 'data-only="mine" autocomplete="off">' in html
    assert 'class="wrap compare is-only-differences"' in html
    assert plain.content.count(b'class="crow same') == 44
    assert html.count('class="crow diff') == 1
    mine = get(client, one, two, only="mine").content.decode()
    assert 'class="wrap compare is-only-mine"' in mine
    assert mine.count(' mine">') == 16


def test_nothing_to_show_is_said(client):
    one, two = some(2)

    same = words(get(client, one, two))
    state(one, ae_log=True)
    other = words(get(client, one, two, mine="vital-signs"))

    assert "The answers are the same for every check." in same
    assert "The answers are the same for every check." not in other
    assert "The answers are the same for every check that matters to you." in other


def test_counts_follow_what_matters(client):
    one, two = some(2)
    verify(one, "ae_log", True, "policy_document")
    state(two, ae_log=True, cognition_interval="never")
    mine = ["adverse-event-recording", "cognition-check", "vital-signs"]

    response = client.get(
        COMPARE
        + "?"
        + urlencode({"facility": [one.slug, two.slug], "mine": mine}, doseq=True)
    )

    text = words(response)
    assert "What matters to you: 3 checks of 45" in text
    assert "The 3 checks that matter to you" in text
    assert "0 of your 3 confirmed, 1 confirmed in part, 2 not stated" in text
    assert "0 of your 3 confirmed, 1 stated, 1 does not meet, 1 not stated" in text
    assert "Must-haves" not in text
    assert response.context["comparison"].mine == (
        "vital-signs",
        "adverse-event-recording",
        "cognition-check",
    )


def test_sixteen_core_checks_matter_to_begin_with(client):
    response = get(client, *some(2))

    html = response.content.decode()
    ticked = re.findall(r'name="mine" value="([^"]+)" autocomplete="off" checked', html)
    assert ticked == [slug for slug, each in CRITERIA.items() if each.is_core]
    assert len(ticked) == 16
    assert len(re.findall(r'name="must" value="[^"]+" autocomplete="off">', html)) == 45
    assert "0 of your 16 confirmed, 16 not stated" in words(response)
    assert "Back to the core checks" not in words(response)


def test_must_haves_are_marked_and_counted(client):
    one, two = some(2)
    verify(one, "ae_log", True, "policy_document")

    response = get(client, one, two, mine="vital-signs", must="adverse-event-recording")

    text = words(response)
    assert "2 checks of 45, 1 must-have" in text
    assert (
        "Must-haves: 0 of 1 confirmed Partly meets Recording and reporting of harm"
    ) in text
    assert (
        "Must-haves: 0 of 1 confirmed Not stated Recording and reporting of harm"
    ) in text
    assert "Recording and reporting of harm Must have" in text
    assert "Vital-sign monitoring Yours" in text
    assert client.get(response.context["links"]["core"]).context["choice"].must == ()


def test_what_was_ticked_goes_with_every_link_and_form(client):
    one, two, _other = some(3)
    response = get(
        client, one, two, mine="vital-signs", must="bladder-check", only="mine"
    )
    told = "&mine=vital-signs&mine=bladder-check&must=bladder-check&only=mine"

    html = unescape(response.content.decode())

    moved = re.findall(r'<a data-address href="([^"]*)"', html)
    assert moved
    assert [address for address in moved if not address.endswith(told)] == []
    [adding] = re.findall(r'<form class="add-form".*?</form>', html, re.DOTALL)
    fields = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', adding)
    assert fields == [
        ("facility", one.slug),
        ("facility", two.slug),
        ("mine", "vital-signs"),
        ("mine", "bladder-check"),
        ("must", "bladder-check"),
        ("only", "mine"),
    ]


def test_clinic_is_added_by_its_name(client):
    one = a_facility(name="One")
    oak = a_facility(name="Oak Clinic")
    a_facility(name="Oak Clinic North")

    response = get(client, one, add=" oak CLINIC ", only="mine")

    assert response.status_code == 302
    assert response.url == (
        f"/compare/?facility={one.slug}&facility={oak.slug}&only=mine#main"
    )


def test_clinic_is_added_by_a_part_of_its_name_that_is_nobody_elses(client):
    one, oak = a_facility(name="One"), a_facility(name="Oak Clinic")
    a_facility(name="Oak Clinic", is_published=False)

    response = get(client, one, add="oak")

    assert response.url == f"/compare/?facility={one.slug}&facility={oak.slug}#main"


def test_suggested_name_with_its_second_line_is_understood(client):
    one = a_facility(name="One")
    oak = a_facility(name="Oak Clinic", name_line_2="Suite B")
    a_facility(name="Oak Clinic", name_line_2="Suite C")

    assert get(client, one, add=oak.full_name).url.endswith(f"facility={oak.slug}#main")


def test_several_of_a_name_are_offered(client):
    one, first, second = (
        a_facility(name="Oak One"),
        a_facility(name="Oak Clinic", city="Salem"),
        a_facility(name="Oak Clinic", city="Bend"),
    )

    response = get(client, one, add="oak clinic")

    assert "These clinics have it in their name. Which one?" in words(response)
    assert {each for each, _address in response.context["offers"]} == {first, second}
    assert 'value="oak clinic"' in response.content.decode()


def test_name_that_nobody_has_is_told_and_harmless(client):
    one, near = some(2)

    response = get(client, one, add="<b>nobody</b>")

    told = "No other listed clinic has “&lt;b&gt;nobody&lt;/b&gt;” in its name."
    assert told in response.content.decode()
    assert "<b>nobody" not in response.content.decode()
    assert [each for each, _address in response.context["offers"]] == [near]


def test_fifth_clinic_is_not_added(client):
    *four, fifth = some(5)

    response = get(client, *four, add=fifth.name)

    assert response.status_code == 200
    assert ("You can compare up to 4 clinics at once. Remove one first.") in words(
        response
    )


def test_chosen_clinic_is_not_offered_again(client):
    one, two = some(2)

    response = get(client, one, add="Clinic")

    assert response.url.endswith(f"facility={one.slug}&facility={two.slug}#main")


def test_cell_says_the_answer_its_evidence_and_the_day(client):
    one, two = some(2)
    state(one, ae_log=True)
    verify(two, "ae_log", False, "policy_document")

    row = row_of(get(client, one, two), "adverse-event-recording")

    assert "Partly meets Stated 15 Jun 2026 Keeps a log of harms" in row
    assert (
        "Does not meet Document seen 15 Jun 2026; due Jun 2027 Named policy"
        " Keeps a log of harms: No"
    ) in row


def test_blank_is_explained_with_the_question_and_never_reads_as_a_no(client):
    response = get(client, *some(2))

    row = row_of(response, "vital-signs")
    question = CRITERIA["vital-signs"].question_for_the_clinic
    assert (
        row.count(f"Not stated Ask the clinic: Vital-sign monitoring {question}") == 2
    )
    row = row_of(response, "accurate-claims")
    assert "We have not checked: Accurate public claims This is our job" in row
    text = words(response)
    assert "Not stated. Ask the clinic." in text
    assert "Does not meet" not in text.replace("a cross means does not meet", "")
    assert "%" not in text
    assert "None from what is known Has not answered 12 safety questions" in text


def test_flags_stand_first_with_who_says_so(client):
    one, two = some(2)
    state(one, supervision_level="none")
    state(two, ae_log=True)
    contradict(two, "ae_log")

    response = get(client, one, two)

    html = response.content.decode()
    [basics] = re.findall(r'class="basics"(>.*?)</tbody>', html, re.DOTALL)
    text = words(basics)
    assert "Red flags No clinician present or watching" in text
    assert "From the clinic's own answer. Stated 15 Jun 2026." in text
    assert (
        "found to be untrue Established by a check. Contradicted 15 Jun 2026." in text
    )
    row = row_of(response, "adverse-event-recording")
    assert "Found untrue. The clinic said: Keeps a log of harms" in row


def test_closed_and_sample_clinics_are_marked(client):
    one, two = some(2, is_sample=True)
    actions.close(
        facility=one, on=date(2026, 2, 3), reason="Moved", by=None, is_permanent=False
    )

    text = words(get(client, one, two))

    assert "Portland, OR Sample data Closed for now, since 3 Feb 2026: Moved" in text


def test_withheld_street_never_appears(client):
    withheld = a_facility(
        name="Quiet",
        is_address_withheld=True,
        precision=AddressPrecision.CITY,
        street_1="1 Hidden Lane",
        latitude=None,
        longitude=None,
        point_precision=PointPrecision.NONE,
    )

    html = get(client, withheld, a_facility()).content.decode()

    assert "Hidden" not in html
    assert "12 Sample Street" not in html


def test_hostile_name_is_harmless(client):
    hostile = a_facility(name="<script>alert(1)</script>\u202e Clinic")
    state(hostile, legal_name="<script>alert(2)</script>")

    html = get(client, hostile, a_facility()).content.decode()

    assert "<script>alert" not in html
    assert "\u202e" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_links_lead_to_pages_and_anchors_that_exist(client):
    response = get(client, *some(3))
    html = response.content.decode()

    links = set(re.findall(r'\s(?:href|src|action)="([^"]*)"', html))
    ids = re.findall(r'\sid="([^"]+)"', html)

    assert response.cookies == {}
    assert re.findall(r"https?://", html) == []
    assert {link[1:] for link in links if link.startswith("#")} <= set(ids)
    assert len(ids) == len(set(ids))
    for link in links:
        if link.startswith("/") and not link.startswith("/static/"):
            path = unescape(link).partition("#")[0]
            assert client.get(path).status_code == 200, link


def test_table_can_be_read_without_its_look(client):
    html = get(client, *some(2)).content.decode()

    assert html.count("<caption") == 1
    assert html.count('scope="col"') == 3
    assert html.count('scope="rowgroup"') == 8
    assert html.count('scope="row"') == 45 + 10
    assert html.count("<tr") == html.count('<tr role="row"')
    assert html.count("<td") == html.count('<td role="cell"')


def download(client, *facilities, **query):
    slugs = [getattr(each, "slug", each) for each in facilities]
    return client.get("/compare/csv/", {"facility": slugs, **query})


def table_in(response) -> list[list[str]]:
    text = response.content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def test_comparison_can_be_downloaded(client):
    one, two = some(2)
    verify(one, "ae_log", False, "policy_document")

    response = download(client, two, one, mine="vital-signs")

    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == (
        'attachment; filename="comparison-2026-06-15.csv"'
    )
    heads, *rows = table_in(response)
    assert len(rows) == 45
    assert heads[5] == "A. Clinic B: answer"
    assert heads[12] == "B. Clinic A: answer"
    assert [row[12] for row in rows].count("Does not meet") == 1
    assert [row[3] for row in rows].count("yes") == 1


@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("https://example.org","x")',
        "+1+1",
        "-2+3+cmd|' /C calc'!A0",
        "@SUM(A1:A9)",
        "|calc",
        "%0A=1",
        '=1+1"\n"=2',
    ],
)
def test_spreadsheet_takes_no_text_for_a_formula(text):
    [[first, cell, last]] = table_in(spreadsheet([["a", text, "b"]], "x.csv"))

    assert (first, last) == ("a", "b")
    assert cell[0] == "'"
    assert cell[1:].replace("\\|", "|") == text


def test_download_of_nothing_is_still_a_table(client):
    heads, *rows = table_in(client.get("/compare/csv/"))

    assert len(heads) == 5
    assert len(rows) == 45


def test_download_holds_only_what_is_listed_and_at_most_four(client):
    *facilities, hidden = some(6)
    actions.suspend(facility=hidden, by=None, reason="asked for")

    [heads, *_rows] = table_in(download(client, hidden, *facilities))

    assert len(heads) == 5 + 4 * 7
    assert hidden.name not in " ".join(heads)


def test_columns_know_no_order_of_worth():
    fields = set(Column.__dataclass_fields__)

    assert fields & {"score", "rank", "grade", "stars", "percent"} == set()
