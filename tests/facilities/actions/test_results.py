from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facilities import actions
from facilities.models import CriterionResult, FacilityFlag
from tests.factories import NOON, TODAY, a_facility, contradict, state, verify

pytestmark = pytest.mark.django_db


def projection():
    return (
        list(
            CriterionResult.objects.order_by("facility", "criterion").values_list(
                "facility",
                "criterion",
                "status",
                "level",
                "confirmed_until",
                "confirmed_status",
                "confirmed_status_until",
            )
        ),
        list(
            FacilityFlag.objects.order_by("facility", "flag").values_list(
                "facility", "flag", "established_until", "raised_until"
            )
        ),
    )


def test_a_silent_facility_has_no_results():
    a_facility()

    assert projection() == ([], [])


def test_rebuilding_gives_the_rows_that_the_actions_gave():
    first, second = a_facility(), a_facility()
    state(first, driving_advice="no_advice", ae_log=True, ae_reports_to=["rems"])
    verify(second, "evaluation_before_first_dose", "no", "protocol_document")
    expected = projection()
    CriterionResult.objects.all().delete()
    FacilityFlag.objects.all().delete()

    assert actions.rebuild_results(on=TODAY) == 2

    assert projection() == expected
    assert all(expected)


def standing(facility, criterion):
    return CriterionResult.objects.values_list(
        "status", "confirmed_until", "confirmed_status", "confirmed_status_until"
    ).get(facility=facility, criterion=criterion)


@pytest.mark.parametrize(
    ("statement", "status"),
    [
        ({"airway_background": ["crna"]}, "meets"),
        ({"airway_background": ["none"]}, "partly_meets"),
    ],
)
def test_a_statement_does_not_change_what_is_confirmed(statement, status):
    facility = a_facility()
    verify(facility, "acls_holder_every_session", "always", "staff_roster")
    until = date(2026, 12, 15)
    assert standing(facility, "emergency-trained-staff") == (
        "partly_meets",
        until,
        "partly_meets",
        until,
    )

    state(facility, **statement)

    assert standing(facility, "emergency-trained-staff") == (
        status,
        until if status == "partly_meets" else None,
        "partly_meets",
        until,
    )


def test_what_was_found_untrue_is_not_confirmed_by_the_rest():
    facility = a_facility()
    verify(facility, "acls_holder_every_session", "always", "staff_roster")
    state(facility, airway_background=["crna"])

    contradict(facility, "airway_background", source="visit")

    assert standing(facility, "emergency-trained-staff") == (
        "does_not_meet",
        None,
        "",
        None,
    )


def test_a_confirmed_does_not_meet_has_no_standing_in_the_order():
    facility = a_facility()

    verify(facility, "acls_holder_every_session", "no", "staff_roster")

    assert standing(facility, "emergency-trained-staff")[2:] == ("", None)


ANSWERS = {
    "acls_holder_every_session": st.sampled_from(["always", "most_sessions", "no"]),
    "ae_log": st.booleans(),
    "driving_advice": st.sampled_from(["not_for_24_h", "no_advice"]),
    "vitals": st.sampled_from([["blood_pressure"], ["none"]]),
    "routes": st.sampled_from([["iv"], ["intranasal_esketamine"]]),
    "rems_certification": st.sampled_from(["certified_this_site", "not_certified"]),
}


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    steps=st.lists(
        st.one_of(
            [
                st.tuples(st.just(field), values | st.none())
                for field, values in ANSWERS.items()
            ]
        ),
        max_size=8,
    )
)
def test_any_series_of_changes_leaves_what_a_rebuild_would_give(steps):
    facility = a_facility()
    for field, value in steps:
        if value is None:
            actions.withdraw_claim(facility=facility, field=field, by=None, at=NOON)
        else:
            state(facility, **{field: value})
    expected = projection()

    actions.rebuild_results(on=TODAY)

    assert projection() == expected
