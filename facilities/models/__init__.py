from facilities.models.claim import Claim
from facilities.models.clinician import Clinician
from facilities.models.facility import Facility, Phone
from facilities.models.organization import Organization, OrganizationMembership
from facilities.models.place import PostalCode
from facilities.models.price import Price
from facilities.models.problem_report import ProblemReport
from facilities.models.reply import FlagReply
from facilities.models.result import CriterionResult, FacilityFlag
from facilities.models.samhsa import ImportMatch, SamhsaEdition, SamhsaRecord
from facilities.models.search import SearchChange, SearchVersion

__all__ = [
    "Claim",
    "Clinician",
    "CriterionResult",
    "Facility",
    "FacilityFlag",
    "FlagReply",
    "ImportMatch",
    "Organization",
    "OrganizationMembership",
    "Phone",
    "PostalCode",
    "Price",
    "ProblemReport",
    "SamhsaEdition",
    "SamhsaRecord",
    "SearchChange",
    "SearchVersion",
]
