"""Opening hours in words: ``Mo-Fr 08:00-17:00`` is "Monday to Friday, 8 am to 5 pm"."""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

DAYS: dict[str, str | Promise] = {
    "Mo": gettext_lazy("Monday"),
    "Tu": gettext_lazy("Tuesday"),
    "We": gettext_lazy("Wednesday"),
    "Th": gettext_lazy("Thursday"),
    "Fr": gettext_lazy("Friday"),
    "Sa": gettext_lazy("Saturday"),
    "Su": gettext_lazy("Sunday"),
    "PH": gettext_lazy("public holidays"),
    "SH": gettext_lazy("school holidays"),
}
RULE = re.compile(r"(?:(?P<days>[A-Z][A-Za-z,-]*) )?(?P<hours>[0-9:,-]+|off|closed)")
NOON = 12


def hours_in_words(text: str) -> tuple[str, ...]:
    """One line for each rule; the text as it was stated where a rule is not known."""
    if text == "24/7":
        return (_("All day, every day"),)
    rules = [RULE.fullmatch(rule) for rule in text.split("; ")]
    if not all(rules):
        return (text,)
    return tuple(_rule(rule["days"], rule["hours"]) for rule in rules)


def _rule(days: str | None, hours: str) -> str:
    words = _("closed") if hours in ("off", "closed") else _spans(hours)
    named = _days(days) if days else _("Every day")
    return f"{named[:1].upper()}{named[1:]}: {words}"


def _days(days: str) -> str:
    return ", ".join(_range(part) for part in days.split(","))


def _range(part: str) -> str:
    ends = [str(DAYS.get(day, day)) for day in part.split("-")]
    return _(" to ").join(ends)


def _spans(hours: str) -> str:
    return ", ".join(
        _(" to ").join(map(_clock, span.split("-"))) for span in hours.split(",")
    )


def _clock(time: str) -> str:
    hour, _colon, minute = time.partition(":")
    number = int(hour) % 24
    if (number, minute) == (0, "00"):
        return _("midnight")
    half = _("am") if number < NOON else _("pm")
    shown = number % NOON or NOON
    return f"{shown} {half}" if minute == "00" else f"{shown}:{minute} {half}"
