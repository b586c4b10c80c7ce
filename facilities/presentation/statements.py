"""Stated facts in words: the detail line of a criterion, and who said it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from facilities.criteria import FIELDS, ClaimStatus
from facilities.models import Claim
from facilities.presentation.how_known import HowKnown, how_known
from facilities.presentation.standing import Claims
from facilities.presentation.visible import visible


@dataclass(frozen=True, slots=True)
class Line:
    """One stated fact. ``is_untrue``: a check found that it does not hold.

    ``is_plain_yes``: its label alone says it, as "Keeps a log of harms" does.
    """

    field: str
    label: str
    value: str
    is_untrue: bool
    is_plain_yes: bool

    @property
    def words(self) -> str:
        """The fact in one breath, without a full stop."""
        if self.is_plain_yes:
            return self.label
        return _("%(label)s: %(value)s") % {"label": self.label, "value": self.value}


@dataclass(frozen=True, slots=True)
class Statement:
    """Facts that were said and checked in the same way, so that it is said once."""

    lines: tuple[Line, ...]
    known: HowKnown


def statements_of(
    fields: Iterable[str], claims: Claims, today: date
) -> tuple[Statement, ...]:
    """The stated facts among ``fields``, in their order, put together by source."""
    together: dict[HowKnown, list[Line]] = {}
    for field in fields:
        claim = claims.get(field)
        if claim and FIELDS[field].is_public:
            together.setdefault(how_known(claim, today), []).append(line_of(claim))
    return tuple(Statement(tuple(lines), known) for known, lines in together.items())


def line_of(claim: Claim) -> Line:
    return Line(
        field=claim.field,
        label=claim.definition.label,
        value=visible(claim.display_value).rstrip("."),
        is_untrue=claim.status == ClaimStatus.CONTRADICTED,
        is_plain_yes=claim.value is True,
    )
