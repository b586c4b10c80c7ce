"""What each state and each group is called and drawn as.

A drawing is named by its last part: ``v-meets`` in the sprite is the verdict "meets".
"""

from django.utils.translation import gettext_lazy as _

from facilities.criteria import ClaimStatus, CriterionStatus
from facilities.presentation.standing import is_neutral

VERDICTS = {
    CriterionStatus.MEETS: ("meets", _("Meets")),
    CriterionStatus.PARTLY_MEETS: ("partly", _("Partly meets")),
    CriterionStatus.DOES_NOT_MEET: ("not", _("Does not meet")),
    CriterionStatus.NOT_STATED: ("unstated", _("Not stated")),
    CriterionStatus.NOT_APPLICABLE: ("na", _("Does not apply")),
}
# "Does not meet" of what is voluntary: no cross, no red.
NEUTRAL = "voluntary"
# The line under an answer: we checked it. What only the clinic says has none.
LINES = {
    ClaimStatus.DOCUMENT_SEEN: "verified",
    ClaimStatus.PRIMARY_SOURCE: "verified",
    ClaimStatus.LAPSED: "lapsed",
    ClaimStatus.CONTRADICTED: "contradicted",
}
SEALS = {
    ClaimStatus.ATTESTED: ("stated", "stated", _("Stated")),
    ClaimStatus.DOCUMENT_SEEN: ("verified", "document", _("Verified, document seen")),
    ClaimStatus.PRIMARY_SOURCE: ("verified", "verified", _("Verified at the source")),
    ClaimStatus.LAPSED: ("lapsed", "lapsed", _("Lapsed")),
    ClaimStatus.CONTRADICTED: ("contradicted", "contradicted", _("Found untrue")),
}
GROUP_LOOKS = {
    "staff": ("staff", _("Staff")),
    "suitability": ("screen", _("Suitability")),
    "protocol": ("drop", _("Dosing")),
    "supervision": ("pulse", _("Supervision")),
    "misuse": ("shield", _("Misuse")),
    "facility": ("door", _("Facility")),
    "aftercare": ("loop", _("Aftercare")),
    "information": ("book", _("Education")),
}


def look_of(
    status: CriterionStatus, level: ClaimStatus | None, *, is_voluntary: bool
) -> str:
    """The last part of the name of an answer's drawing."""
    if is_neutral(status, level, is_voluntary=is_voluntary):
        return NEUTRAL
    return VERDICTS[status][0]
