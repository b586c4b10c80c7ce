"""A clinic's own page, as anybody may read it."""

import re
from datetime import date, timedelta
from html import unescape
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from facilities import actions
from facilities.criteria import (
    CRITERIA,
    FIELDS,
    RED_FLAGS,
    REFERENCES,
    ClaimStatus,
    CriterionStatus,
    FieldType,
)
from facilities.criteria.schema import field_names
from facilities.enums import AddressPrecision, Origin, PointPrecision, PriceKind
from facilities.models import Claim, SamhsaRecord
from facilities.presentation.entries import Entry
from facilities.presentation.flags import FlagEntry, Reply
from facilities.presentation.standing import Standing
from facilities.presentation.statements import statements_of
from tests.facilities.presentation.claims import a_claim, claims_of
from tests.factories import NOON, TODAY, a_facility, a_user, contradict, state, verify

pytestmark = pytest.mark.django_db
QUERIES = 14  # the last asks whether all clinics are samples
HOSTILE = "<script>alert(1)</script>\u202e"


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


def get(client, facility):
    return client.get(facility.get_absolute_url())


def words(html) -> str:
    """The text of a page without its tags, its white space made plain."""
    html = html if isinstance(html, str) else html.content.decode()
    text = unescape(re.sub(r"<[^>]+>", " ", html))
    return re.sub(r"\s+([.,:;])", r"\1", " ".join(text.split()))


def piece(response, slug) -> str:
    """The words of one criterion's row."""
    html = response.content.decode()
    [row] = re.findall(
        rf'<li class="fact" id="c-{slug}">.*?</details>', html, re.DOTALL
    )
    return words(row)


def everything(facility):
    """A facility with something in every part of its page."""
    by = a_user()
    for criterion in CRITERIA.values():
        values = {
            field.name: criterion.examples[CriterionStatus.MEETS][field.name]
            for field in criterion.fields
            if field.name in criterion.examples[CriterionStatus.MEETS]
            and not field.is_derived
        }
        state(facility, origin=Origin.MODERATOR, **values)
    state(facility, routes=["iv"], opening_hours="Mo 08:00-09:00", languages=["en"])
    actions.state_prices(
        facility=facility,
        prices=[actions.StatedPrice(kind, 42_500, 56_000) for kind in PriceKind],
        by=by,
        at=NOON,
    )
    actions.state_clinicians(
        facility=facility,
        clinicians=[actions.StatedClinician(role="Nurse", credential="RN")],
        by=by,
        at=NOON,
    )
    SamhsaRecord.objects.create(
        facility=facility,
        book="mh",
        edition=2023,
        row_key="1",
        name_1="X",
        city="Portland",
        state="OR",
        postal_code="97201",
        codes=["KIT", "MD"],
    )
    return facility


@pytest.mark.parametrize("hide", [actions.suspend, actions.archive])
def test_clinic_that_is_no_longer_listed_does_not_exist(client, hide):
    facility = a_facility()

    assert get(client, facility).status_code == 200
    hide(facility=facility, by=None, reason="asked for")
    assert get(client, facility).status_code == 404


def test_draft_does_not_exist_and_neither_does_nonsense(client):
    assert get(client, a_facility(is_published=False)).status_code == 404
    assert client.get(reverse("facilities:detail", args=["nope"])).status_code == 404


def test_page_only_reads(client):
    assert client.post(a_facility().get_absolute_url()).status_code == 405


def test_page_takes_the_same_queries_however_much_is_said(
    client, django_assert_num_queries
):
    silent, full = a_facility(), everything(a_facility())
    for number in range(3):
        SamhsaRecord.objects.create(
            facility=full,
            book="mh",
            edition=2020 + number,
            row_key="1",
            name_1="X",
            city="Portland",
            state="OR",
            postal_code="97201",
        )

    with django_assert_num_queries(QUERIES):
        get(client, silent)
    with django_assert_num_queries(QUERIES):
        get(client, full)


def test_page_leads_nowhere_else_and_sets_no_cookie(client):
    facility = everything(a_facility(website="https://clinic.example.org/"))
    response = get(client, facility)
    html = response.content.decode()

    links = set(re.findall(r'\s(?:href|src|action)="([^"]*)"', html))
    inner = {link[1:] for link in links if link.startswith("#")}
    ids = re.findall(r'\sid="([^"]+)"', html)

    assert response.cookies == {}
    outer = {unescape(link) for link in links if link.startswith("http")}
    assert outer - {each.address for each in REFERENCES.values()} == {
        "https://clinic.example.org/",
        "https://www.openstreetmap.org/search?query=12+Sample+Street%2C+Portland%2C+OR",
    }
    assert not re.search(r'(?:src|action|srcset)="https?:', html)
    assert inner <= set(ids)
    assert len(ids) == len(set(ids))
    for link in {link.partition("?")[0] for link in links if link.startswith("/")}:
        if not link.startswith("/static/"):
            assert client.get(link.partition("#")[0]).status_code == 200, link


def test_silent_clinic_reads_fairly(client):
    response = get(client, a_facility())
    html = response.content.decode()
    text, asked = words(response), words(html[html.index('id="ask"') :])

    assert "0 of 45 checks stated, 0 verified." in text
    assert "has not answered 12 safety questions" in text
    assert "Not stated does not mean no." in text
    assert "Red flag" not in text
    row = piece(response, "vital-signs")
    assert row.startswith(
        "Vital-sign monitoring Not stated The clinic has not answered."
        " See what to ask: Vital-sign monitoring Why it matters"
    )
    for slug, criterion in CRITERIA.items():
        row = piece(response, slug)
        assert "Not stated" in row, slug
        assert "Does not meet" not in row, slug
        question = criterion.question_for_the_clinic
        if criterion.self_report_allowed:
            assert f'href="#ask-{slug}"' in html
            assert question in asked, slug
        else:
            assert f"You can still ask: {question.partition(') ')[2]}" in row
            assert f"ask-{slug}" not in html
    row = piece(response, "accurate-claims")
    assert "We have not checked this yet. That is our job" in row
    assert "The clinic has not answered" not in row
    assert "Not having it is not a mark against" in piece(response, "accreditation")
    assert "%" not in text
    assert "N/A" not in text


def test_stated_fact_says_who_and_when(client):
    facility = a_facility()
    state(facility, ae_log=True)
    verify(facility, "drill_interval_months", 6, "drill_record", source="drill of May")

    response = get(client, facility)

    assert piece(response, "adverse-event-recording").startswith(
        "Recording and reporting of harm Partly meets Keeps a log of harms. Stated"
        " by the clinic 15 Jun 2026 What “partly meets” means here: Log kept only."
    )
    row = piece(response, "emergency-readiness")
    assert "Document seen 15 Jun 2026: drill of May; due again Jun 2027 (looked" in row
    assert "The clinic has not answered all of this. See what to ask" in row


def test_lapsed_check_reads_as_lapsed_without_any_job(client, monkeypatch):
    facility = a_facility()
    verify(facility, "ae_log", True, "policy_document")
    assert "Document seen 15 Jun 2026" in words(get(client, facility))

    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON + timedelta(days=366))
    response = get(client, facility)

    assert "1 of 45 checks stated, 0 verified, 1 lapsed." in words(response)
    row = piece(response, "adverse-event-recording")
    assert "Lapsed on 16 Jun 2027; last confirmed 15 Jun 2026" in row
    assert "See what to ask" in row


def test_untrue_statement_reads_as_untrue(client):
    facility = a_facility()
    state(facility, ae_log=True)
    contradict(facility, "ae_log")

    response = get(client, facility)

    assert (
        "Red flag: A statement by the clinic was found to be untrue Moderation found a"
        " claim that evidence contradicts. Established by a check, not only by what"
        " the clinic says. Found untrue. The clinic said: Keeps a log of harms."
        " Contradicted on 15 Jun 2026 by a visit (stated by the clinic 15 Jun 2026)"
    ) in words(response)
    row = piece(response, "adverse-event-recording")
    assert "Does not meet Found untrue. The clinic said: Keeps a log of harms." in row


def test_flag_from_the_clinics_own_answer_says_so(client):
    facility = a_facility()
    state(facility, evaluator_level="questionnaire_only", escort_required=False)

    text = words(get(client, facility))

    assert (
        "Red flag: Treats people without a clinical evaluation first A patient can"
        " receive a first dose after a form or a sales call only. This rests on the"
        " clinic's own answer. Who does the evaluation: A form only, no person."
        " Stated by the clinic 15 Jun 2026"
    ) in text
    assert "Worth knowing: Allows driving home or on the same day" in text


@pytest.mark.parametrize("slug", RED_FLAGS)
def test_every_red_flag_renders_with_its_facts_and_reply(slug):
    flag = RED_FLAGS[slug]
    names = field_names(flag.trigger) or ("ae_log",)
    values = {name: a_value(FIELDS[name]) for name in names}
    claims = claims_of(
        *(a_claim(name, value, "document_seen") for name, value in values.items())
    )
    entries = [
        FlagEntry(flag, is_established, statements_of(names, claims, TODAY), reply)
        for is_established in (True, False)
        for reply in (None, Reply("We were never asked.", date(2026, 3, 3)))
    ]

    shown = [
        words(render_to_string("facilities/_detail_flags.html", {"flags": [entry]}))
        for entry in entries
    ]

    lead = "Red flag:" if flag.display == "banner" else "Worth knowing:"
    for text in shown:
        assert f"{lead} {flag.title} {flag.plain_text}" in text
        assert "Document seen 12 Mar 2026: the protocol; due again Mar 2027" in text
    assert "Established by a check" in shown[0]
    assert "This rests on the clinic's own answer." in shown[2]
    assert "There is no reply from the clinic on record." in shown[0]
    reply = "The clinic's reply of 3 Mar 2026: We were never asked."
    assert [reply in text for text in shown] == [False, True, False, True]


def a_value(field):
    """Any answer to a field that a flag reads."""
    if field.type == FieldType.BOOL:
        return True
    first = field.allowed_values[0]
    return [first] if field.type == FieldType.MULTI else first


def test_reply_stands_beside_its_flag_while_the_flag_does(client):
    facility = a_facility()
    state(facility, escort_required=False)
    actions.record_flag_reply(
        facility=facility,
        flag="same-day-driving",
        text=f"We ask. {HOSTILE}",
        replied_on=TODAY,
        by=None,
        at=NOON,
    )

    html = get(client, facility).content.decode()
    state(facility, escort_required=True)
    after = words(get(client, facility))

    assert "The clinic's reply of 15 Jun 2026: We ask. <script>" in words(html)
    assert "<script>alert" not in html
    assert "reply" not in after


def test_home_only_clinic_reads_fairly(client):
    facility = a_facility(
        precision=AddressPrecision.NONE,
        latitude=None,
        longitude=None,
        point_precision=PointPrecision.NONE,
    )
    state(
        facility,
        dosing_setting=["at_home_supervised"],
        supervision_level="remote_video_only",
    )

    response = get(client, facility)

    row = piece(response, "on-site-supervision")
    assert "Home-only services therefore show" in row
    assert "are judged on home safeguards separately" in row
    assert "Not stated" in piece(response, "home-dose-safeguards")
    assert "12 Sample Street" not in response.content.decode()


@pytest.mark.parametrize(
    ("is_permanent", "sentence"),
    [
        (True, "This clinic is closed. It closed on 3 Feb 2026."),
        (False, "This clinic is closed for now, since 3 Feb 2026."),
    ],
)
def test_closed_clinic_keeps_its_page_and_says_why(client, is_permanent, sentence):
    facility = a_facility()
    actions.close(
        facility=facility,
        on=date(2026, 2, 3),
        reason="The owner retired.",
        by=None,
        is_permanent=is_permanent,
    )

    text = words(get(client, facility))

    assert sentence in text
    assert "The reason we were given: The owner retired." in text


def test_withheld_street_never_appears(client):
    facility = a_facility(
        is_address_withheld=True,
        street_1="1 Hidden Lane",
        street_2="Suite 9",
        latitude=45.52345,
        longitude=-122.67621,
        point_precision=PointPrecision.CITY,
    )
    SamhsaRecord.objects.create(
        facility=facility,
        book="mh",
        edition=2022,
        row_key="1",
        name_1="X",
        street_1="1 Hidden Lane",
        city="Hiddenville",
        state="OR",
        postal_code="97299",
    )

    page = get(client, facility)
    closed = actions.close(
        facility=facility, on=TODAY, reason="Moved.", by=None, is_permanent=True
    )
    report = client.get(reverse("facilities:report", args=[facility.slug]))

    asks = "Portland, OR. The clinic asks that its street is not published."
    assert asks in words(page)
    for response in (page, get(client, closed), report):
        html = response.content.decode()
        for secret in ("Hidden", "Suite 9", "97201", "97299", "45.52", "122.67"):
            assert secret not in html, secret
        assert "openstreetmap" not in html


def test_hostile_text_is_harmless(client):
    facility = a_facility(name=f"Clinic {HOSTILE}")
    actions.close(
        facility=facility,
        on=date(2026, 2, 3),
        reason=HOSTILE,
        by=None,
        is_permanent=True,
    )
    actions.state_clinicians(
        facility=facility,
        clinicians=[
            actions.StatedClinician(role=HOSTILE, credential="RN", name=HOSTILE)
        ],
        by=None,
        at=NOON,
    )
    state(facility, legal_name="<script>alert(2)</script>")
    verify(
        facility,
        "ae_log",
        True,
        "policy_document",
        source=HOSTILE,
    )

    html = get(client, facility).content.decode()

    assert "<script>alert" not in html
    assert html.count("&lt;script&gt;alert(1)") >= 5
    assert "&lt;script&gt;alert(2)" in html
    assert "\u202e" not in html


@pytest.mark.parametrize("is_sample", [True, False])
def test_sample_is_marked_and_a_real_clinic_is_not(client, is_sample):
    a_facility(is_sample=not is_sample)

    text = words(get(client, a_facility(is_sample=is_sample)))

    assert ("Sample data" in text) is is_sample


def test_full_page_shows_every_part(client):
    text = words(get(client, everything(a_facility(phones=(PHONE,)))))

    for part in (
        "503-555-0100, extension 12",
        "Nurse RN Not stated",
        "One session, all mandatory fees included $425 to $560 Stated by the clinic",
        "IV drip Not stated 1 mg/kg up to 1.0 mg/kg per session",
        "A clinical advisory group has not signed them off yet.",
        "Monday: 8 am to 9 am",
        "Mental health directory 2023 Reported Medicaid",
        "It does not mean that ketamine is covered.",
    ):
        assert part in text, part


PHONE = actions.PhoneLine("+15035550100", "12")


def test_untrue_price_says_so(client):
    facility = everything(a_facility())
    facility.prices.update(
        status=ClaimStatus.CONTRADICTED,
        evidence_kind="website_capture",
        source="the price page",
        verified_by=a_user(),
        verified_on=TODAY,
        expires_on=TODAY + timedelta(days=9),
    )

    text = words(get(client, facility))

    assert (
        "First evaluation Found untrue. The clinic said: $425 to $560 Contradicted on"
    ) in text
    assert "Each session Found untrue. The clinic said: $425 to $560" in text


def test_fact_from_samhsa_is_never_called_checked(client):
    facility = a_facility()
    Claim.objects.create(
        facility=facility,
        field="samhsa_codes",
        value=["KIT"],
        origin=Origin.SAMHSA,
        edition=2023,
        stated_on=TODAY,
    )
    SamhsaRecord.objects.create(
        facility=facility,
        book="mh",
        edition=2023,
        row_key="1",
        name_1="X",
        city="Portland",
        state="OR",
        postal_code="97201",
        codes=["KIT"],
    )

    text = words(get(client, facility))

    assert (
        "Treatment approaches listed with SAMHSA: Ketamine infusion therapy. Reported"
        " to SAMHSA in its 2023 directory, not checked by us"
    ) in text
    assert "0 of 45 checks stated, 0 verified" in text


LEVELS = [None, *ClaimStatus]


ANSWERS = {
    "meets": "Meets",
    "partly_meets": "Partly meets",
    "does_not_meet": "Does not meet",
    "not_stated": "Not stated",
    "not_applicable": "Does not apply",
}


@pytest.mark.parametrize("status", CriterionStatus)
@pytest.mark.parametrize("level", LEVELS)
def test_every_criterion_renders_every_answer_at_every_level(status, level):
    for slug, criterion in CRITERIA.items():
        standing = Standing(status, level, criterion.absence_is_neutral)
        entry = Entry(criterion, standing, statements=(), borrowed=())

        html = render_to_string(
            "facilities/_detail_fact.html", {"entry": entry, "today": TODAY}
        )

        assert words(html).startswith(f"{criterion.title} {ANSWERS[status]}"), slug
        is_free = slug == "accreditation" and status == "does_not_meet"
        is_gap = status in ("not_stated", "partly_meets", "does_not_meet")
        asks = is_gap or level == ClaimStatus.LAPSED
        if is_free:
            asks = level == ClaimStatus.CONTRADICTED
        asks = asks and criterion.self_report_allowed
        assert ("See what to ask" in html) is asks, slug


def test_no_accreditation_reads_neutrally(client):
    facility = a_facility()
    state(facility, accreditor=["none"])

    response = get(client, facility)

    row = piece(response, "accreditation")
    assert row.startswith(
        "Independent accreditation Does not meet Accrediting body: None. Stated by the"
        " clinic 15 Jun 2026 This is voluntary. Not having it is not a mark against a"
        " clinic. Why it matters"
    )
    html = response.content.decode()
    assert html.count('href="#v-voluntary"') == 1
    assert 'href="#v-not"' not in html


def test_question_rows_say_why_they_are_asked():
    entry = Entry(
        CRITERIA["vital-signs"],
        Standing(CriterionStatus.MEETS, ClaimStatus.LAPSED),
        statements=(),
        borrowed=(),
    )

    html = render_to_string(
        "facilities/_detail_question.html", {"entry": entry, "today": TODAY}
    )

    assert words(html).endswith("Meets lapsed: Vital-sign monitoring")


def test_clinic_that_met_all_is_left_with_no_list_of_questions():
    page = SimpleNamespace(questions=SimpleNamespace(first=(), more=()))

    html = render_to_string("facilities/_detail_questions.html", {"page": page})

    assert "The clinic has answered every check in full." in words(html)
