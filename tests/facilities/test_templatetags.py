import re
from datetime import date
from html import unescape
from types import SimpleNamespace

import pytest
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template import Context, Template
from django.template.loader import render_to_string

from facilities.criteria import (
    CRITERIA,
    GROUPS,
    RED_FLAGS,
    ClaimStatus,
    CriterionStatus,
)
from facilities.enums import Origin
from facilities.models import Claim, CriterionResult, Price
from facilities.templatetags.looks import (
    GROUP_LOOKS,
    LINES,
    NEUTRAL,
    SEALS,
    VERDICTS,
)
from facilities.templatetags.pips import strip
from tests.factories import TODAY, a_facility, days_from

STANDS, IS_OVER = days_from(TODAY, 0), days_from(TODAY, -1)


def rendered(template, **context):
    return Template("{% load facilities %}" + template).render(
        Context({"today": TODAY} | context)
    )


def drawn(html):
    """The drawings used, in order."""
    return re.findall(r'<use [^>]*href="([^"]*)"', html)


def words(html):
    return unescape(re.sub(r"<[^>]+>", "", html)).replace("\u00a0", " ")


def a_result(status="meets", level="attested", until=None, *, criterion="vital-signs"):
    return CriterionResult(
        criterion=criterion, status=status, level=level, confirmed_until=until
    )


def a_claim(**columns):
    plain = {
        "field": "routes",
        "value": ["iv"],
        "status": ClaimStatus.ATTESTED,
        "origin": Origin.PROVIDER,
        "stated_on": date(2026, 2, 14),
        "verified_on": date(2026, 3, 12),
        "source": "Oregon Medical Board",
        "expires_on": date(2027, 3, 12),
    }
    return Claim(**plain | columns)


def test_every_state_is_drawn_in_the_sprite():
    sprite = render_to_string("components/_sprite.html")
    needed = (
        [f"{family}-{name}" for name, _ in VERDICTS.values() for family in "vk"]
        + [f"{family}-{NEUTRAL}" for family in "vk"]
        + [f"{family}-{line}" for line in LINES.values() for family in "uk"]
        + [f"s-{seal}" for _, seal, _ in SEALS.values()]
        + [f"i-{icon}" for icon, _ in GROUP_LOOKS.values()]
        + [f"f-{flag.display}" for flag in RED_FLAGS.values()]
    )

    assert [name for name in needed if f'id="{name}"' not in sprite] == []


def test_every_status_level_and_group_has_its_look():
    assert list(VERDICTS) == list(CriterionStatus)
    assert list(SEALS) == list(ClaimStatus)
    assert set(GROUP_LOOKS) == set(GROUPS)


def test_group_without_a_look_has_a_plain_one():
    group = SimpleNamespace(slug="new", title="Something new")

    html = rendered("{{ group|group_icon }} {{ group|short_title }}", group=group)

    assert html == "file Something new"


def test_icon():
    assert drawn(rendered('{% icon "pin" %}')) == ["#i-pin"]


@pytest.mark.parametrize(
    ("status", "level", "marks", "said"),
    [
        ("meets", None, ["#v-meets"], "Meets"),
        ("meets", "attested", ["#v-meets"], "Meets"),
        ("meets", "document_seen", ["#v-meets", "#u-verified"], "Meets"),
        ("meets", "primary_source", ["#v-meets", "#u-verified"], "Meets"),
        ("partly_meets", "lapsed", ["#v-partly", "#u-lapsed"], "Partly meets"),
        (
            "does_not_meet",
            "contradicted",
            ["#v-not", "#u-contradicted"],
            "Does not meet",
        ),
        ("not_applicable", "attested", ["#v-na"], "Does not apply"),
        ("not_stated", None, ["#v-unstated"], "Not stated"),
        (None, None, ["#v-unstated"], "Not stated"),
        (CriterionStatus.MEETS, ClaimStatus.ATTESTED, ["#v-meets"], "Meets"),
    ],
)
def test_verdict(status, level, marks, said):
    html = rendered("{% verdict status level %}", status=status, level=level)

    assert drawn(html) == marks
    assert words(html) == said


@pytest.mark.parametrize(
    ("result", "marks"),
    [
        (None, ["#v-unstated"]),
        (a_result(), ["#v-meets"]),
        (a_result(level="document_seen", until=STANDS), ["#v-meets", "#u-verified"]),
        (a_result(level="document_seen", until=IS_OVER), ["#v-meets", "#u-lapsed"]),
    ],
)
def test_verdict_of_a_result_is_that_of_the_day(result, marks):
    assert drawn(rendered("{% verdict_of result %}", result=result)) == marks


@pytest.mark.parametrize(
    ("criterion", "level", "marks"),
    [
        ("accreditation", "attested", ["voluntary"]),
        ("accreditation", "lapsed", ["voluntary", "lapsed"]),
        ("accreditation", "contradicted", ["not", "contradicted"]),
        ("vital-signs", "attested", ["not"]),
    ],
)
def test_no_to_something_voluntary_has_no_cross_unless_a_yes_was_untrue(
    criterion, level, marks
):
    result = a_result("does_not_meet", level, criterion=criterion)

    verdict = rendered("{% verdict_of result %}", result=result)
    pips = rendered("{% pips results %}", results=[result])

    assert [each[3:] for each in drawn(verdict)] == marks
    assert [each[3:] for each in drawn(pips)] == marks
    everywhere = strip(
        {criterion: (CriterionStatus(result.status), result.level_on(TODAY))}
    )
    assert [each[3:] for each in drawn(everywhere) if "unstated" not in each] == marks
    assert words(verdict) == "Does not meet"
    assert "0 of 1 met" in words(pips)


@pytest.mark.parametrize("level", list(ClaimStatus))
def test_who_says_so_in_a_word(level):
    html = rendered("{% prov_short level %}", level=level.value)

    assert drawn(html) == [f"#s-{SEALS[level][1]}"]
    assert words(html) == str(SEALS[level][2])


@pytest.mark.parametrize("level", list(ClaimStatus))
def test_seal_alone_has_words_to_be_read_out(level):
    html = rendered("{% seal level %}", level=level.value)

    assert drawn(html) == [f"#s-{SEALS[level][1]}"]
    assert f'<span class="vh">{SEALS[level][2]}</span>' in html


GROUP = [
    a_result(level="document_seen", until=STANDS),
    a_result("partly_meets", "primary_source", IS_OVER),
    a_result(),
    a_result("does_not_meet", "contradicted"),
    None,
    a_result("not_applicable"),
]


@pytest.mark.parametrize(
    ("form", "said"),
    [("", "none stated Nothing stated"), (' "full"', "Nothing stated")],
)
def test_silence_of_a_group_is_not_counted_as_unmet(form, said):
    results = [None, a_result("not_applicable")]

    html = rendered("{% pips results" + form + " %}", results=results)

    assert words(html.replace("</span><span", "</span> <span")) == said


def test_pips_draw_each_criterion_in_its_place():
    html = rendered("{% pips results %}", results=GROUP)
    places = re.findall(r'href="([^"]*)"(?: x="(\d+)")?', html)

    assert '<svg class="pips" width="84" height="18" viewBox="0 0 84 18"' in html
    assert places == [
        ("#k-meets", ""),
        ("#k-verified", ""),
        ("#k-partly", "14"),
        ("#k-lapsed", "14"),
        ("#k-meets", "28"),
        ("#k-not", "42"),
        ("#k-contradicted", "42"),
        ("#k-unstated", "56"),
        ("#k-na", "70"),
    ]


def test_pips_are_said_in_words():
    html = rendered("{% pips results %}", results=GROUP)

    assert '<span aria-hidden="true">2/5 met</span>' in html
    assert '<span class="vh">2 of 5 met, 1 verified, 1 does not apply</span>' in html


def test_pips_can_show_the_whole_sentence():
    html = rendered('{% pips results "full" %}', results=GROUP[:1])

    assert words(html) == "1 of 1 met, 1 verified"
    assert "vh" not in html


def test_what_is_verified_but_not_met_does_not_count_as_verified_and_met():
    results = [a_result("does_not_meet", "document_seen", STANDS)]

    assert "0 of 1 met, 0 verified" in rendered("{% pips results %}", results=results)


def test_strip_shows_all_groups_in_order():
    html = strip({})

    assert html.count("<svg") == len(GROUPS)
    assert html.count('href="#k-unstated"') == len(CRITERIA)
    places = [html.index(f">{look[1]}<") for look in map(GROUP_LOOKS.get, GROUPS)]
    assert places == sorted(places)


def test_strip_draws_each_mark_in_its_group():
    slug = GROUPS["supervision"].criteria[1].slug
    marks = {slug: (CriterionStatus.MEETS, ClaimStatus.DOCUMENT_SEEN)}

    html = strip(marks)

    assert html.count("1 of 9 met, 1 verified") == 1
    assert html.count("Nothing stated") == len(GROUPS) - 1
    assert re.findall(r'href="#k-(?:meets|verified)" x="(\d+)"', html) == ["14", "14"]


def test_red_flags_say_who_says_so():
    flags = [(RED_FLAGS["open-regulator-warning"], True)]
    flags += [(RED_FLAGS["same-day-driving"], False)]

    html = render_to_string("components/_red_flags.html", {"flags": flags})

    first, second = words(html).split("Worth knowing:")
    assert f"Red flag: {flags[0][0].title}" in first
    assert "Established by a check." in first
    assert flags[1][0].title in second
    assert "From what the clinic itself says." in second
    assert drawn(html) == ["#f-banner", "#f-notice"]


def test_no_red_flags_is_nothing_at_all():
    assert render_to_string("components/_red_flags.html", {"flags": []}).strip() == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("listed", "shown", "note"),
    [
        ([], [], ""),
        ([False], [], ""),
        ([True], [], "Every clinic here is made up."),
        ([True, False], [False], ""),
        ([True, False], [True, False], "Some of what is shown here is made up."),
        ([False], [True], "Some of what is shown here is made up."),
    ],
)
@pytest.mark.parametrize("tag", ["{% sample_note shown %}", "{% sample_note %}"])
def test_sample_note(listed, shown, note, tag):
    for is_sample in listed:
        a_facility(is_sample=is_sample)
    facilities = [SimpleNamespace(is_sample=is_sample) for is_sample in shown]

    html = rendered(tag, shown=facilities, facilities=facilities)

    assert ("Sample data" in html) is bool(note)
    assert note in html


def test_query_with_keeps_the_rest():
    query = QueryDict("state=OR&state=TX&page=3")

    html = rendered("{% query_with query page=2 %}", query=query)

    assert html == "?state=OR&amp;state=TX&amp;page=2"


def test_query_without_takes_one_value_away_and_goes_to_the_first_page():
    query = QueryDict("state=OR&state=TX&q=%22%3E&page=3")

    html = rendered('{% query_without query "state" "TX" %}', query=query)

    assert html == "?state=OR&amp;q=%22%3E"
    assert query.urlencode() == "state=OR&state=TX&q=%22%3E&page=3"


@pytest.mark.parametrize(
    ("template", "value", "said"),
    [
        ("{{ value|day }}", date(2026, 3, 2), "2\u00a0Mar\u00a02026"),
        ("{{ value|month }}", date(2027, 3, 2), "Mar\u00a02027"),
        ("{{ value|grouped }}", 6750, "6,750"),
        ("{{ value|any_of }}", ["IV drip"], "IV drip"),
        (
            "{{ value|any_of }}",
            ["By mouth", "IV drip", "Under the tongue"],
            "By mouth, IV drip or under the tongue",
        ),
        (
            "{{ value|money }}",
            Price(low_cents=42500, high_cents=56050, currency="USD"),
            "$425 to $560.50",
        ),
        (
            "{{ value|money }}",
            Price(low_cents=120000, high_cents=120000, currency="USD"),
            "$1,200",
        ),
        (
            "{{ value|money }}",
            Price(low_cents=42500, high_cents=42500, currency="EUR"),
            "425\u00a0EUR",
        ),
    ],
)
def test_words_for_values(template, value, said):
    assert rendered(template, value=value) == said


def test_page_numbers_leave_out_the_middle():
    page = Paginator(range(400), 20).page(1)

    html = rendered("{% for n in page|page_numbers %}{{ n }} {% endfor %}", page=page)

    assert html == "1 2 None 19 20 "
