"""The guides, as anybody may read them."""

import re
from html import unescape

import pytest

from facilities.criteria import REFERENCES
from facilities.criteria.schema import SourceCheck
from facilities.guides import GUIDES
from facilities.templatetags.guides import HOW_READ, how_read
from tests.facilities.test_views_search import words
from tests.factories import a_facility

pytestmark = pytest.mark.django_db
LIST = "/guides/"
SIGNS = "/guides/signs-of-addiction/"
every_guide = pytest.mark.parametrize(
    "guide", GUIDES.values(), ids=lambda each: each.slug
)


def page_of(client, slug):
    return client.get(f"/guides/{slug}/")


def html_of(client, slug):
    return page_of(client, slug).content.decode()


def without_numbers(html):
    return re.sub(r'<sup class="cites">.*?</sup>', "", html)


def test_the_list_leads_to_every_guide(client):
    response = client.get(LIST)

    html = response.content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    assert re.findall(r'href="/guides/([^"]+)/"', main) == [*GUIDES]
    for guide in GUIDES.values():
        assert guide.summary in words(response)
    assert words(response).count("Reviewed 25 Nov 2026.") == len(GUIDES)
    assert '<a href="/guides/" aria-current="page">' in html


@every_guide
def test_a_guide_shows_each_sentence_with_its_numbers(client, guide):
    html = html_of(client, guide.slug)

    for sentence in guide.sentences():
        numbers = "".join(
            f'<a href="#source-{number}"><span class="vh">Source </span>{number}</a>'
            for number in sentence.sources
        )
        cites = f'<sup class="cites">{numbers}</sup>' if numbers else ""
        text = re.escape(sentence.text)
        assert re.search(
            text + r"(</span></label>)?" + re.escape(cites), unescape(html)
        )


@every_guide
def test_a_guide_lists_its_sources_and_how_far_each_was_read(client, guide):
    html = unescape(html_of(client, guide.slug))

    entries = re.findall(r'<li id="source-(\d+)">(.*?)</li>', html, flags=re.DOTALL)
    assert [int(number) for number, _entry in entries] == [
        each.number for each in guide.sources
    ]
    for (_number, entry), source in zip(entries, guide.sources, strict=True):
        reference = source.reference
        assert f"<cite>{reference.citation}</cite>" in entry
        assert f'href="{reference.address}"' in entry or not reference.address
        assert str(how_read(reference)) in entry
        assert reference.note in entry


@every_guide
def test_a_guide_says_what_it_is_and_whom_to_reach(client, guide):
    response = page_of(client, guide.slug)

    said = words(response)
    assert "Reviewed 25 Nov 2026." in said
    assert "This is information, not medical advice." in said
    assert "No clinician has signed it off yet." in said
    main = said[said.index("Talk to someone now") :]
    assert main.index("988 Crisis line.") < main.index("911 Call if someone")
    assert response.cookies == {}


@every_guide
def test_links_of_a_guide_lead_somewhere(client, guide):
    html = html_of(client, guide.slug)

    ids = re.findall(r'\sid="([^"]+)"', html)
    fragments = set(re.findall(r'<a[^>]* href="#([^"]+)"', html))
    assert len(ids) == len(set(ids))
    assert fragments - {"main"}
    assert fragments - set(ids) == set()
    for path in {*re.findall(r'href="(/(?:guides|about|clinics)/[^"]*)"', html)}:
        assert client.get(path).status_code == 200


@every_guide
def test_a_guide_leads_to_clinics_by_its_checks(client, guide):
    said = unescape(html_of(client, guide.slug))

    for criterion in guide.criteria:
        link = f'<a href="/clinics/?must={criterion.slug}">{criterion.title}</a>'
        assert link in said


def test_a_clinician_who_signed_off_is_named(client, monkeypatch):
    guide = GUIDES["misuse"]
    signed = {field: getattr(guide, field) for field in guide.__dataclass_fields__} | {
        "signed_off_by": "A. Invented, MD <psychiatry>"
    }
    monkeypatch.setattr(
        "facilities.views.guides.GUIDES", {"misuse": type(guide)(**signed)}
    )

    html = html_of(client, "misuse")

    assert "Signed off by A. Invented, MD &lt;psychiatry&gt;." in html
    assert "No clinician" not in html


def test_ticks_can_be_sent_nowhere(client):
    html = html_of(client, "signs-of-addiction")

    boxes = re.findall(r"<input[^>]*>", html)
    assert boxes == ['<input type="checkbox" autocomplete="off">'] * 11
    assert "<form" not in html
    assert re.findall(r'<script src="([^"]+)"', html) == [
        "/static/directory/htmx.min.js"
    ]
    assert "Your ticks stay on this page." in words(client.get(SIGNS))


def test_steps_and_questions_are_numbered(client):
    steps = html_of(client, "signs-of-addiction")
    questions = html_of(client, "dose-and-setting")

    assert steps.count('<ol class="steps">') == 1
    assert "<h3>Tell the clinic</h3>" in steps
    assert questions.count('<ol class="questions">') == 1
    assert '<ul class="plain">' in without_numbers(questions)


@pytest.mark.parametrize("slug", ["nope", "01-what-ketamine-is", "Misuse"])
def test_an_unknown_guide_is_not_found(client, slug):
    assert page_of(client, slug).status_code == 404


@pytest.mark.parametrize("path", [LIST, SIGNS])
def test_guides_are_only_read(client, path):
    assert client.post(path).status_code == 405


@pytest.mark.parametrize("path", [LIST, SIGNS])
@pytest.mark.parametrize("number", [1, 3])
def test_guides_ask_the_database_for_the_sample_note_alone(
    client, django_assert_num_queries, path, number
):
    for _ in range(number):
        a_facility()

    with django_assert_num_queries(1):
        client.get(path)


def test_home_leads_to_three_guides_and_to_all(client):
    html = client.get("/").content.decode()
    part = html[html.index('id="before"') : html.index('id="promise"')]

    assert re.findall(r'href="/guides/([^"]*)"', part) == [
        "before-you-start/",
        "what-treatment-can-do/",
        "signs-of-addiction/",
        "",
    ]


def test_every_way_of_reading_a_source_has_words():
    assert {*HOW_READ} == {*SourceCheck}
    assert how_read(REFERENCES["CRANE2023"]) == "We read the text itself."
