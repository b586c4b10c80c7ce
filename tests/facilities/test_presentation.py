"""What a clinic's page says, before any template: pure assembling."""

from datetime import date, timedelta

import pytest

from facilities import actions
from facilities.criteria import CRITERIA, GROUPS, ClaimStatus, CriterionStatus
from facilities.enums import (
    AddressPrecision,
    Origin,
    PhoneKind,
    PointPrecision,
    PriceKind,
    SamhsaBook,
)
from facilities.models import Claim, Facility, Organization, SamhsaRecord
from facilities.models.history import history_of
from facilities.presentation import build_page
from facilities.presentation.contact import contact_of, phone_words
from facilities.presentation.hours import hours_in_words
from facilities.presentation.how_known import how_known, stated
from facilities.presentation.visible import visible
from tests.factories import NOON, TODAY, a_facility, a_user, contradict, state, verify

NBSP = "\u00a0"
SEEN = date(2026, 3, 12)
WITHHELD = {
    "is_address_withheld": True,
    "precision": AddressPrecision.CITY,
    "point_precision": PointPrecision.CITY,
}


def a_claim(**columns):
    plain = {
        "field": "license_status",
        "value": "active_unrestricted",
        "origin": Origin.PROVIDER,
        "stated_on": date(2026, 2, 14),
    }
    return Claim(**(plain | columns))


def a_checked_claim(status, **columns):
    plain = {
        "status": status,
        "evidence_kind": "state_license_lookup",
        "source": "the state board record",
        "verified_on": SEEN,
        "expires_on": date(2027, 3, 12),
    }
    return a_claim(**(plain | columns))


def page_of(facility, today=TODAY):
    fetched = Facility.objects.with_page().get(pk=facility.pk)
    return build_page(fetched, history_of(fetched), today)


def entry_of(page, slug):
    [entry] = [
        entry
        for group in page.groups
        for entry in group.entries
        if entry.criterion.slug == slug
    ]
    return entry


def said_of(entry):
    return [
        (line.label, line.value)
        for statement in entry.statements
        for line in statement.lines
    ]


def fact_of(page, label):
    [fact] = [f for section in page.sections for f in section.facts if f.label == label]
    return fact


@pytest.mark.parametrize(
    ("claim", "sentence", "short"),
    [
        (
            a_claim(),
            "Stated by the clinic 14 Feb 2026",
            "Stated 14 Feb 2026",
        ),
        (
            a_claim(origin=Origin.SAMHSA, edition=2023),
            "Reported to SAMHSA in its 2023 directory, not checked by us",
            "SAMHSA 2023",
        ),
        (
            a_claim(origin=Origin.MODERATOR),
            "Found by a moderator 14 Feb 2026, not checked against a source",
            "Found 14 Feb 2026",
        ),
        (
            a_checked_claim("primary_source"),
            (
                "Verified 12 Mar 2026 against the state board record; due again"
                " Mar 2027 (stated by the clinic 14 Feb 2026)"
            ),
            "Verified 12 Mar 2026",
        ),
        (
            a_checked_claim("document_seen", source="protocol, version 4."),
            (
                "Document seen 12 Mar 2026: protocol, version 4; due again"
                " Mar 2027 (stated by the clinic 14 Feb 2026)"
            ),
            "Document seen 12 Mar 2026",
        ),
        (
            a_checked_claim(
                "document_seen", evidence_kind="site_visit", origin=Origin.MODERATOR
            ),
            (
                "Seen on a visit 12 Mar 2026: the state board record; due again"
                " Mar 2027 (looked up by a moderator)"
            ),
            "Document seen 12 Mar 2026",
        ),
        (
            a_checked_claim("lapsed", expires_on=date(2026, 4, 20)),
            (
                "Lapsed on 21 Apr 2026; last confirmed 12 Mar 2026: the state board"
                " record (stated by the clinic 14 Feb 2026)"
            ),
            "Lapsed 21 Apr 2026",
        ),
        (
            a_checked_claim("contradicted"),
            (
                "Contradicted on 12 Mar 2026 by the state board record"
                " (stated by the clinic 14 Feb 2026)"
            ),
            "Contradicted 12 Mar 2026",
        ),
    ],
)
def test_every_claim_says_who_how_when_and_until_when(claim, sentence, short):
    known = how_known(claim, TODAY)

    assert known.sentence.replace(NBSP, " ") == sentence
    assert known.short.replace(NBSP, " ") == short


def test_dates_stay_on_one_line():
    assert stated("provider", None, SEEN).short == f"Stated 12{NBSP}Mar{NBSP}2026"


def test_check_lapses_on_the_day_after_its_last_without_any_job():
    claim = a_checked_claim("primary_source", expires_on=TODAY)

    assert how_known(claim, TODAY).level == ClaimStatus.PRIMARY_SOURCE
    tomorrow = how_known(claim, TODAY + timedelta(days=1))
    assert (tomorrow.level, tomorrow.kind) == (ClaimStatus.LAPSED, "lapsed")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Plain  Clinic\n", "Plain Clinic"),
        ("abc\u202egnp.exe", "abcgnp.exe"),
        ("zero\u200bwidth\u0000", "zerowidth"),
        ("Clínica 東京", "Clínica 東京"),
    ],
)
def test_hidden_characters_are_not_shown(typed, shown):
    assert visible(typed) == shown


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("24/7", ("All day, every day",)),
        (
            "Mo-Fr 08:00-17:00; Sa 09:30-12:00; PH off",
            (
                "Monday to Friday: 8 am to 5 pm",
                "Saturday: 9:30 am to 12 pm",
                "Public holidays: closed",
            ),
        ),
        (
            "Tu,Th 10:00-12:00,13:00-24:00",
            ("Tuesday, Thursday: 10 am to 12 pm, 1 pm to midnight",),
        ),
        ("10:00-19:00", ("Every day: 10 am to 7 pm",)),
        ("by appointment", ("by appointment",)),
    ],
)
def test_opening_hours_are_in_words(text, lines):
    assert hours_in_words(text) == lines


def test_phone_outside_the_us_plan_is_shown_as_it_is_dialed():
    assert phone_words("+442071838750") == "+442071838750"


@pytest.mark.django_db
def test_silent_clinic_has_every_criterion_in_order_and_a_question_for_each():
    page = page_of(a_facility())

    entries = [entry for group in page.groups for entry in group.entries]
    assert [group.group for group in page.groups] == list(GROUPS.values())
    assert [entry.criterion for entry in entries] == list(CRITERIA.values())
    assert {entry.status for entry in entries} == {CriterionStatus.NOT_STATED}
    assert all(entry.question for entry in entries)
    assert [entry for entry in entries if not entry.is_question] == [
        entry for entry in entries if not entry.is_asked_of_clinic
    ]
    assert {group.is_silent for group in page.groups} == {True}
    counts = page.counts
    assert (counts.total, counts.stated, counts.not_stated) == (45, 0, 45)
    assert (counts.verified, counts.lapsed, counts.not_applying) == (0, 0, 0)
    assert page.flags == ()
    assert page.safety.count == 12
    assert {fact.values for section in page.sections for fact in section.facts} == {()}
    assert {fact.known for fact in page.prices.course + page.prices.terms} == {None}
    assert (page.staff, page.doses.rows, page.samhsa) == ((), (), ())


@pytest.mark.django_db
def test_the_same_groups_are_unfolded_for_every_clinic_but_silence_is_not():
    silent, outspoken = a_facility(), a_facility()
    for criterion in CRITERIA.values():
        stated = criterion.examples[CriterionStatus.MEETS]
        state(
            outspoken,
            origin=Origin.MODERATOR,
            **{
                field.name: stated[field.name]
                for field in criterion.fields
                if field.name in stated and not field.is_derived
            },
        )

    unfolded = [
        [group.group.slug for group in page_of(facility).groups if group.is_open]
        for facility in (silent, outspoken)
    ]

    assert unfolded == [[], ["staff", "supervision", "aftercare"]]


@pytest.mark.django_db
def test_questions_come_from_gaps_with_the_core_first_and_ours_left_out():
    facility = a_facility()
    state(facility, **CRITERIA["vital-signs"].examples[CriterionStatus.MEETS])
    state(facility, **CRITERIA["dose-range"].examples[CriterionStatus.PARTLY_MEETS])

    questions = page_of(facility).questions

    first = [entry.criterion for entry in questions.first]
    more = [entry.criterion for entry in questions.more]
    assert all(criterion.is_core for criterion in first)
    assert not any(criterion.is_core for criterion in more)
    assert CRITERIA["vital-signs"] not in first
    assert CRITERIA["dose-range"] in first
    ours = {CRITERIA["disciplinary-record"], CRITERIA["accurate-claims"]}
    assert ours.isdisjoint(first + more)
    assert len(first) + len(more) == 45 - 1 - 2


@pytest.mark.django_db
def test_question_for_moderators_loses_its_aside():
    entry = entry_of(page_of(a_facility()), "accurate-claims")

    assert not entry.is_asked_of_clinic
    assert entry.question.startswith("Do public pages avoid promises")


@pytest.mark.django_db
def test_facts_of_one_source_are_said_once():
    facility = a_facility()
    state(facility, license_number="OR 1", license_jurisdiction="US-OR")
    verify(
        facility,
        "license_status",
        "active_unrestricted",
        "state_license_lookup",
        status=ClaimStatus.PRIMARY_SOURCE,
    )

    entry = entry_of(page_of(facility), "prescriber-license")

    assert [len(statement.lines) for statement in entry.statements] == [2, 1]
    assert said_of(entry) == [
        ("State or country of the license", "US-OR"),
        ("License number", "OR 1"),
        ("License status", "Active, no restrictions"),
    ]
    assert (entry.status, entry.level) == (CriterionStatus.MEETS, ClaimStatus.ATTESTED)
    assert entry.is_only_partly_checked
    assert not entry.is_confirmed


@pytest.mark.django_db
def test_confirmed_criterion_is_counted_until_its_last_day():
    facility = a_facility()
    verify(facility, "rems_certification", "certified_this_site", "rems_confirmation")
    state(facility, routes=["intranasal_esketamine"])
    last = Claim.objects.get(field="rems_certification").expires_on

    assert page_of(facility, last).counts.verified == 1
    after = page_of(facility, last + timedelta(days=1))
    assert (after.counts.verified, after.counts.lapsed) == (0, 1)
    entry = entry_of(after, "esketamine-rems")
    assert (entry.status, entry.level) == (CriterionStatus.MEETS, ClaimStatus.LAPSED)
    assert entry.is_question


@pytest.mark.django_db
def test_what_does_not_apply_is_counted_apart_and_says_why():
    facility = a_facility()
    state(facility, routes=["iv"])

    page = page_of(facility)
    entry = entry_of(page, "esketamine-rems")

    assert entry.status == CriterionStatus.NOT_APPLICABLE
    assert not entry.is_question
    assert [line.value for each in entry.borrowed for line in each.lines] == ["IV drip"]
    assert page.counts.not_applying == 1
    assert page.counts.stated + page.counts.not_stated == 44


@pytest.mark.django_db
def test_field_that_is_not_public_is_not_shown():
    facility = a_facility()
    state(
        facility,
        dea_registration_status="active_at_this_address",
        dea_expires_on="2027-01-31",
    )

    entry = entry_of(page_of(facility), "controlled-drug-authority")

    assert said_of(entry) == [("DEA registration", "Active at this address")]


@pytest.mark.django_db
def test_partly_and_not_met_give_a_reason():
    facility = a_facility()
    state(facility, license_status="expired", cognition_interval="baseline_only")
    page = page_of(facility)

    reasons = {
        slug: entry_of(page, slug).reason
        for slug in ("prescriber-license", "cognition-check", "vital-signs")
    }

    assert reasons == {
        "prescriber-license": "License expired, surrendered or not found.",
        "cognition-check": "Baseline only or on concern.",
        "vital-signs": "",
    }


@pytest.mark.django_db
def test_contradicted_claim_is_shown_as_untrue_for_twelve_months():
    facility = a_facility()
    state(facility, ae_log=True)
    contradict(facility, "ae_log", source="a visit on 15 June")
    last = Claim.objects.get(field="ae_log").expires_on

    entry = entry_of(page_of(facility, last), "adverse-event-recording")
    [line] = entry.statements[0].lines
    assert entry.status == CriterionStatus.DOES_NOT_MEET
    assert (entry.level, line.is_untrue) == (ClaimStatus.CONTRADICTED, True)
    [flag] = page_of(facility, last).flags
    assert (flag.flag.slug, flag.is_established) == ("contradicted-claim", True)
    assert flag.statements[0].lines == (line,)

    page = page_of(facility, last + timedelta(days=1))
    assert page.flags == ()
    entry = entry_of(page, "adverse-event-recording")
    assert (entry.status, entry.statements) == (CriterionStatus.NOT_STATED, ())


@pytest.mark.django_db
def test_flag_says_whether_it_rests_on_the_clinics_own_answer():
    facility = a_facility()
    state(facility, escort_required=False, evaluator_level="questionnaire_only")

    flags = page_of(facility).flags

    assert [(flag.flag.slug, flag.is_established) for flag in flags] == [
        ("no-evaluation-before-dose", False),
        ("same-day-driving", False),
    ]
    assert [flag.is_banner for flag in flags] == [True, False]
    [line] = flags[0].statements[0].lines
    assert (line.field, line.value) == ("evaluator_level", "A form only, no person")


@pytest.mark.django_db
def test_flag_that_needs_a_check_ends_with_the_check():
    facility = a_facility()
    verify(
        facility,
        "claims_cure_or_guarantee",
        True,
        "website_capture",
        status=ClaimStatus.PRIMARY_SOURCE,
    )
    last = Claim.objects.get(field="claims_cure_or_guarantee").expires_on

    [flag] = page_of(facility, last).flags
    assert (flag.flag.slug, flag.is_established) == ("cure-or-guarantee-claim", True)
    assert page_of(facility, last + timedelta(days=1)).flags == ()


@pytest.mark.django_db
def test_unanswered_safety_questions_lead_to_their_criterion():
    facility = a_facility()
    state(facility, routes=["iv"])

    safety = page_of(facility).safety

    general, *others = safety.gaps
    assert (general.labels, general.criterion) == (("Where doses are taken",), "")
    assert safety.count == 11
    [journey] = [gap for gap in others if gap.criterion == "observation-and-discharge"]
    assert journey.labels == (
        "An adult must take the patient home",
        "When patients may drive",
    )
    assert journey.question.startswith("How long do patients stay")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("routes", "words"),
    [
        (
            ["intranasal_esketamine"],
            (
                "Depression that has not improved with other treatment",
                "PTSD (off-label)",
            ),
        ),
        (
            ["iv"],
            (
                "Depression that has not improved with other treatment (off-label)",
                "PTSD (off-label)",
            ),
        ),
        (
            ["iv", "intranasal_esketamine"],
            (
                (
                    "Depression that has not improved with other treatment"
                    " (off-label unless given as esketamine)"
                ),
                "PTSD (off-label)",
            ),
        ),
    ],
)
def test_off_label_use_is_said_beside_each_condition(routes, words):
    facility = a_facility()
    conditions = ["treatment_resistant_depression", "ptsd"]
    state(facility, routes=routes, conditions_treated=conditions)

    assert fact_of(page_of(facility), "Conditions treated").values == words


@pytest.mark.django_db
def test_general_facts_have_notes_hours_and_provenance():
    facility = a_facility()
    state(
        facility,
        age_groups=["adolescents"],
        opening_hours="Mo-Fr 08:00-17:00",
        wait_days=1,
    )
    page = page_of(facility)

    ages = fact_of(page, "Ages treated")
    assert ages.note == "Esketamine is not approved for people under 18."
    assert ages.known.level == ClaimStatus.ATTESTED
    assert page.hours.values == ("Monday to Friday: 8 am to 5 pm",)
    assert fact_of(page, "Usual wait for a first visit").values == ("1 day",)
    labels = [fact.label for fact in page.key_facts]
    assert labels == [
        "Given as",
        "Where doses are taken",
        "Each session",
        "Paying",
        "Ages treated",
        "New patients",
    ]


@pytest.mark.django_db
def test_untrue_general_fact_says_so():
    facility = a_facility()
    state(facility, payment_types=["medicare"])
    contradict(
        facility,
        "payment_types",
        source="the clinic's price page",
        evidence_kind="website_capture",
    )

    assert fact_of(page_of(facility), "Ways to pay").is_untrue


@pytest.mark.django_db
def test_prices_and_staff_are_shown_with_how_they_are_known():
    facility = a_facility()
    by = a_user()
    actions.state_prices(
        facility=facility,
        prices=[actions.StatedPrice(PriceKind.SESSION, 42_500, 56_000)],
        by=by,
        at=NOON,
    )
    actions.state_clinicians(
        facility=facility,
        clinicians=[
            actions.StatedClinician(
                role="Nurse", credential="RN", license_state="OR", license_number="77"
            )
        ],
        by=by,
        at=NOON,
    )

    page = page_of(facility)

    [session] = [fact for fact in page.prices.course if fact.price]
    assert (session.price.low_cents, session.price.high_cents) == (42_500, 56_000)
    assert (session.known.level, session.is_untrue) == (ClaimStatus.ATTESTED, False)
    [nurse] = page.staff
    assert (nurse.role, nurse.license, nurse.name) == ("Nurse", "RN, OR, 77", "")
    assert page.key_facts[2].price == session.price


@pytest.mark.django_db
def test_doses_stand_beside_the_bands_with_no_verdict():
    facility = a_facility()
    state(
        facility,
        routes=["iv", "intranasal_racemic"],
        iv_start_mg_per_kg="0.5",
        iv_max_mg_per_kg="1.5",
        iv_minutes=40,
        esketamine_max_mg="84",
        above_band_rationale="Two named patients",
    )

    doses = page_of(facility).doses

    assert [(row.route, row.start, row.highest, row.minutes) for row in doses.rows] == [
        ("IV drip", "0.5 mg/kg", "1.5 mg/kg", "40 minutes"),
        ("Esketamine nasal spray", "", "84 mg", ""),
        ("Compounded ketamine nasal spray", "", "", ""),
    ]
    assert doses.has_bands
    assert doses.rationale[0].lines[0].value == "Two named patients"
    assert doses.question == CRITERIA["dose-range"].question_for_the_clinic


@pytest.mark.django_db
def test_pain_only_clinic_is_shown_no_bands():
    facility = a_facility()
    state(facility, routes=["iv"], treats_mental_health=False)

    assert not page_of(facility).doses.has_bands


@pytest.mark.django_db
def test_untrue_dose_says_so():
    facility = a_facility()
    state(facility, iv_max_mg_per_kg="0.5")
    contradict(
        facility,
        "iv_max_mg_per_kg",
        source="the protocol itself",
        evidence_kind="protocol_document",
    )

    [row] = page_of(facility).doses.rows
    assert row.highest == "0.5 mg/kg, found untrue"


@pytest.mark.django_db
def test_samhsa_editions_are_told_apart_and_no_silence_is_a_no():
    facility = a_facility()
    rows = [
        (SamhsaBook.MENTAL_HEALTH, 2022, ["KIT", "MC", "SF"]),
        (SamhsaBook.MENTAL_HEALTH, 2023, ["OP"]),
        (SamhsaBook.SUBSTANCE_USE, 2022, ["MD"]),
    ]
    for number, (book, edition, codes) in enumerate(rows):
        SamhsaRecord.objects.create(
            facility=facility,
            book=book,
            edition=edition,
            row_key=str(number),
            name_1="X",
            street_1="9 Hidden Lane",
            city="Portland",
            state="OR",
            postal_code="97201",
            codes=codes,
        )

    page = page_of(facility)
    shown = [
        (row.edition, str(row.ketamine), [str(words) for words in row.payment])
        for row in page.samhsa
    ]

    assert shown == [
        (2023, "Not reported", []),
        (2022, "Reported", ["Cash or self-payment", "Medicare"]),
        (2022, "Not asked in this directory", ["Medicaid"]),
    ]
    assert page.ketamine_edition is None, "2022 does not say what is so now"
    facility.samhsa_records.filter(edition=2023).delete()
    assert page_of(facility).ketamine_edition == 2022


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("details", "query"),
    [
        ({"street_2": "Suite 9"}, "query=12+Sample+Street%2C+Portland%2C+OR"),
        (
            {"street_1": "1 & 2 <b>\u202eWay #3"},
            "query=1+%26+2+%3Cb%3EWay+%233%2C+Portland%2C+OR",
        ),
        ({"street_1": ""}, None),
        ({"is_sample": True}, None),
        (WITHHELD, None),
        (WITHHELD | {"is_address_withheld": False}, None),
    ],
    ids=["street", "wild", "no street", "sample", "withheld", "only a city is public"],
)
def test_there_are_directions_to_a_public_street_alone(details, query):
    directions = contact_of(a_facility(**details)).directions

    expected = f"https://www.openstreetmap.org/search?{query}" if query else ""
    assert directions == expected


@pytest.mark.django_db
def test_contact_has_extensions_and_the_organization():
    facility = a_facility(
        name="Clinic",
        name_line_2="East",
        website="https://clinic.example.org/",
        phones=(
            actions.PhoneLine("+15035550100", "12"),
            actions.PhoneLine("+15035550101", kind=PhoneKind.INTAKE),
        ),
    )
    facility.organization = Organization.objects.create(name="Some Group LLC")

    contact = contact_of(facility)

    assert contact.name == "Clinic, East"
    assert contact.address == "12 Sample Street, Portland, OR 97201"
    assert contact.withheld == ""
    assert [(line.number, line.link) for line in contact.phones] == [
        ("503-555-0100, extension 12", "tel:+15035550100;ext=12"),
        ("503-555-0101", "tel:+15035550101"),
    ]
    assert contact.website == "https://clinic.example.org/"
    assert contact.organization == "Some Group LLC"
    assert contact.closing is None
    assert contact.known.lead == "Stated by the clinic"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("precision", "address", "words"),
    [
        (
            AddressPrecision.CITY,
            "Portland, OR",
            "The clinic asks that its street is not published.",
        ),
        (
            AddressPrecision.NONE,
            "Oregon",
            "The clinic asks that only its state is published.",
        ),
    ],
)
def test_withheld_address_says_so_and_shows_nothing_finer(precision, address, words):
    facility = a_facility(
        is_address_withheld=True,
        precision=precision,
        street_1="1 Hidden Lane",
        latitude=None,
        longitude=None,
        point_precision=PointPrecision.NONE,
    )

    contact = page_of(facility).contact

    assert (contact.address, contact.withheld) == (address, words)


def test_withheld_street_stays_withheld_even_if_it_were_stored():
    facility = Facility(
        pk=1,
        name="Clinic",
        street_1="1 Hidden Lane",
        city="Portland",
        state="OR",
        postal_code="97201",
        is_address_withheld=True,
        website="javascript:alert(1)",
        details_origin=Origin.PROVIDER,
        details_stated_on=TODAY,
    )
    facility._prefetched_objects_cache = {"phones": []}  # noqa: SLF001

    contact = contact_of(facility)

    assert (contact.address, contact.website) == ("Portland, OR", "")


@pytest.mark.django_db
@pytest.mark.parametrize("is_permanent", [True, False])
def test_closed_clinic_says_since_when_and_why(is_permanent):
    facility = a_facility()
    actions.close(
        facility=facility,
        on=date(2026, 2, 3),
        reason="The owner retired.",
        by=None,
        is_permanent=is_permanent,
    )

    closing = page_of(facility).contact.closing

    assert closing.is_permanent is is_permanent
    assert closing.since == f"3{NBSP}Feb{NBSP}2026"
    assert closing.reason == "The owner retired."


@pytest.mark.django_db
@pytest.mark.parametrize("slug", CRITERIA)
@pytest.mark.parametrize(
    "status",
    [
        CriterionStatus.MEETS,
        CriterionStatus.PARTLY_MEETS,
        CriterionStatus.DOES_NOT_MEET,
    ],
)
def test_each_criterion_shows_the_facts_of_its_examples(slug, status):
    criterion = CRITERIA[slug]
    own = {field.name for field in criterion.fields if not field.is_derived}
    values = {
        name: value
        for name, value in criterion.examples.get(status, {}).items()
        if name in own
    }
    facility = a_facility()
    state(facility, origin=Origin.MODERATOR, **values)

    entry = entry_of(page_of(facility), slug)

    shown = {line.field for each in entry.statements for line in each.lines}
    assert shown == {name for name in values if name != "dea_expires_on"}
