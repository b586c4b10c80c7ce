"""The form to report a problem."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilities.criteria import CRITERIA
from facilities.criteria.values import is_unseen
from facilities.forms import ReportForm
from tests.factories import NOON

SHOWN = ReportForm(now=NOON).shown_now
LATER = NOON + timedelta(seconds=30)


def sent(*, now=LATER, **values):
    plain = {
        "kind": "wrong",
        "criterion": "",
        "text": "The price is wrong.",
        "reply_to": "",
        "website": "",
        "shown": SHOWN,
    }
    return ReportForm(plain | values, now=now)


def errors(form):
    return {name: list(each) for name, each in form.errors.items()}


def test_what_is_sent_is_what_the_action_wants():
    form = sent(criterion="vital-signs", reply_to="me@example.org")

    assert form.is_valid(), form.errors
    assert form.cleaned_data == {
        "kind": "wrong",
        "criterion": "vital-signs",
        "text": "The price is wrong.",
        "reply_to": "me@example.org",
    }


@pytest.mark.parametrize("criterion", CRITERIA)
def test_every_check_can_be_named(criterion):
    assert sent(criterion=criterion).is_valid()


@pytest.mark.parametrize(
    ("values", "name", "words"),
    [
        ({"kind": ""}, "kind", "Choose what it is about."),
        ({"text": ""}, "text", "Say what is wrong."),
        ({"text": " \n\t\u200b "}, "text", "Say what is wrong."),
        ({"text": "Bad."}, "text", "Say a little more: one sentence is enough."),
        ({"reply_to": "me"}, "reply_to", "Write it like this: name@example.org"),
    ],
)
def test_error_stands_beside_its_field_and_says_what_to_do(values, name, words):
    assert errors(sent(**values)) == {name: [words]}


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "no-such-kind"},
        {"criterion": "no-such-check"},
        {"text": "a" * 2001},
        {"reply_to": "a" * 250 + "@example.org"},
        {"reply_to": "me\x00@example.org"},
        {"kind": "wrong\x00"},
    ],
)
def test_what_no_browser_sends_is_an_error_too(values):
    [name] = values

    assert list(errors(sent(**values))) == [name]


def test_as_much_as_a_browser_lets_type_is_not_too_much():
    """A line break counts as one there, though it is sent as two characters."""
    form = sent(text="\r\n".join(["a" * 99] * 20))

    assert form.is_valid(), form.errors
    assert form.cleaned_data["text"].count("\n") == 19


def test_text_stays_in_lines_without_what_cannot_be_seen():
    form = sent(text="One:\tline  \r\n\r\ntwo\u202e lines\x00\rthree 東京")

    assert form.is_valid(), form.errors
    assert form.cleaned_data["text"] == "One: line\n\ntwo lines\nthree 東京"


@given(st.text(max_size=300))
def test_no_text_breaks_the_form_and_nothing_hidden_is_kept(text):
    form = sent(text=text)

    if form.is_valid():
        kept = form.cleaned_data["text"].replace("\n", "")
        assert not any(map(is_unseen, kept))
        assert len(kept) >= 9


def test_field_that_nobody_sees_has_to_stay_empty():
    form = sent(website="https://spam.example/")

    assert errors(form) == {
        "__all__": ["The field “Leave this empty” has to stay empty. Clear it."]
    }


@pytest.mark.parametrize(
    ("seconds", "is_valid"), [(0, False), (2, False), (3, True), (10**7, True)]
)
def test_only_what_was_written_in_no_time_is_sent_back(seconds, is_valid):
    assert sent(now=NOON + timedelta(seconds=seconds)).is_valid() is is_valid


@pytest.mark.parametrize("shown", ["", "1", "nonsense", SHOWN[:-1], SHOWN.upper()])
def test_hidden_field_that_is_not_ours_counts_as_no_time(shown):
    assert errors(sent(shown=shown)) == {
        "__all__": ["That was too quick for us. Wait a moment and send it again."]
    }


def test_form_that_is_sent_back_can_be_sent_again():
    first = sent(text="")
    again = sent(shown=first.shown_now, now=LATER + timedelta(seconds=5))

    assert not first.is_valid()
    assert again.is_valid()
