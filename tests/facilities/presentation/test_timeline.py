"""Contact with a clinic, step by step, from the facts alone."""

import re
from datetime import timedelta

import pytest
from django.template.loader import render_to_string

from facilities.criteria import FIELDS, FieldType
from facilities.presentation.timeline import timeline_of
from facilities.presentation.timeline_steps import STEPS
from tests.facilities.presentation.claims import a_claim, claims_of
from tests.factories import TODAY

LABELS = [str(label) for label, _told in STEPS]


def told(*claims, **values):
    """The words of each step that has any."""
    timeline = timeline_of(claims_of(*claims, **values), TODAY)
    return {
        str(step.label): [part.words for part in step.parts]
        for step in timeline.steps
        if step.parts
    }


def test_steps_are_in_the_order_of_time():
    assert LABELS == [
        "Before",
        "Session",
        "After the session",
        "Day 1",
        "Week 1",
        "Month 1",
        "Later months",
    ]


def test_silent_clinic_has_every_step_and_says_nothing_at_any():
    timeline = timeline_of({}, TODAY)

    assert [str(step.label) for step in timeline.steps] == LABELS
    assert {(step.parts, step.known) for step in timeline.steps} == {((), None)}
    assert not timeline.is_stated
    assert timeline.place == ""


def test_each_fact_is_put_at_its_own_step():
    assert told(
        evaluation_before_first_dose="always",
        evaluator_level="prescriber",
        prep_sessions=1,
        supervision_level="nurse_on_site_prescriber_reachable",
        vitals_interval_min=10,
        observation_min_other=60,
        discharge_criteria_written=True,
        escort_required=False,
        driving_advice="not_for_24_h",
        first_checkin_days=3,
        integration_sessions=2,
        followup_therapy_offer="included",
        followup_therapy_weeks=6,
        checkin_until_months=6,
        relapse_plan_written=True,
    ) == {
        "Before": [
            "Always an evaluation",
            "A prescriber evaluates you",
            "1 therapy session",
        ],
        "Session": [
            "A nurse is in the building, a prescriber on call",
            "Vital signs every 10 minutes",
        ],
        "After the session": [
            "You stay 60 minutes after other ketamine",
            "A checklist before you leave",
            "No adult has to take you home",
        ],
        "Day 1": ["You may drive after 24 hours"],
        "Week 1": [
            "First check-in 3 days after the last session",
            "2 therapy sessions after ketamine",
        ],
        "Month 1": ["Therapy goes on", "Therapy for 6 weeks", "Check-ins go on"],
        "Later months": [
            "Check-ins until month 6",
            "A written plan in case problems return",
        ],
    }


@pytest.mark.parametrize(
    ("days", "step", "words"),
    [
        (0, "Day 1", "First check-in on the day of the last session"),
        (1, "Day 1", "First check-in 1 day after the last session"),
        (2, "Week 1", "First check-in 2 days after the last session"),
        (7, "Week 1", "First check-in 7 days after the last session"),
        (8, "Month 1", "First check-in 8 days after the last session"),
        (45, "Month 1", "First check-in 45 days after the last session"),
        (46, "Later months", "First check-in 46 days after the last session"),
        (3650, "Later months", "First check-in 3650 days after the last session"),
    ],
)
def test_first_check_in_stands_at_the_step_it_falls_on(days, step, words):
    assert told(first_checkin_days=days) == {step: [words]}


@pytest.mark.parametrize(
    ("months", "said"),
    [
        (0, {"Later months": ["No check-ins"]}),
        (
            1,
            {
                "Month 1": ["Check-ins go on"],
                "Later months": ["Check-ins end after month 1"],
            },
        ),
        (
            12,
            {
                "Month 1": ["Check-ins go on"],
                "Later months": ["Check-ins until month 12"],
            },
        ),
    ],
)
def test_check_ins_end_when_they_are_said_to(months, said):
    assert told(checkin_until_months=months) == said


def test_a_stated_no_is_said_and_not_left_blank():
    assert told(
        evaluation_before_first_dose="no",
        prep_sessions=0,
        supervision_level="none",
        observation_min_esketamine=0,
        integration_sessions=0,
        followup_therapy_offer="none",
        relapse_plan_written=False,
    ) == {
        "Before": ["No evaluation", "No therapy session before it"],
        "Session": ["No one is there"],
        "After the session": ["No stay after esketamine"],
        "Week 1": ["No therapy session after it"],
        "Month 1": ["No therapy after the course"],
        "Later months": ["No written plan in case problems return"],
    }


def test_every_answer_to_a_choice_has_words():
    fields = {field for _label, told in STEPS for field in told}
    choices = [FIELDS[name] for name in fields if FIELDS[name].type == FieldType.ENUM]

    silent = [
        (field.name, value)
        for field in choices
        for value in field.allowed_values
        if not told(**{field.name: value})
    ]

    assert len(choices) == 6
    assert silent == []


def test_step_is_known_as_well_as_its_weakest_fact():
    checked = a_claim("supervision_level", "prescriber_on_site", "document_seen")
    only_said = a_claim("vitals_interval_min", 10)

    session = timeline_of(claims_of(checked, only_said), TODAY).steps[1]
    alone = timeline_of(claims_of(checked), TODAY).steps[1]

    assert (session.known.kind, alone.known.kind) == ("stated", "verified")


def test_check_that_is_over_is_lapsed_on_the_line_too():
    checked = a_claim(
        "supervision_level",
        "prescriber_on_site",
        "document_seen",
        expires_on=TODAY - timedelta(days=1),
    )

    assert timeline_of(claims_of(checked), TODAY).steps[1].known.kind == "lapsed"


@pytest.mark.parametrize(
    ("settings", "place"),
    [
        (["in_clinic"], "at the clinic"),
        (["hospital", "in_clinic"], "at the clinic"),
        (["at_home_unsupervised"], "at home"),
        (["at_home_supervised", "in_clinic"], "at the clinic or at home"),
    ],
)
def test_drawing_says_where_the_session_is(settings, place):
    assert timeline_of(claims_of(dosing_setting=settings), TODAY).place == place


def test_untrue_setting_is_no_place():
    untrue = a_claim("dosing_setting", ["in_clinic"], "contradicted")

    assert timeline_of(claims_of(untrue), TODAY).place == ""


def test_drawing_has_a_mark_for_each_step_and_the_list_its_content():
    timeline = timeline_of(
        claims_of(
            a_claim("supervision_level", "prescriber_on_site", "primary_source"),
            a_claim("relapse_plan_written", True, "contradicted"),
            dosing_setting=["in_clinic"],
            escort_required=True,
        ),
        TODAY,
    )

    html = render_to_string("facilities/_detail_timeline.html", {"timeline": timeline})

    drawing, _end, content = html.partition("</svg>")
    assert re.findall(r'<circle class="(.*?)" cx="(\d+)"', drawing) == [
        ("tl-none", "50"),
        ("tl-known", "150"),
        ("tl-open", "250"),
        ("tl-none", "350"),
        ("tl-none", "450"),
        ("tl-none", "550"),
        ("tl-open", "650"),
    ]
    assert re.findall(r'<path class="tl-line( gap)?" d="(\w+ \w+)"', drawing) == [
        ("", "M50 36H150"),
        ("", "M150 36H250"),
        (" gap", "M250 36H350"),
        (" gap", "M350 36H450"),
        (" gap", "M450 36H550"),
        ("", "M550 36H650"),
    ]
    assert ">at the clinic</text>" in drawing
    assert re.findall(r'<li class="(\w+)"', content) == [
        "unstated",
        "verified",
        "stated",
        "unstated",
        "unstated",
        "unstated",
        "contradicted",
    ]
    assert content.count("<i>Not stated</i>") == 4
    assert "Found untrue: <del>A written plan in case problems return</del>" in content
