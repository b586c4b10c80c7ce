"""Every write to what the directory says, and nothing else.

An action is a verb with keyword-only arguments, the person and the time; it locks,
checks, writes and records in one transaction.
"""

from facilities.actions.changing import Refused
from facilities.actions.claims import (
    Check,
    contradict_claim,
    lapse_overdue_claims,
    record_verified_claim,
    record_verified_claims,
    state_claim,
    state_claims,
    withdraw_claim,
)
from facilities.actions.listing import (
    FacilityDetails,
    PhoneLine,
    add_facility,
    archive,
    close,
    publish,
    reopen,
    suspend,
)
from facilities.actions.offers import (
    StatedClinician,
    StatedPrice,
    state_clinicians,
    state_prices,
)
from facilities.actions.replies import record_flag_reply, remove_flag_reply
from facilities.actions.reports import forget_old_reports, report_problem
from facilities.actions.results import rebuild_results
from facilities.actions.search import ask_for_search_rebuild, prune_search_changes

__all__ = [
    "Check",
    "FacilityDetails",
    "PhoneLine",
    "Refused",
    "StatedClinician",
    "StatedPrice",
    "add_facility",
    "archive",
    "ask_for_search_rebuild",
    "close",
    "contradict_claim",
    "forget_old_reports",
    "lapse_overdue_claims",
    "prune_search_changes",
    "publish",
    "rebuild_results",
    "record_flag_reply",
    "record_verified_claim",
    "record_verified_claims",
    "remove_flag_reply",
    "reopen",
    "report_problem",
    "state_claim",
    "state_claims",
    "state_clinicians",
    "state_prices",
    "suspend",
    "withdraw_claim",
]
