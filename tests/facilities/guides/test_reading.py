"""A guide that breaks the rules does not load, and the message says where."""

from datetime import date
from textwrap import dedent

import pytest

from facilities.criteria import CRITERIA, DefinitionError
from facilities.guides.reading import read_guide, read_guides
from facilities.guides.schema import BlockKind, Item, Sentence

HEAD = """\
---
title: A title
summary: What it is about.
reviewed_on: 2026-11-25
criteria: [vital-signs, dose-range]
---
"""
LEAD = "It is so.[^KETALAR-PI]\n"


def guide_of(tmp_path, text, name="01-a-guide.md"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_guide(path)


def error_of(tmp_path, text, name="01-a-guide.md"):
    with pytest.raises(DefinitionError) as raised:
        guide_of(tmp_path, text, name)
    return str(raised.value)


def test_a_guide_is_read_whole(tmp_path):
    body = """\
        First.[^KETALAR-PI]
        Second.[^FDA2023][^KETALAR-PI][^FDA2023]

        ## What to do, now

        Asks it?
        Says this site.[^site]

        - one[^FDA2023]
        - Two.[^ASA-KET]
          More.[^ASA-KET]

        Or ask?

        - Is it?
        - Why?

        1. Call
           Say it.[^ART]

        ## List

        - [ ] I do[^ART]
        - [ ] I did[^ART]
        """

    guide = guide_of(tmp_path, HEAD + dedent(body))

    assert (guide.slug, guide.title) == ("a-guide", "A title")
    assert guide.reviewed_on == date(2026, 11, 25)
    assert guide.signed_off_by == ""
    assert guide.criteria == (CRITERIA["vital-signs"], CRITERIA["dose-range"])
    assert guide.lead == (
        Item((Sentence("First.", (1,)), Sentence("Second.", (1, 2)))),
    )
    first, second = guide.sections
    assert (first.heading, first.anchor) == ("What to do, now", "what-to-do-now")
    paragraph, listed, _between, questions, steps = first.blocks
    assert paragraph.items == (
        Item((Sentence("Asks it?", ()), Sentence("Says this site.", ()))),
    )
    assert listed.kind == BlockKind.LIST
    assert listed.items == (
        Item((Sentence("one", (2,)),)),
        Item((Sentence("Two.", (3,)), Sentence("More.", (3,)))),
    )
    assert questions.kind == BlockKind.QUESTIONS
    assert steps.kind == BlockKind.STEPS
    assert steps.items == (Item((Sentence("Say it.", (4,)),), "Call"),)
    assert [block.kind for block in second.blocks] == [BlockKind.TICKS]
    assert [item.sentences[0].text for item in second.blocks[0].items] == [
        "I do",
        "I did",
    ]
    assert (guide.checklist, guide.parts) == ((second,), (first,))
    assert [(each.number, each.reference.id) for each in guide.sources] == [
        (1, "KETALAR-PI"),
        (2, "FDA2023"),
        (3, "ASA-KET"),
        (4, "ART"),
    ]
    assert {*guide.lines()} == {
        *("A title", "What to do, now", "List", "Call"),
        *("First.", "Second.", "Asks it?", "Says this site.", "one", "Two.", "More."),
        *("Or ask?", "Is it?", "Why?", "Say it.", "I do", "I did"),
    }


@pytest.mark.parametrize(("words", "minutes"), [(195, 1), (400, 2), (401, 3)])
def test_minutes_to_read_are_rounded_up(tmp_path, words, minutes):
    in_lead = words - len(["A", "title"])
    text = " ".join(["word"] * in_lead)

    guide = guide_of(tmp_path, f"{HEAD}{text}.[^ART]\n")

    assert guide.minutes_to_read == minutes


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("It is so.", "no source: “It is so.”"),
        ("It is so.[^ART]\nAnd so.", "no source: “And so.”"),
        ("It is so.[^NOBODY2020]", "unknown source NOBODY2020: “It is so.”"),
        ("It is so.[^ART][^site]", "unknown source site: “It is so.”"),
        ("It is so.[^LOO2023]", "no source of this was read: “It is so.”"),
        ("It is so.[^LOO2023][^KSET2020]", "no source of this was read"),
        ("It is[^ART] so.", "sources stand at the end: “It is so.”"),
        ("[^ART]", "sources stand at the end: “”"),
        ("It is. So it is.[^ART]", "a line is one sentence: “It is. So it is.”"),
        ("Is it? It is.[^ART]", "a line is one sentence: “Is it? It is.”"),
        ("It is so[^ART]", "not a whole sentence: “It is so”"),
        ("It is *so*.[^ART]", "no markup within a line"),
        ("It is <b>so</b>.[^ART]", "no markup within a line"),
        ("It [is](https://example.org) so.[^ART]", "no markup within a line"),
        ("It is so [^NO BODY].", "no markup within a line"),
        ("- a[^ART]", "must begin with a paragraph"),
        ("## A\n\nIt is so.[^ART]", "must begin with a paragraph"),
        ("", "must begin with a paragraph"),
    ],
)
def test_a_lead_must_keep_the_rules(tmp_path, body, error):
    assert error_of(tmp_path, f"{HEAD}{body}\n").startswith(f"01-a-guide.md: {error}")


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("## A\n", "nothing stands under “A”"),
        ("# A\n\nSo.[^ART]", "only headings with ##: “A”"),
        ("### A\n\nSo.[^ART]", "only headings with ##: “A”"),
        ("## A\n\nSo.[^ART]\n\n## a\n\nSo.[^ART]", "two headings are alike"),
        ("- [ ] a[^ART]\n- b[^ART]", "a checklist is lines of [ ] and nothing else"),
        ("- [ ] a[^ART]\n  b.[^ART]", "a checklist is lines of [ ] and nothing else"),
        ("- [ ] a", "no source: “[ ] a”"),
        ("## A\n\nSo.[^ART]\n\n- [ ] a[^ART]", "a checklist stands alone: “A”"),
        ("-\n- a[^ART]", "an item of a list is a few lines"),
        ("- a[^ART]\n\n  b.[^ART]", "an item of a list is a few lines"),
        ("- a[^ART]\n  - b[^ART]", "an item of a list is a few lines"),
        ("1. Call.[^ART]", "a step is a title and what to do: “Call.”"),
        ("1. Call[^ART]\n   Say.[^ART]", "a step is a title and what to do: “Call”"),
        ("1. Call\n   Say.", "no source: “Say.”"),
    ],
)
def test_sections_must_keep_the_rules(tmp_path, body, error):
    found = error_of(tmp_path, f"{HEAD}{LEAD}\n{body}\n")

    assert found.startswith(f"01-a-guide.md: {error}")


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", "must begin with keys and values between lines of ---"),
        (LEAD, "must begin with keys and values between lines of ---"),
        (HEAD.replace("A title", "[") + LEAD, "while parsing"),
        ("---\n- a\n---\n" + LEAD, "must be a list of keys and values"),
        (HEAD.replace("title: A title\n", "") + LEAD, "'title' is missing"),
        (HEAD.replace("vital-signs", "vital") + LEAD, "criteria: unknown criterion"),
        (HEAD.replace("summary", "sumary") + LEAD, "'summary' is missing"),
        (HEAD.replace("title:", "stars: 5\ntitle:") + LEAD, "unknown key 'stars'"),
        (HEAD.replace("title:", "title: B\ntitle:") + LEAD, "line 1: 'title' is given"),
        (HEAD.replace("2026-11-25", "soon") + LEAD, "reviewed_on: must be a day"),
        (
            HEAD.replace("2026-11-25", "2026-11-25 10:00:00") + LEAD,
            "reviewed_on: must be a day",
        ),
    ],
)
def test_a_head_must_say_what_it_is(tmp_path, text, error):
    assert error_of(tmp_path, text).startswith(f"01-a-guide.md: {error}")


@pytest.mark.parametrize("name", ["a-guide.md", "1-a.md", "01-A.md", "01-a--b.md"])
def test_a_file_is_named_by_number_and_slug(tmp_path, name):
    error = error_of(tmp_path, HEAD + LEAD, name)

    assert error == f"{name}: must be named as in 01-what-it-is.md"


def test_guides_stand_in_the_order_of_their_numbers(tmp_path):
    for name in ("02-a.md", "10-c.md", "09-b.md"):
        (tmp_path / name).write_text(HEAD + LEAD, encoding="utf-8")
    (tmp_path / "notes.txt").write_text("no guide", encoding="utf-8")

    assert [*read_guides(tmp_path)] == ["a", "b", "c"]
