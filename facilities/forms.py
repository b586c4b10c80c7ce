"""What people fill in. A form cleans and never saves."""

from datetime import datetime, timedelta

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from facilities.criteria import GROUPS
from facilities.criteria.values import is_unseen
from facilities.enums import ProblemKind
from facilities.models import ProblemReport

# Nobody reads the form and writes a sentence in less.
SHORTEST_WRITING = timedelta(seconds=3)
FEWEST_CHARACTERS = 10
SALT = "report a problem"


class PlainText(forms.CharField):
    """Several lines, with nothing in them that cannot be seen."""

    widget = forms.Textarea

    def to_python(self, value):
        lines = (value or "").expandtabs(1).splitlines()
        seen = ("".join(c for c in line if not is_unseen(c)) for line in lines)
        return super().to_python("\n".join(line.rstrip() for line in seen))


def criteria_choices():
    """Every check in its group; none may be meant."""
    yield "", _("None of them, or I am not sure")
    for group in GROUPS.values():
        yield group.title, [(each.slug, each.title) for each in group.criteria]


class ReportForm(forms.Form):
    """``now`` is when it is shown, or sent.

    Programs are told apart by two things that cost a person nothing: a field that
    nobody sees, and the time since the form was shown. Both say so, so that a person
    who is taken for a program can send it again.
    """

    kind = forms.ChoiceField(
        label=_("What is it about?"),
        choices=ProblemKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is about.")},
    )
    criterion = forms.ChoiceField(
        label=_("Which check is it about?"),
        help_text=_("You can leave this as it is."),
        choices=criteria_choices,
        required=False,
    )
    text = PlainText(
        label=_("What is wrong, and how do you know?"),
        help_text=_(
            "In your own words, up to 2,000 characters. Please leave out names of"
            " patients."
        ),
        min_length=FEWEST_CHARACTERS,
        max_length=ProblemReport.MOST_CHARACTERS,
        error_messages={
            "required": _("Say what is wrong."),
            "min_length": _("Say a little more: one sentence is enough."),
        },
    )
    reply_to = forms.EmailField(
        label=_("Your e-mail, if you want an answer"),
        help_text=_(
            "You do not have to give it. Only moderators see it, and it is used for"
            " nothing else."
        ),
        required=False,
        max_length=254,
        error_messages={"invalid": _("Write it like this: name@example.org")},
    )
    website = forms.CharField(label=_("Leave this empty"), required=False)
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, now: datetime, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.now = now
        for name in ("criterion", "text", "reply_to"):
            self.fields[name].widget.attrs["class"] = "input"
        self.fields["text"].widget.attrs["rows"] = 7
        self.fields["reply_to"].widget.attrs["autocomplete"] = "email"
        self.fields["website"].widget.attrs |= {"tabindex": "-1", "autocomplete": "off"}

    @property
    def shown_now(self) -> str:
        """For the hidden field: when the form was shown, sealed."""
        return signing.dumps(int(self.now.timestamp()), salt=SALT)

    def clean(self):
        cleaned = super().clean()
        if cleaned.pop("website", ""):
            self.add_error(
                None, _("The field “Leave this empty” has to stay empty. Clear it.")
            )
        written_in = self._written_in(cleaned.pop("shown", ""))
        if not self.errors and written_in < SHORTEST_WRITING:
            self.add_error(
                None, _("That was too quick for us. Wait a moment and send it again.")
            )
        return cleaned

    def _written_in(self, shown: str) -> timedelta:
        """No time at all where the hidden field is not ours. There is no longest."""
        try:
            seconds = signing.loads(shown, salt=SALT)
        except signing.BadSignature:
            return timedelta()
        return timedelta(seconds=self.now.timestamp() - seconds)
