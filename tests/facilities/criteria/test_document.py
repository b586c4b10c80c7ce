import re

import pytest

from facilities.criteria import (
    CATALOG,
    CRITERIA,
    EVIDENCE_TYPES,
    FIELDS,
    GROUPS,
    RED_FLAGS,
    REFERENCES,
)
from facilities.criteria.document import criteria_page
from facilities.criteria.markdown import cell, table

PAGE = criteria_page(CATALOG)
LINES = PAGE.splitlines()
HEADINGS = [line for line in LINES if line.startswith("#")]


def part(title: str) -> str:
    """What stands under a heading of the third level."""
    return PAGE.split(f"### {title}\n")[1].split("\n##")[0]


def test_headings_are_the_specification_in_order():
    criteria = [
        line
        for group in GROUPS.values()
        for line in (
            f"## {group.title}",
            *(f"### {criterion.title}" for criterion in group.criteria),
        )
    ]

    expected = [
        "# What we check",
        *criteria,
        "## General facts",
        "## Red flags",
        *(f"### {flag.title}" for flag in RED_FLAGS.values()),
        "## Safety questions",
        "## Dose bands",
        "## How we check",
        "## References",
        *(f"### {reference}" for reference in REFERENCES),
    ]
    assert expected == HEADINGS


def test_every_field_and_evidence_type_has_a_row():
    rows = [line.split(" | ")[0][2:] for line in LINES if line.startswith("| ")]

    labels = [field.label for field in FIELDS.values()]
    assert [label for label in labels if rows.count(label) != 1] == []
    assert [
        kind.title for kind in EVIDENCE_TYPES.values() if kind.title not in rows
    ] == []


@pytest.mark.parametrize("criterion", CRITERIA.values(), ids=CRITERIA)
def test_criterion_is_told_whole(criterion):
    words = part(criterion.title)

    told = [
        criterion.why_it_matters,
        criterion.question_for_the_clinic,
        criterion.external_standard,
        criterion.notes,
        *criterion.status_text.values(),
        *(EVIDENCE_TYPES[each.type].title for each in criterion.evidence),
        *(f"[{each}](#{each.lower()})" for each in criterion.references),
    ]
    assert [text for text in told if text not in words] == []


def test_evidence_says_how_long_it_counts_and_what_it_cannot_show():
    [line] = [
        line
        for line in part("Licensed prescriber").splitlines()
        if line.startswith("**What we accept")
    ]

    assert line == (
        "**What we accept as evidence.** Professional license, confirmed at the board "
        "(counts for 6 months); NPI record (shows who somebody is, and confirms "
        "nothing else); Exclusion and discipline search (counts for 3 months)."
    )


@pytest.mark.parametrize(
    ("title", "notice"),
    [
        ("Licensed prescriber", "*One of the checks that a comparison starts with.*"),
        (
            "Clean public record of leaders",
            "*Only moderators fill this in; the clinic is not asked.*",
        ),
        (
            "Independent accreditation",
            "*This is voluntary. Not having it is not a mark against a clinic.*",
        ),
        (
            "Psychotherapy combined with ketamine",
            "*Does not apply if “Treats mental-health conditions”: no.*",
        ),
        (
            "REMS-certified site for esketamine",
            (
                "*Applies only if “How ketamine is given”: includes “Esketamine nasal "
                "spray”.*"
            ),
        ),
    ],
)
def test_notices(title, notice):
    assert notice in part(title).splitlines()


@pytest.mark.parametrize(
    "row",
    [
        (
            "| License status | Active, no restrictions; Active, with restrictions; "
            "Expired; Given up; Not found at the board |"
        ),
        "| DEA registration expires on | A date. Not shown to the public |",
        "| Says ketamine is not addictive | Yes or no. Set by moderators only |",
        "| Minutes between vital-sign checks | A number (minutes) |",
        "| Legal name | Text |",
        (
            "| Languages spoken | One or more languages. BCP 47 tags of languages "
            "spoken by clinicians; use separate flag for interpreters |"
        ),
    ],
)
def test_field_rows(row):
    assert LINES.count(row) == 1


def test_worked_out_field_is_marked():
    [row] = [line for line in LINES if line.startswith("| Highest doses against")]

    assert row.endswith(
        "Computed from the numbers and dose_bands. Worked out, not asked |"
    )


def test_flags_say_what_raises_them_and_how_they_show():
    held = part("Current license restriction or federal exclusion")
    lasting = part("A statement by the clinic was found to be untrue")

    assert "Shown as a banner. The listing is held back until" in held
    assert "Raised by a moderator's decision." in lasting
    assert "Shown as a banner. It stays for 12 months." in lasting


def test_doses_carry_their_caveat():
    doses = PAGE.split("## Dose bands\n")[1].split("\n## ")[0]

    assert "They are not a dose to take or to ask for." in doses
    assert "needs clinical advisory sign-off" in doses
    assert "| Compounded ketamine nasal spray | no agreed range;" in doses
    assert "| None agreed |" in doses


def test_links_lead_to_a_heading():
    targets = set(re.findall(r"\]\(#([^)]*)\)", PAGE))

    assert targets - {heading.lstrip("# ").lower() for heading in HEADINGS} == set()


def test_tables_are_whole():
    widths = [line.count(" | ") for line in LINES if line.startswith("| ---")]

    assert set(widths) == {1, 2, 4}
    assert (
        table(("A", "B"), [("1|2", "3")]) == "| A | B |\n| --- | --- |\n| 1\\|2 | 3 |"
    )
    assert cell("plain") == "plain"
