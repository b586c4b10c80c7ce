"""The history of several clinics, read at once, and of which anything changed."""

from datetime import UTC, datetime, timedelta

import pytest

from facilities import actions
from facilities.enums import PriceKind
from facilities.models import Claim, Facility
from facilities.models.history import changed_since, histories_of, history_of
from tests.factories import NOON, TODAY, a_facility, a_user, days_from, state, verify

pytestmark = pytest.mark.django_db(transaction=True)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def a_price(facility):
    actions.state_prices(
        facility=facility,
        prices=[actions.StatedPrice(PriceKind.SESSION, 40_000, 40_000)],
        by=a_user(),
        at=NOON,
    )


def staff(facility):
    actions.state_clinicians(
        facility=facility,
        clinicians=[actions.StatedClinician(role="Nurse", credential="RN")],
        by=a_user(),
        at=NOON,
    )


def closing(facility):
    actions.close(facility=facility, on=TODAY, reason="x", by=None, is_permanent=False)


def a_statement(facility):
    state(facility, ae_log=False)


def just_now() -> datetime:
    """By the clock of the database, which history rows carry."""
    newest = Facility.pgh_event_model.objects.latest("pgh_created_at")
    return newest.pgh_created_at + timedelta(microseconds=1)


def test_histories_are_read_together_and_each_is_its_own(django_assert_num_queries):
    one, two = a_facility(), a_facility()
    state(one, ae_log=True)
    a_price(two)
    staff(two)

    with django_assert_num_queries(4):
        histories = histories_of([one.pk, two.pk])

    assert histories == {one.pk: history_of(one), two.pk: history_of(two)}
    assert [each.key for each in histories[one.pk].claims] == ["ae_log"]
    assert histories[one.pk].prices == ()
    assert [each.key for each in histories[two.pk].prices] == [PriceKind.SESSION]


def test_no_clinic_has_no_history():
    assert histories_of([]) == {}
    assert changed_since([], LONG_AGO, TODAY) == set()


@pytest.mark.parametrize("change", [a_statement, a_price, staff, closing])
def test_whatever_is_written_counts_as_a_change(change):
    changed, same = a_facility(), a_facility()
    moment = just_now()
    assert changed_since([changed.pk, same.pk], moment, TODAY) == set()

    change(changed)

    assert changed_since([changed.pk, same.pk], moment, TODAY) == {changed.pk}
    assert changed_since([same.pk], moment, TODAY) == set()
    assert changed_since([changed.pk, same.pk], LONG_AGO, TODAY) == {
        changed.pk,
        same.pk,
    }


@pytest.mark.parametrize(
    ("since", "today", "is_changed"),
    [(0, 0, False), (0, 1, True), (1, 1, False), (1, 30, False), (-40, 1, True)],
)
def test_check_that_ended_counts_as_a_change(since, today, is_changed):
    """Days after its last; on the day after it, the page tells that it has lapsed."""
    facility = a_facility()
    verify(facility, "ae_log", True, "policy_document")
    last = Claim.objects.get().expires_on
    # Later than all that was written, though on the very day.
    moment = datetime.combine(days_from(last, since), datetime.max.time(), UTC)

    found = changed_since([facility.pk], moment, days_from(last, today))

    assert found == ({facility.pk} if is_changed else set())
