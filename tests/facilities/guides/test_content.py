"""The guides as they stand: what must be in them, and how plain they are."""

import re
from datetime import date

import pytest
import textstat

from facilities.criteria import CATALOG, CRITERIA
from facilities.guides import GUIDES
from facilities.guides.reading import ABOUT_THIS_SITE, CONTENT

GRADE = 8
EVERY_PART = [
    "what-ketamine-is",
    "is-it-addictive",
    "dose-and-setting",
    "other-conditions",
    "place-and-people",
    "what-treatment-can-do",
    "short-term-effects",
    "long-term-effects",
    "misuse",
    "responsible-use",
    "recovery",
    "before-you-start",
    "signs-of-addiction",
]
every_guide = pytest.mark.parametrize(
    "guide", GUIDES.values(), ids=lambda each: each.slug
)


def text_of(slug):
    return " ".join(GUIDES[slug].lines())


def test_there_is_a_guide_for_every_part():
    assert [*GUIDES] == EVERY_PART


@every_guide
def test_a_guide_is_plain_to_read(guide, record_property):
    """Reports the grade: in the output with -rP, in the report with --junit-xml."""
    lines = [line if line[-1] in ".?!" else f"{line}." for line in guide.lines()]

    grade = textstat.flesch_kincaid_grade(" ".join(lines))

    print(f"{guide.slug}: Flesch-Kincaid grade {grade:.1f}")  # noqa: T201
    record_property("flesch_kincaid_grade", round(grade, 1))
    assert grade <= GRADE


def test_the_measure_tells_hard_from_plain():
    hard = (
        "Pharmacological neuroadaptation necessitates individualized titration "
        "notwithstanding considerable interindividual pharmacokinetic variability."
    )

    assert textstat.flesch_kincaid_grade(hard) > GRADE


@every_guide
def test_every_sentence_has_its_source(guide):
    """The reader refuses others; here, what it lets through is looked at again."""
    without = [each.text for each in guide.sentences() if not each.sources]
    spoken = re.compile(r"\bthis (site|page)\b")

    assert guide.sources
    assert [
        text for text in without if not text.endswith("?") and not spoken.search(text)
    ] == []


def test_what_is_marked_as_about_the_site_is_not_medicine():
    medicine = re.compile(
        r"ketamine|drug|dose (of|is)|risk|effect|symptom", re.IGNORECASE
    )
    marked = [
        line
        for path in CONTENT.glob("*.md")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.endswith(f"[^{ABOUT_THIS_SITE}]")
    ]

    assert marked
    assert [line for line in marked if medicine.search(line)] == []


@every_guide
def test_sources_are_numbered_and_used(guide):
    used = {number for each in guide.sentences() for number in each.sources}

    assert [each.number for each in guide.sources] == [*range(1, len(used) + 1)]
    assert {each.number for each in guide.sources} == used


@every_guide
def test_a_guide_is_reviewed_since_the_specification_was_compiled(guide):
    compiled_on = date.fromisoformat(CATALOG.method["compiled_on"])

    assert guide.reviewed_on >= compiled_on


@pytest.mark.parametrize("slug", ["what-ketamine-is", "is-it-addictive"])
def test_schedule_three_is_stated(slug):
    [said] = [
        each
        for each in GUIDES[slug].sentences()
        if "ketamine is a Schedule III controlled drug" in each.text
    ]

    assert said.sources


@pytest.mark.parametrize(
    ("slug", "limit"),
    [
        ("what-treatment-can-do", "is promising, but the results are mixed"),
        ("what-treatment-can-do", "Many of the studies were small."),
        ("recovery", "The proof is promising but mixed"),
        ("responsible-use", "The proof for going on over months is limited."),
        ("long-term-effects", "Trials for depression looked at it too little."),
        ("is-it-addictive", "Few studies have followed patients for long."),
    ],
)
def test_the_limits_of_the_evidence_are_stated(slug, limit):
    assert limit in text_of(slug)


def test_recovery_has_its_four_parts():
    headings = [section.heading for section in GUIDES["recovery"].sections]

    assert headings[:4] == [
        "Follow-up therapy",
        "Support network",
        "Monitoring",
        "Healthy habits",
    ]


def test_only_the_signs_are_a_checklist():
    assert [guide.slug for guide in GUIDES.values() if guide.checklist] == [
        "signs-of-addiction"
    ]


def test_the_checklist_covers_every_sign_that_clinics_are_asked_about():
    """Each stands for a value of `dependence_signs`, so that none is forgotten."""
    [field] = [
        each
        for each in CRITERIA["dependence-review"].fields
        if each.name == "dependence_signs"
    ]
    signs = {
        "craving": "next dose",
        "tolerance_or_dose_requests": "higher dose",
        "withdrawal_symptoms": "when I do not have it",
        "use_outside_plan": "than was planned",
        "neglected_duties": "let work, school or family slip",
        "use_despite_harm": "even though it causes problems",
    }

    assert {*signs} == {*field.allowed_values} - {"none"}
    for words in signs.values():
        assert words in text_of("signs-of-addiction")


@every_guide
def test_no_guide_promises_or_ranks(guide):
    banned = re.compile(
        r"\b(cures?|guaranteed?|proven|safest|best clinic|miracle)\b", re.IGNORECASE
    )
    found = [each.text for each in guide.sentences() if banned.search(each.text)]

    assert [text for text in found if "promise" not in text] == []
