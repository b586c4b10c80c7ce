"""What FDA approval covers, for each route and condition."""

import pytest
from django.template.loader import render_to_string

from facilities.criteria import FIELDS
from facilities.presentation.off_label import PRODUCT_OF, STANDINGS, off_label
from tests.facilities.presentation.claims import a_claim, claims_of
from tests.factories import TODAY

RESISTANT, SUICIDAL, PTSD, PAIN = (
    "treatment_resistant_depression",
    "major_depression_acute_suicidality",
    "ptsd",
    "chronic_pain_neuropathic",
)


def said(*claims, **values):
    return off_label(claims_of(*claims, **values), TODAY)


def shown(*claims, **values):
    page = said(*claims, **values)
    return render_to_string("facilities/_detail_off_label.html", {"off_label": page})


def test_every_route_has_a_standing():
    assert set(PRODUCT_OF) == set(FIELDS["routes"].allowed_values)
    assert set(PRODUCT_OF.values()) == set(STANDINGS)


@pytest.mark.parametrize("route", sorted(set(PRODUCT_OF) - {"intranasal_esketamine"}))
def test_nothing_but_esketamine_is_approved_for_any_condition(route):
    conditions = list(FIELDS["conditions_treated"].allowed_values)

    [row] = said(routes=[route], conditions_treated=conditions).rows

    assert row.approved == ()
    assert len(row.off_label) == len(conditions)


def test_esketamine_is_approved_for_two_conditions_alone():
    conditions = list(FIELDS["conditions_treated"].allowed_values)

    [row] = said(routes=["intranasal_esketamine"], conditions_treated=conditions).rows

    assert row.approved == (
        "Depression that has not improved with other treatment",
        "Major depression with suicidal thoughts now",
    )
    assert len(row.off_label) == len(conditions) - 2
    assert not set(row.approved) & set(row.off_label)


def test_each_route_has_its_own_row():
    page = said(
        routes=["iv", "oral", "intranasal_esketamine"],
        conditions_treated=[RESISTANT, PAIN],
    )

    assert [
        (row.label, len(row.approved), len(row.off_label)) for row in page.rows
    ] == [("IV drip", 0, 2), ("By mouth", 0, 2), ("Esketamine nasal spray", 1, 1)]
    assert "put people to sleep for surgery" in str(page.rows[0].standing)
    assert "has not approved such a product" in str(page.rows[1].standing)


def test_silence_about_routes_is_not_read_as_off_label_use():
    html = shown(conditions_treated=[PTSD])

    assert "The clinic has not said how ketamine is given." in html
    assert "<table" not in html


def test_silence_about_conditions_is_said():
    html = shown(routes=["iv"])

    assert html.count("Conditions not stated") == 2
    assert "None of what the clinic treats" not in html


def test_all_approved_or_none_is_said_in_words():
    approved = shown(routes=["intranasal_esketamine"], conditions_treated=[SUICIDAL])
    off = shown(routes=["im"], conditions_treated=[SUICIDAL])

    assert approved.count("None of what the clinic treats") == 1
    assert off.count("None of what the clinic treats") == 1
    assert approved.index("Major depression") < approved.index("None of what")
    assert off.index("Major depression") > off.index("None of what")


@pytest.mark.parametrize(
    ("routes", "ages", "is_said"),
    [
        (["intranasal_esketamine"], ["adolescents"], True),
        (["iv"], ["adolescents"], False),
        (["intranasal_esketamine"], ["adults_18_64"], False),
    ],
)
def test_esketamine_for_minors_is_off_label_altogether(routes, ages, is_said):
    page = said(routes=routes, age_groups=ages)

    assert page.treats_minors_with_esketamine is is_said


def test_untrue_route_makes_no_row_but_stays_on_the_page():
    html = shown(a_claim("routes", ["intranasal_esketamine"], "contradicted"))

    assert "<table" not in html
    assert "Found untrue." in html


@pytest.mark.parametrize(
    ("value", "answer"), [(True, "Yes"), (False, "No"), (None, "Not stated.")]
)
def test_what_patients_are_told_is_a_fact_of_the_clinic(value, answer):
    values = {} if value is None else {"off_label_statement": value}

    html = shown(routes=["iv"], **values)

    answers = html[html.index('<dl class="told">') :]
    assert answer in answers
    assert ("Stated by the clinic" in answers) is (value is not None)
