"""How each fact is put at the step of the course that it speaks of."""

from collections.abc import Callable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from facilities.criteria.fields import JsonValue

Words = str | Promise
Put = Callable[[JsonValue], Words]
# The last day after the last session that still belongs to a step.
DAY_1, WEEK_1, MONTH_1, LATER = 1, 7, 45, 10**6


def one_of(**words: Words) -> Put:
    """For a choice: the words of each value that speaks of this step."""
    return lambda value: words.get(value, "")


def yes_or_no(yes: Words, no: Words) -> Put:
    return lambda value: yes if value else no


def number(words: Words, none: Words = "") -> Put:
    return lambda value: words % {"n": value} if value else none


def between(first: int, last: int, words: Words, none: Words = "") -> Put:
    """For a number that belongs to one of several steps."""
    put = number(words, none)
    return lambda value: put(value) if first <= value <= last else ""


FIRST_CHECKIN = ngettext_lazy(
    "First check-in %(n)d day after the last session",
    "First check-in %(n)d days after the last session",
    "n",
)

STEPS: tuple[tuple[Words, Mapping[str, Put]], ...] = (
    (
        _("Before"),
        {
            "evaluation_before_first_dose": one_of(
                always=_("Always an evaluation"),
                usually=_("Usually an evaluation"),
                no=_("No evaluation"),
            ),
            "evaluator_level": one_of(
                prescriber=_("A prescriber evaluates you"),
                licensed_clinician_non_prescriber=_(
                    "A licensed clinician evaluates you"
                ),
                non_clinical_staff=_("Staff with no license evaluate you"),
                questionnaire_only=_("A form only, no person"),
            ),
            "prep_sessions": number(
                ngettext_lazy("%(n)d therapy session", "%(n)d therapy sessions", "n"),
                none=_("No therapy session before it"),
            ),
        },
    ),
    (
        _("Session"),
        {
            "supervision_level": one_of(
                prescriber_on_site=_("A prescriber is in the building"),
                nurse_on_site_prescriber_reachable=_(
                    "A nurse is in the building, a prescriber on call"
                ),
                remote_video_only=_("You are watched by video only"),
                none=_("No one is there"),
            ),
            "home_live_monitoring": one_of(
                clinician_video_whole_session=_(
                    "At home, a clinician is on video the whole time"
                ),
                clinician_video_part=_(
                    "At home, a clinician is on video part of the time"
                ),
                on_call_only=_("At home, a clinician is on call only"),
                none=_("At home, no one watches"),
            ),
            "vitals_interval_min": number(
                ngettext_lazy(
                    "Vital signs every minute", "Vital signs every %(n)d minutes", "n"
                )
            ),
        },
    ),
    (
        _("After the session"),
        {
            "observation_min_esketamine": number(
                ngettext_lazy(
                    "You stay %(n)d minute after esketamine",
                    "You stay %(n)d minutes after esketamine",
                    "n",
                ),
                none=_("No stay after esketamine"),
            ),
            "observation_min_other": number(
                ngettext_lazy(
                    "You stay %(n)d minute after other ketamine",
                    "You stay %(n)d minutes after other ketamine",
                    "n",
                ),
                none=_("No stay after other ketamine"),
            ),
            "discharge_criteria_written": yes_or_no(
                _("A checklist before you leave"),
                _("No written checklist before you leave"),
            ),
            "escort_required": yes_or_no(
                _("An adult must take you home"), _("No adult has to take you home")
            ),
        },
    ),
    (
        _("Day 1"),
        {
            "driving_advice": one_of(
                not_until_next_day_after_sleep=_("You may drive after a night's sleep"),
                not_for_24_h=_("You may drive after 24 hours"),
                same_day_hours=_("You may drive the same day"),
                no_advice=_("No advice about driving"),
            ),
            "first_checkin_days": between(
                0,
                DAY_1,
                FIRST_CHECKIN,
                none=_("First check-in on the day of the last session"),
            ),
        },
    ),
    (
        _("Week 1"),
        {
            "first_checkin_days": between(DAY_1 + 1, WEEK_1, FIRST_CHECKIN),
            "integration_sessions": number(
                ngettext_lazy(
                    "%(n)d therapy session after ketamine",
                    "%(n)d therapy sessions after ketamine",
                    "n",
                ),
                none=_("No therapy session after it"),
            ),
        },
    ),
    (
        _("Month 1"),
        {
            "first_checkin_days": between(WEEK_1 + 1, MONTH_1, FIRST_CHECKIN),
            "followup_therapy_offer": one_of(
                included=_("Therapy goes on"),
                optional_on_site=_("Therapy here, if you choose it"),
                arranged_with_partner=_("Therapy with a partner"),
                advice_only=_("Advice only, no therapy"),
                none=_("No therapy after the course"),
            ),
            "followup_therapy_weeks": number(
                ngettext_lazy("Therapy for %(n)d week", "Therapy for %(n)d weeks", "n")
            ),
            "checkin_until_months": number(_("Check-ins go on")),
        },
    ),
    (
        _("Later months"),
        {
            "first_checkin_days": between(MONTH_1 + 1, LATER, FIRST_CHECKIN),
            "checkin_until_months": number(
                ngettext_lazy(
                    "Check-ins end after month %(n)d",
                    "Check-ins until month %(n)d",
                    "n",
                ),
                none=_("No check-ins"),
            ),
            "relapse_plan_written": yes_or_no(
                _("A written plan in case problems return"),
                _("No written plan in case problems return"),
            ),
        },
    ),
)
