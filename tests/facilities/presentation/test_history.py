"""The changes of a listing in words, and what they never hold."""

from datetime import date, timedelta

import pytest
from django.template.loader import render_to_string

from facilities import actions
from facilities.criteria import ClaimStatus
from facilities.enums import AddressPrecision, PointPrecision, PriceKind
from facilities.models import Claim, Facility
from facilities.models.history import FacilityHistory, history_of
from facilities.presentation.changes import ChangeKind
from facilities.presentation.history import COUNTED, LEADS, history_words
from tests.facilities.presentation.test_changes import gone, listing, on, said
from tests.factories import NOON, TODAY, a_facility, a_user, contradict, state, verify


def words(claims=(), prices=()):
    """Every entry, the newest first, of a clinic that was listed from the start."""
    history = FacilityHistory((listing(1),), tuple(claims), tuple(prices), ())
    told = history_words(history, TODAY)
    return [
        (entry.day, entry.lead, entry.names, entry.was, entry.now)
        for entry in told.newest + told.older
    ]


def test_every_kind_of_change_has_words():
    assert set(LEADS) == set(ChangeKind)
    for kind in COUNTED:
        one, two = (LEADS[kind] % {"n": number} for number in (1, 2))
        assert (one[:2], two[:2]) == ("1 ", "2 ")
        assert one[2:] != two[2:], kind


def test_facts_of_one_day_are_told_together():
    names = ["ae_log", "room_type", "escort_required", "vitals", "fasting_advice"]

    found = words([said(2, True, key=name) for name in [*names, "wait_days"]])

    assert found == [
        (
            on(2),
            "6 facts stated by the clinic:",
            (
                "Keeps a log of harms; Treatment room; An adult must take the patient"
                " home; Vital signs measured; and 2 more"
            ),
            "",
            "",
        ),
        (on(1), "Listed in this directory.", "", "", ""),
    ]


def test_one_fact_is_one():
    check = said(9, True, key="ae_log", status="lapsed", stated=2, checked=3)

    leads = [lead for _day, lead, *_rest in words([check._replace(expires_on=on(8))])]

    assert leads == [
        "1 check lapsed:",
        "1 fact verified:",
        "1 fact stated by the clinic:",
        "Listed in this directory.",
    ]


@pytest.mark.parametrize(
    ("key", "was", "now", "shown"),
    [
        ("observation_min_other", 90, 120, True),
        ("escort_required", False, True, True),
        ("routes", ["iv"], ["iv", "oral"], True),
        ("license_expires_on", "2026-01-01", "2027-01-01", True),
        ("lead_prescriber_name", "A. Person", "B. Person", False),
        ("license_number", "OR 1", "OR 2", False),
        ("above_band_rationale", "Because of Ms X", "Because", False),
    ],
)
def test_changed_answer_is_shown_unless_it_is_in_free_words(key, was, now, shown):
    changed = words([said(2, was, key=key), said(5, now, key=key)])[0]

    assert changed[:2] == (on(5), "Answer changed:")
    assert bool(changed[3]) is bool(changed[4]) is shown
    if not shown:
        assert was not in str(changed)
        assert now not in str(changed)


def test_two_changed_answers_of_one_day_are_told_apart():
    found = words(
        [
            said(2, 90, key="observation_min_other"),
            said(2, False, key="escort_required"),
            said(5, 120, key="observation_min_other"),
            said(5, True, key="escort_required"),
        ]
    )

    assert [entry[2:] for entry in found[:2]] == [
        ("An adult must take the patient home", "No", "Yes"),
        (
            "Stay after other routes",
            "90 minutes after dose or end of infusion",
            "120 minutes after dose or end of infusion",
        ),
    ]


def test_answer_taken_back_is_named_and_its_value_is_not():
    found = words([said(2, "MA Person", key="legal_name"), gone(5, key="legal_name")])

    assert found[0] == (on(5), "Answer taken back:", "Legal name", "", "")
    assert "Person" not in str(found)


def test_price_is_told_in_money():
    found = words(
        prices=[
            said(2, (40_000, 45_000, "USD"), key="session"),
            said(5, (45_000, 45_000, "USD"), key="session"),
        ]
    )

    assert found[0] == (
        on(5),
        "Answer changed:",
        "One session, all mandatory fees included",
        "$400 to $450",
        "$450",
    )


@pytest.mark.parametrize("key", ["dea_expires_on", "a_field_that_is_no_more"])
def test_what_the_page_does_not_show_its_history_does_not_either(key):
    assert len(words([said(2, "2027-01-01", key=key)])) == 1


def test_long_history_is_folded():
    rows = [said(day, day, key="wait_days") for day in range(2, 14)]
    history = FacilityHistory((listing(1),), tuple(rows), (), ())

    told = history_words(history, TODAY)
    html = render_to_string("facilities/_detail_history.html", {"history": told})

    assert (len(told.newest), len(told.older)) == (5, 8)
    assert told.newest[0].day == on(13)
    assert "8 earlier changes" in html
    assert html.count("<time") == 13


def test_nothing_to_tell_is_said():
    told = history_words(FacilityHistory((), (), (), ()), TODAY)

    html = render_to_string("facilities/_detail_history.html", {"history": told})

    assert "Nothing has changed." in html


HIDDEN = ("1 Hidden Lane", "Suite 9", "97299", "Hiddenville")


def hide_address(facility):
    """As an import does that finds the street withheld."""
    with actions.changing.changing(facility, by=None, reason="withheld") as locked:
        locked.street_1 = locked.street_2 = locked.postal_code = ""
        locked.city = "Portland"
        locked.is_address_withheld = True
        locked.address_precision = AddressPrecision.CITY
        locked.latitude = locked.longitude = None
        locked.point_precision = PointPrecision.NONE
        locked.save()


@pytest.mark.django_db(transaction=True)
def test_history_of_real_rows_has_no_address_and_nothing_from_before(client):
    """Each action is a transaction of its own here, as it is on the site."""
    street, suite, code, city = HIDDEN
    by = a_user(first_name="Olive", email="olive@example.org")
    facility = a_facility(
        is_published=False,
        street_1=street,
        street_2=suite,
        postal_code=code,
        city=city,
    )
    state(facility, by=by, patients_per_monitor=7, legal_name="Old Name LLC")
    state(facility, by=by, patients_per_monitor=4)
    actions.publish(facility=facility, by=by, at=NOON)
    state(facility, by=by, patients_per_monitor=2, legal_name="New Name LLC")
    verify(facility, "ae_log", True, "policy_document", by=by, source="a paper")
    contradict(facility, "legal_name")
    actions.state_prices(
        facility=facility,
        prices=[actions.StatedPrice(PriceKind.SESSION, 40_000, 40_000)],
        by=by,
        at=NOON,
    )
    actions.close(
        facility=facility,
        on=date(2026, 6, 14),
        reason="A reason that may change.",
        by=by,
        is_permanent=True,
    )
    actions.reopen(facility=facility, by=by)
    hide_address(facility)

    facility = Facility.objects.get(pk=facility.pk)
    history = history_of(facility)
    told = history_words(history, TODAY)
    page = client.get(facility.get_absolute_url()).content.decode()

    assert [
        (entry.lead, entry.names, entry.was, entry.now)
        for entry in told.newest + told.older
        if entry.lead != "Open again."
    ] == [
        ("Found untrue:", "Legal name", "", ""),
        ("1 fact verified:", "Keeps a log of harms", "", ""),
        ("Answer changed:", "Legal name", "", ""),
        (
            "Answer changed:",
            "Patients watched by one person",
            "4 patients",
            "2 patients",
        ),
        (
            "3 facts stated by the clinic:",
            (
                "Patients watched by one person; Legal name; One session, all mandatory"
                " fees included"
            ),
            "",
            "",
        ),
        ("Listed in this directory.", "", "", ""),
        ("Closed.", "", "", ""),
    ]
    section = page[page.index('id="history"') :]
    for secret in ("Old Name", "7 patients", "reason that may", "Olive", "olive"):
        assert secret not in section, secret
    for secret in HIDDEN:
        assert secret not in str(history), secret
        assert secret not in page, secret


@pytest.mark.django_db(transaction=True)
def test_change_while_suspended_is_not_told():
    facility = a_facility()
    state(facility, wait_days=5)
    actions.suspend(facility=facility, by=None, reason="asked for")
    state(facility, wait_days=99)
    state(facility, wait_days=9)
    actions.publish(facility=facility, by=None, at=NOON)

    told = history_words(history_of(facility), TODAY)

    [changed] = [entry for entry in told.newest if entry.now]
    assert (changed.was, changed.now) == ("5 days", "9 days")
    assert "99" not in str(told)


@pytest.mark.django_db(transaction=True)
def test_lapse_is_told_whether_or_not_the_nightly_job_has_run():
    facility = a_facility()
    verify(facility, "ae_log", True, "policy_document")
    after = NOON + timedelta(days=366)

    before_job = history_words(history_of(facility), after.date())
    actions.lapse_overdue_claims(at=after)
    after_job = history_words(history_of(facility), after.date())

    assert Claim.objects.get().status == ClaimStatus.LAPSED
    assert before_job == after_job
    assert before_job.newest[0].lead == "1 check lapsed:"
    assert before_job.newest[0].day == date(2027, 6, 16)


@pytest.mark.django_db
def test_history_takes_four_queries_and_no_more(django_assert_num_queries):
    facility = a_facility()
    for days in range(5):
        state(facility, wait_days=days, vitals_interval_min=5)

    with django_assert_num_queries(4):
        history_of(facility)
