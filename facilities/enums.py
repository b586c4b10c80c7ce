"""The states and kinds a record can have."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ListingStatus(TextChoices):
    """Whether the public can see a facility's page."""

    DRAFT = "draft", _("Not listed")
    PUBLISHED = "published", _("Listed")
    SUSPENDED = "suspended", _("Suspended")
    ARCHIVED = "archived", _("No longer listed")


class OperatingStatus(TextChoices):
    OPEN = "open", _("Open")
    TEMPORARILY_CLOSED = "temporarily_closed", _("Temporarily closed")
    CLOSED = "closed", _("Permanently closed")


class AddressPrecision(TextChoices):
    """How much of an address the public may see. The rest is not stored."""

    STREET = "street", _("Street address")
    CITY = "city", _("City only")
    NONE = "none", _("State only")


class PointPrecision(TextChoices):
    """What a point on the map stands for."""

    ADDRESS = "address", _("The address")
    ZIP = "zip", _("The middle of the ZIP area")
    CITY = "city", _("The middle of the city")
    NONE = "none", _("No point")


class Origin(TextChoices):
    """Who a fact comes from."""

    PROVIDER = "provider", _("Stated by the clinic")
    SAMHSA = "samhsa", _("Reported to SAMHSA")
    MODERATOR = "moderator", _("Found by a moderator")


class SamhsaBook(TextChoices):
    """SAMHSA's two yearly directories. Only the first has a ketamine code."""

    MENTAL_HEALTH = "mh", _("Mental health directory")
    SUBSTANCE_USE = "sa", _("Substance use directory")


class PhoneKind(TextChoices):
    MAIN = "main", _("Main line")
    INTAKE = "intake", _("New patients")


class PriceKind(TextChoices):
    SESSION = "session", _("One session, all mandatory fees included")
    EVALUATION = "evaluation", _("First evaluation")
    INITIAL_COURSE = "initial_course", _("Whole first course")
    THERAPY_SESSION = "therapy_session", _("One therapy session")


class MembershipRole(TextChoices):
    OWNER = "owner", _("Owner")
    EDITOR = "editor", _("Editor")


class MatchDecision(TextChoices):
    """What a moderator made of two records that may be one facility."""

    OPEN = "open", _("Not decided")
    SAME = "same", _("One facility")
    DIFFERENT = "different", _("Two facilities")


class ProblemKind(TextChoices):
    """What somebody reports about a clinic's page."""

    WRONG = "wrong", _("A fact is wrong or out of date")
    CLOSED = "closed", _("The clinic has closed, moved or has another phone number")
    SAFETY = "safety", _("Something unsafe happened, or could happen")
    PRIVATE = "private", _("Something here should not be public, such as an address")
    OTHER = "other", _("Something else")
