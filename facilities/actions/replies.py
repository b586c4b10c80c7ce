"""What a clinic answers to a red flag, put on its page by a moderator."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from facilities.actions.changing import Refused, changing
from facilities.criteria import RED_FLAGS
from facilities.models import Facility, FlagReply


def record_flag_reply(
    *, facility: Facility, flag: str, text: str, replied_on: date, by, at: datetime
) -> FlagReply:
    """Show a clinic's reply beside a flag; a later reply takes the earlier's place.

    A flag may be answered before it is shown: some are held back until they are.
    """
    if flag not in RED_FLAGS:
        raise Refused(_("“%(flag)s” is not a red flag.") % {"flag": flag})
    if replied_on > at.date():
        raise Refused(_("A reply cannot lie in the future."))
    with changing(facility, by=by, reason="flag reply recorded") as locked:
        known = FlagReply.objects.filter(facility=locked, flag=flag).first()
        reply = known or FlagReply(facility=locked, flag=flag)
        reply.text, reply.replied_on = text.strip(), replied_on
        reply.recorded_by = by
        reply.full_clean(exclude=["facility", "recorded_by"])
        reply.save()
    return reply


def remove_flag_reply(*, facility: Facility, flag: str, by) -> None:
    """Take a reply off the page, as the clinic asked. Its history stays."""
    with changing(facility, by=by, reason="flag reply removed") as locked:
        FlagReply.objects.filter(facility=locked, flag=flag).delete()
