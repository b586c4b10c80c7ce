"""Who watches a patient, and when."""

import pytest

from facilities.presentation.watching import watching
from tests.facilities.presentation.claims import a_claim, claims_of
from tests.factories import TODAY


def told(*claims, **values):
    facts = watching(claims_of(*claims, **values), TODAY)
    return {str(fact.label): ", ".join(fact.values) for fact in facts}


def test_silent_clinic_has_no_table_of_blanks():
    assert told() == {}
    assert told(routes=["iv"]) == {}


def test_what_is_not_stated_stands_as_a_gap_beside_what_is():
    assert told(supervision_level="prescriber_on_site", patients_per_monitor=1) == {
        "Who is there": "Prescriber in the building",
        "One person watches": "1 patient",
        "Vital signs checked every": "",
        "Stay after esketamine": "",
        "Stay after other ketamine": "",
        "An adult must take you home": "",
    }


@pytest.mark.parametrize(
    ("routes", "left_out"),
    [
        (["iv", "oral"], "Stay after esketamine"),
        (["intranasal_esketamine"], "Stay after other ketamine"),
    ],
)
def test_stay_after_what_is_not_given_is_no_gap(routes, left_out):
    said = told(routes=routes, vitals_interval_min=10)

    assert left_out not in said
    assert len(said) == 5


def test_stay_that_is_stated_is_never_left_out():
    said = told(routes=["iv"], observation_min_esketamine=120)

    assert said["Stay after esketamine"] == "120 minutes after dose"


def test_home_doses_are_asked_about_only_where_something_is_said():
    assert "Who watches home doses" not in told(escort_required=True)
    assert told(home_live_monitoring="none")["Who watches home doses"] == "No one"


def test_each_fact_says_how_it_is_known():
    facts = watching(
        claims_of(
            a_claim("supervision_level", "none", "contradicted"),
            a_claim("vitals_interval_min", 10, "document_seen"),
        ),
        TODAY,
    )

    assert [fact.known.kind for fact in facts if fact.known] == [
        "contradicted",
        "verified",
    ]
    assert [fact.is_untrue for fact in facts][:2] == [True, False]
