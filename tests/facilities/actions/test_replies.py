"""What a clinic answers to a red flag."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from facilities import actions
from facilities.models import FlagReply
from tests.factories import NOON, TODAY, a_facility, a_user

pytestmark = pytest.mark.django_db
FLAG = "contradicted-claim"


def reply(facility, text="We have sent the new cards.", **columns):
    plain = {"flag": FLAG, "replied_on": TODAY, "by": None, "at": NOON}
    return actions.record_flag_reply(facility=facility, text=text, **plain | columns)


def test_reply_is_recorded_with_its_day_and_who_put_it_there():
    facility, by = a_facility(), a_user()

    reply(facility, "  We have sent the new cards. ", by=by)

    [row] = facility.flag_replies.all()
    assert (row.flag, row.text) == (FLAG, "We have sent the new cards.")
    assert (row.replied_on, row.recorded_by) == (TODAY, by)


def test_later_reply_takes_the_place_of_the_earlier_and_both_are_in_the_history():
    facility = a_facility()
    reply(facility, "First.", replied_on=TODAY - timedelta(days=3))

    reply(facility, "Second.")

    assert [row.text for row in facility.flag_replies.all()] == ["Second."]
    events = apps.get_model("facilities", "FlagReplyEvent").objects
    assert list(events.order_by("pgh_id").values_list("text", flat=True)) == [
        "First.",
        "Second.",
    ]


def test_reply_can_be_taken_off_again_and_only_that_one():
    facility, other = a_facility(), a_facility()
    reply(facility)
    reply(facility, flag="says-not-addictive")
    reply(other)

    actions.remove_flag_reply(facility=facility, flag=FLAG, by=None)

    left = FlagReply.objects.values_list("facility", "flag")
    assert set(left) == {(facility.pk, "says-not-addictive"), (other.pk, FLAG)}


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"flag": "no-such-flag"}, "is not a red flag"),
        ({"replied_on": date(2026, 6, 16)}, "cannot lie in the future"),
    ],
)
def test_reply_that_makes_no_sense_is_refused(columns, words):
    with pytest.raises(actions.Refused, match=words):
        reply(a_facility(), **columns)

    assert FlagReply.objects.count() == 0


@pytest.mark.parametrize("text", ["", "   ", "a" * 1001, "null\x00"])
def test_reply_has_to_say_something_short_enough(text):
    with pytest.raises(ValidationError):
        reply(a_facility(), text)


def test_database_refuses_an_empty_reply_and_a_second_one():
    facility = a_facility()
    row = {"facility": facility, "flag": FLAG, "replied_on": TODAY}

    with (
        pytest.raises(IntegrityError, match="reply_says_something"),
        transaction.atomic(),
    ):
        FlagReply.objects.create(text="", **row)
    FlagReply.objects.create(text="Yes.", **row)
    with pytest.raises(IntegrityError, match="one_reply_to_each_flag"):
        FlagReply.objects.create(text="No.", **row)
