"""Why a clinic stands as it does: facts that decided, and facts that are missing."""

import pytest

from facilities.comparison import explain
from facilities.criteria import CriterionStatus
from facilities.models import Facility
from tests.factories import TODAY, a_facility, contradict, state, verify

pytestmark = pytest.mark.django_db
LOG = "adverse-event-recording"


def explained(*facilities, mine=(LOG,), must=()):
    rows = {each.pk: each for each in Facility.objects.with_claims()}
    return explain([rows[each.pk] for each in facilities], mine, must, TODAY)


def why(facility, slug=LOG):
    [each] = explained(facility, mine=(slug,))
    [clinic] = each.clinics
    return clinic


def used(clinic):
    return [
        (line.label, line.value, statement.known.kind)
        for statement in clinic.used
        for line in statement.lines
    ]


def test_criteria_and_clinics_keep_their_order():
    one, two = a_facility(name="One"), a_facility(name="Two")

    explanation = explained(two, one, mine=("vital-signs", LOG), must=(LOG,))

    assert [each.criterion.slug for each in explanation] == ["vital-signs", LOG]
    assert [each.is_must for each in explanation] == [False, True]
    for each in explanation:
        clinics = [(clinic.letter, clinic.name) for clinic in each.clinics]
        assert clinics == [("A", "Two"), ("B", "One")]


def test_facts_that_decided_are_told_with_how_they_are_known():
    facility = a_facility()
    verify(facility, "ae_log", False, "policy_document")
    state(facility, ae_review_interval_months=3)

    clinic = why(facility)

    assert clinic.standing.status == CriterionStatus.DOES_NOT_MEET
    assert used(clinic) == [("Keeps a log of harms", "No", "verified")]
    assert clinic.missing == ()


def test_silence_has_no_facts_and_says_what_is_missing():
    facility = a_facility()
    state(facility, vitals_times=["before"])

    clinic = why(facility, "vital-signs")

    assert clinic.standing.status == CriterionStatus.NOT_STATED
    assert clinic.used == ()
    assert "Vital signs measured" in clinic.missing
    assert "When vital signs are checked" not in clinic.missing


def test_what_does_not_apply_is_told_by_the_fact_that_rules_it_out():
    facility = a_facility()
    state(facility, routes=["iv"])

    clinic = why(facility, "esketamine-rems")

    assert clinic.standing.status == CriterionStatus.NOT_APPLICABLE
    assert used(clinic) == [("How ketamine is given", "IV drip", "stated")]


def test_untrue_statement_is_what_decided():
    facility = a_facility()
    state(facility, ae_log=True)
    contradict(facility, "ae_log")

    clinic = why(facility)

    assert used(clinic) == [("Keeps a log of harms", "Yes", "contradicted")]
    assert [line.is_untrue for each in clinic.used for line in each.lines] == [True]
