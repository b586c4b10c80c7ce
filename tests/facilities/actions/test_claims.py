from datetime import date, timedelta

import pytest

from facilities import actions
from facilities.criteria import ClaimStatus, InvalidValue
from facilities.enums import Origin
from facilities.models import Claim, CriterionResult, FacilityFlag
from tests.factories import (
    NOON,
    TODAY,
    a_check,
    a_facility,
    a_user,
    contradict,
    days_from,
    state,
    verify,
)

pytestmark = pytest.mark.django_db


def results_of(facility):
    return {
        result.criterion: (result.status, result.level, result.confirmed_until)
        for result in CriterionResult.objects.filter(facility=facility)
    }


def flags_of(facility):
    return {
        flag.flag: (flag.established_until, flag.raised_until)
        for flag in FacilityFlag.objects.filter(facility=facility)
    }


def test_a_statement_is_stored_with_who_and_when():
    facility, person = a_facility(), a_user()

    [claim] = state(facility, by=person, acls_holder_every_session="always")

    claim.refresh_from_db()
    assert claim.value == "always"
    assert claim.status == ClaimStatus.ATTESTED
    assert (claim.origin, claim.stated_by, claim.stated_on) == (
        Origin.PROVIDER,
        person,
        TODAY,
    )


def test_one_field_can_be_stated_alone():
    facility = a_facility()

    claim = actions.state_claim(
        facility=facility,
        field="ae_log",
        value=True,
        origin=Origin.PROVIDER,
        by=None,
        at=NOON,
    )

    assert Claim.objects.get() == claim


def test_a_samhsa_claim_that_is_checked_is_the_moderators():
    facility, moderator = a_facility(), a_user()
    Claim.objects.create(
        facility=facility,
        field="samhsa_codes",
        value=["KIT"],
        origin=Origin.SAMHSA,
        edition=2023,
        stated_on=TODAY,
    )

    claim = verify(facility, "samhsa_codes", ["KIT"], "website_capture", by=moderator)

    assert (claim.origin, claim.edition) == (Origin.MODERATOR, None)
    assert claim.stated_by == moderator


def test_a_statement_changes_the_results_at_once():
    facility = a_facility()

    state(facility, acls_holder_every_session="always", airway_background=["crna"])

    assert results_of(facility)["emergency-trained-staff"] == (
        "meets",
        "attested",
        None,
    )


def test_a_check_confirms_until_the_specification_ends_it():
    facility = a_facility()

    for field, value in [
        ("acls_holder_every_session", "always"),
        ("airway_background", ["crna"]),
    ]:
        verify(facility, field, value, "staff_roster")

    assert results_of(facility)["emergency-trained-staff"] == (
        "meets",
        "document_seen",
        date(2026, 12, 15),
    )


def test_an_edit_drops_only_that_claims_check():
    facility = a_facility()
    verify(facility, "ae_log", True, "policy_document")
    verify(facility, "ae_review_interval_months", 3, "policy_document")

    state(facility, ae_log=False)

    changed, untouched = Claim.objects.filter(facility=facility).order_by("field")
    assert (changed.field, changed.value, changed.status) == (
        "ae_log",
        False,
        "attested",
    )
    assert (changed.verified_by, changed.verified_on, changed.expires_on) == (
        None,
        None,
        None,
    )
    assert untouched.status == "document_seen"


def test_saying_the_same_again_keeps_the_check():
    facility = a_facility()
    before = verify(facility, "ae_log", True, "policy_document")

    [after] = state(facility, at=NOON + timedelta(days=1), ae_log=True)

    assert after.status == "document_seen"
    assert after.expires_on == before.expires_on
    assert after.stated_on == days_from(TODAY, 1)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("acls_holder_every_session", "sometimes"),
        ("ae_log", "maybe"),
        ("ae_review_interval_months", -1),
        ("vitals", []),
        ("lead_prescriber_npi", "1234567890"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_and_nothing_is_stored(field, value):
    facility = a_facility()

    with pytest.raises(InvalidValue):
        state(facility, drill_interval_months=3, **{field: value})

    assert not Claim.objects.filter(facility=facility).exists()


@pytest.mark.parametrize("field", ["dose_band_position", "phone", "unheard_of"])
def test_what_is_computed_or_kept_elsewhere_cannot_be_stated(field):
    with pytest.raises(actions.Refused):
        state(a_facility(), **{field: "all_within"})


def test_a_clinic_cannot_state_what_only_moderators_check():
    facility = a_facility()

    with pytest.raises(actions.Refused, match="moderators"):
        state(facility, board_action_status="none_found")

    [claim] = state(facility, origin=Origin.MODERATOR, board_action_status="none_found")
    assert claim.origin == Origin.MODERATOR


def test_a_check_keeps_who_stated_the_fact():
    facility, person, moderator = a_facility(), a_user(), a_user()
    state(facility, by=person, ae_log=True)

    claim = verify(facility, "ae_log", True, "policy_document", by=moderator)

    assert (claim.origin, claim.stated_by) == (Origin.PROVIDER, person)
    assert (claim.verified_by, claim.verified_on) == (moderator, TODAY)
    assert claim.evidence_kind == "policy_document"
    assert claim.source == "paper shown to a moderator"


def test_a_check_is_never_longer_than_the_specification_allows():
    claim = verify(
        a_facility(),
        "ae_log",
        True,
        "policy_document",
        expires_on=date(2040, 1, 1),
    )

    assert claim.expires_on == date(2027, 6, 15)


def test_a_check_may_end_sooner_with_its_document():
    claim = verify(
        a_facility(), "ae_log", True, "policy_document", expires_on=date(2026, 7, 1)
    )

    assert claim.expires_on == date(2026, 7, 1)


@pytest.mark.parametrize(
    ("words", "columns"),
    [
        ("ends in", {"status": ClaimStatus.ATTESTED}),
        ("ends in", {"status": ClaimStatus.CONTRADICTED}),
        ("not confirmed at the source", {"status": ClaimStatus.PRIMARY_SOURCE}),
        ("not accepted", {"evidence_kind": "dea_certificate_sight"}),
        ("not a kind of evidence", {"evidence_kind": "hearsay"}),
        ("Name the source", {"source": "  "}),
        ("future", {"checked_on": days_from(TODAY, 1)}),
        ("at least a day", {"expires_on": TODAY}),
        ("not something to state", {"field": "dose_band_position"}),
    ],
)
def test_a_check_that_does_not_hold_is_refused(words, columns):
    plain = {"field": "ae_log", "value": True, "evidence_kind": "policy_document"}
    facility = a_facility()

    with pytest.raises(actions.Refused, match=words):
        actions.record_verified_claim(
            facility=facility,
            check=a_check(**(plain | columns)),
            by=a_user(),
            at=NOON,
        )

    assert not Claim.objects.filter(facility=facility).exists()


def test_several_checks_are_recorded_together_or_not_at_all():
    facility = a_facility()
    checks = [
        a_check("ae_log", True, "policy_document"),
        a_check("ae_review_interval_months", 3, "hearsay"),
    ]

    with pytest.raises(actions.Refused):
        actions.record_verified_claims(
            facility=facility, checks=checks, by=a_user(), at=NOON
        )

    assert not Claim.objects.filter(facility=facility).exists()


def test_evidence_of_identity_confirms_nothing_that_a_rule_reads():
    facility = a_facility()
    lookup = {"status": ClaimStatus.PRIMARY_SOURCE}

    with pytest.raises(actions.Refused, match="not accepted"):
        verify(
            facility, "license_status", "active_unrestricted", "npi_registry", **lookup
        )
    claim = verify(
        facility, "lead_prescriber_npi", "1234567893", "npi_registry", **lookup
    )

    assert claim.status == "primary_source"
    assert results_of(facility) == {}


def contradicted(facility, **stated):
    [(field, _)] = stated.items()
    state(facility, **stated)
    return contradict(facility, field, source="visit by a moderator")


def test_a_contradicted_claim_does_not_meet_and_raises_the_flag_for_twelve_months():
    facility = a_facility()

    contradicted(facility, supervision_level="prescriber_on_site")

    end = date(2027, 6, 15)
    assert results_of(facility)["on-site-supervision"] == (
        "does_not_meet",
        "contradicted",
        None,
    )
    assert flags_of(facility) == {"contradicted-claim": (end, end)}


def test_a_contradiction_cannot_be_washed_away_by_the_clinic():
    facility = a_facility()
    contradicted(facility, supervision_level="prescriber_on_site")

    with pytest.raises(actions.Refused, match="untrue"):
        state(facility, supervision_level="none")
    with pytest.raises(actions.Refused, match="untrue"):
        actions.withdraw_claim(
            facility=facility, field="supervision_level", by=None, at=NOON
        )
    [again] = state(facility, supervision_level="prescriber_on_site")

    assert again.status == "contradicted"


def test_a_moderators_check_ends_a_contradiction():
    facility = a_facility()
    contradicted(facility, supervision_level="prescriber_on_site")

    verify(facility, "supervision_level", "prescriber_on_site", "staff_roster")

    assert flags_of(facility) == {}


def test_nothing_stated_cannot_be_contradicted():
    with pytest.raises(actions.Refused, match="Nothing is stated"):
        contradict(a_facility(), "ae_log", source="visit")


def test_a_withdrawn_claim_is_not_stated_again():
    facility = a_facility()
    state(facility, acls_holder_every_session="no")
    assert "emergency-trained-staff" in results_of(facility)

    actions.withdraw_claim(
        facility=facility, field="acls_holder_every_session", by=None, at=NOON
    )

    assert results_of(facility) == {}
    assert not Claim.objects.filter(facility=facility).exists()


def test_lapsing_marks_what_is_overdue_once_and_nothing_else():
    facility = a_facility()
    due = verify(facility, "ae_log", True, "policy_document")
    current = verify(facility, "ae_review_interval_months", 3, "policy_document")
    state(facility, drill_interval_months=3)
    Claim.objects.filter(pk=due.pk).update(expires_on=days_from(TODAY, 1))
    morning_after = NOON + timedelta(days=2)

    assert actions.lapse_overdue_claims(at=NOON + timedelta(days=1)) == 0
    assert actions.lapse_overdue_claims(at=morning_after) == 1
    assert actions.lapse_overdue_claims(at=morning_after) == 0

    due.refresh_from_db()
    current.refresh_from_db()
    assert (due.status, current.status) == ("lapsed", "document_seen")
    assert due.expires_on == days_from(TODAY, 1)


def test_a_contradiction_that_has_run_its_time_says_nothing_any_more():
    facility = a_facility()
    contradicted(facility, supervision_level="prescriber_on_site")

    actions.lapse_overdue_claims(at=NOON + timedelta(days=367))

    assert not Claim.objects.filter(facility=facility).exists()
    assert flags_of(facility) == {}


def test_a_flag_by_the_clinics_own_answer_is_not_established():
    facility = a_facility()

    state(facility, evaluation_before_first_dose="no")

    assert flags_of(facility) == {"no-evaluation-before-dose": (None, None)}


def test_a_flag_by_a_document_is_established_until_the_check_ends():
    facility = a_facility()

    verify(facility, "evaluation_before_first_dose", "no", "protocol_document")

    assert flags_of(facility) == {
        "no-evaluation-before-dose": (date(2027, 6, 15), None)
    }


def test_a_flag_that_needs_a_source_ends_with_its_check():
    facility = a_facility()

    verify(
        facility,
        "board_action_status",
        "current_restriction",
        "exclusion_lookup",
        status=ClaimStatus.PRIMARY_SOURCE,
    )

    end = date(2026, 9, 15)
    assert flags_of(facility) == {"license-or-exclusion-problem": (end, end)}


def test_history_says_who_and_why():
    facility, person = a_facility(), a_user()

    [claim] = state(facility, by=person, ae_log=True)

    event = claim.events.get()
    assert event.pgh_context.metadata == {"user": person.pk, "reason": "claims stated"}
    assert (event.value, event.pgh_label) == (True, "insert")


def test_every_change_of_a_claim_stays_in_its_history():
    facility = a_facility()
    [claim] = state(facility, ae_log=True)

    verify(facility, "ae_log", True, "policy_document")
    state(facility, ae_log=False)

    statuses = claim.events.order_by("pgh_id").values_list("status", "value")
    assert list(statuses) == [
        ("attested", True),
        ("document_seen", True),
        ("attested", False),
    ]


def test_a_samhsa_claim_becomes_the_moderators_once_checked_by_hand():
    facility = a_facility()
    Claim.objects.create(
        facility=facility,
        field="samhsa_codes",
        value=["KIT"],
        origin=Origin.SAMHSA,
        edition=2023,
        stated_on=TODAY,
    )

    claim = contradict(facility, "samhsa_codes", source="telephone")

    assert (claim.origin, claim.edition) == (Origin.MODERATOR, None)
