"""What we check: the index and a page for each criterion, as anybody may read them."""

import re
from datetime import timedelta
from html import unescape

import pytest

from facilities import actions
from facilities.criteria import CRITERIA, GROUPS, RED_FLAGS, REFERENCES, CriterionStatus
from facilities.criteria.schema import SourceCheck, ThresholdSource
from facilities.models import Claim
from facilities.search import forget
from tests.factories import NOON, a_facility, contradict, state, verify

pytestmark = pytest.mark.django_db
INDEX = "/what-we-check/"
LOG = "adverse-event-recording"
VITAL = "vital-signs"


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


def get(client, slug=""):
    return client.get(f"{INDEX}{slug}/" if slug else INDEX)


def words(html) -> str:
    html = html if isinstance(html, str) else html.content.decode()
    text = unescape(re.sub(r"<[^>]+>", " ", html))
    return re.sub(r"\s+([.,:;])", r"\1", " ".join(text.split()))


def section(response, heading) -> str:
    html = response.content.decode()
    [found] = re.findall(
        rf'<section aria-labelledby="{heading}">(.*?)</section>', html, re.DOTALL
    )
    return words(found)


def meeting(slug):
    return CRITERIA[slug].examples[CriterionStatus.MEETS]


def clinics_of_every_kind():
    """For the log of harms: two partly, a no, an untrue yes, a lapsed one, silence."""
    stated, verified, no, untrue, lapsed, _silent = [a_facility() for _ in range(6)]
    state(stated, ae_log=True)
    verify(verified, "ae_log", True, "policy_document")
    state(no, ae_log=False)
    state(untrue, ae_log=True)
    contradict(untrue, "ae_log")
    verify(lapsed, "ae_log", True, "policy_document")
    Claim.objects.filter(facility=lapsed).update(
        verified_on=NOON.date() - timedelta(days=800),
        expires_on=NOON.date() - timedelta(days=400),
    )
    hidden = a_facility(is_published=False)
    state(hidden, ae_log=True)
    actions.rebuild_results(on=NOON.date())


def test_index_lists_every_criterion_in_its_group_with_its_counts(client):
    one, _silent = a_facility(), a_facility()
    state(one, **meeting(VITAL))

    response = get(client)

    html = response.content.decode()
    links = re.findall(r'href="/what-we-check/([^"/]+)/"', html)
    assert links == list(CRITERIA)
    for group in GROUPS.values():
        assert f'id="group-{group.slug}"' in html
    text = words(response)
    assert (
        "Vital-sign monitoring Core 1 of 2 meets it, 0 verified; 1 not stated" in text
    )
    assert "Bladder and urinary check over time Not stated by any of the 2 clinics" in (
        text
    )
    assert html.count(">Core<") == 16
    assert "Counted over all 2 listed clinics, on 15 Jun 2026." in text


def test_index_names_every_red_flag(client):
    text = words(get(client))

    for flag in RED_FLAGS.values():
        assert f"{flag.title} {flag.plain_text}" in text


@pytest.mark.parametrize("slug", CRITERIA)
def test_every_criterion_has_a_page_that_says_all(client, slug):
    criterion = CRITERIA[slug]

    response = get(client, slug)

    assert response.status_code == 200
    text = words(response)
    for part in (
        criterion.title,
        criterion.why_it_matters,
        criterion.external_standard,
        *criterion.status_text.values(),
    ):
        assert " ".join(part.split()) in text
    for reference in criterion.references:
        assert REFERENCES[reference].citation in text
    assert text.count("The check counts for") + text.count("confirms nothing") == len(
        criterion.evidence
    )


@pytest.mark.parametrize("slug", CRITERIA)
def test_editorial_threshold_is_labelled_as_such(client, slug):
    is_editorial = CRITERIA[slug].threshold_source != ThresholdSource.STANDARD

    text = words(get(client, slug))

    assert ("Editorial threshold:" in text) is is_editorial
    assert ("our own number" in text) is is_editorial


def test_some_thresholds_are_editorial():
    kinds = {criterion.threshold_source for criterion in CRITERIA.values()}

    assert kinds == set(ThresholdSource)


def test_counts_are_by_answer_and_by_how_it_is_known(client):
    clinics_of_every_kind()

    response = get(client, LOG)

    counts = response.context["counts"]
    assert counts.listed == 6
    assert {
        status: (each.verified, each.stated, each.lapsed)
        for status, each in counts.answers.items()
    } == {
        CriterionStatus.MEETS: (0, 0, 0),
        CriterionStatus.PARTLY_MEETS: (1, 1, 1),
        CriterionStatus.DOES_NOT_MEET: (1, 1, 0),
    }
    assert counts.not_stated == 1
    table = section(response, "count")
    assert "All 6 listings, on 15 Jun 2026." in table
    assert "Partly meets 1 1 1 3" in table
    assert "Does not meet 1 1 0 2" in table
    assert "Not stated nobody has told us 1" in table
    assert "%" not in table


def test_links_lead_to_searches_that_find_as_many(client):
    said, shown, _silent = a_facility(), a_facility(), a_facility()
    for field, value in meeting("cognition-check").items():
        state(said, **{field: value})
        verify(shown, field, value, "protocol_document")
    forget()

    response = get(client, "cognition-check")

    counts = response.context["counts"]
    links = re.findall(r'href="(/clinics/\?must=[^"]+)"', response.content.decode())
    found = [client.get(unescape(link)).context["found"].total for link in links]
    assert found == [counts.met.total, counts.met.verified] == [2, 1]


def test_nothing_that_meets_has_no_link(client):
    a_facility()

    response = get(client, VITAL)

    assert "/clinics/?must=" not in response.content.decode()
    assert "Not stated nobody has told us 1" in section(response, "count")
    assert "Not stated by the 1 clinic" in words(response)


def test_no_clinic_at_all_is_told(client):
    assert "No clinic is listed yet." in section(get(client, VITAL), "count")
    assert get(client).status_code == 200


def test_how_far_a_source_was_read_is_told(client):
    checks = {REFERENCES[each].checked for each in CRITERIA[VITAL].references}
    assert checks == {SourceCheck.PRIMARY, SourceCheck.RECORD}

    told = section(get(client, VITAL), "refs")

    assert "We read the text itself." in told
    assert "We read a summary or a report of it, not all of it." in told
    assert "How strong that is: The drug's label." in told


def test_what_does_not_apply_says_when(client):
    told = section(get(client, "esketamine-rems"), "means")

    assert "Does not apply If not (“How ketamine is given”: includes" in told


def test_what_only_we_check_is_not_put_to_the_clinic(client):
    text = words(get(client, "accurate-claims"))

    assert "Checked by us only" in text
    assert "A clinic cannot fill this in itself. A moderator looks it up." in text


def test_what_is_voluntary_says_so(client):
    text = words(get(client, "accreditation"))

    assert "This is voluntary. Not having it is not a mark against a clinic." in text


@pytest.mark.parametrize("number", [0, 3])
@pytest.mark.parametrize("slug", ["", LOG])
def test_pages_take_the_same_queries_however_many(
    client, django_assert_num_queries, number, slug
):
    for _ in range(number):
        state(a_facility(is_sample=not number), ae_log=True, routes=["iv"])

    with django_assert_num_queries(3 if number else 4):
        get(client, slug)


@pytest.mark.parametrize("slug", ["nope", "Vital-Signs", "x" * 300, "vital_signs"])
def test_unknown_criterion_is_not_found(client, slug):
    assert client.get(f"{INDEX}{slug}/").status_code == 404


def test_siblings_are_linked_and_the_page_is_marked(client):
    html = get(client, VITAL).content.decode()

    group = GROUPS[CRITERIA[VITAL].group]
    links = re.findall(r'href="/what-we-check/([^"/#]+)/"', html)
    assert [slug for slug in links if CRITERIA[slug].group == group.slug] == [
        each.slug for each in group.criteria
    ]
    assert f'href="/what-we-check/{VITAL}/" aria-current="page"' in html


def test_pages_load_nothing_from_elsewhere_and_set_no_cookie(client):
    for slug in ("", VITAL):
        response = get(client, slug)
        html = response.content.decode()
        assert response.cookies == {}
        assert re.findall(r'(?:src|srcset|action)="https?:', html) == []


def test_comparison_leads_to_the_criterion(client):
    one, two = a_facility(), a_facility()

    html = client.get("/compare/", {"facility": [one.slug, two.slug]}).content.decode()

    assert f'href="/what-we-check/{VITAL}/"' in html
