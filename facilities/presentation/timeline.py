"""When a patient meets the clinic: from before the first dose to months after it.

Every word comes from a fact; a step that no fact speaks of says "not stated".
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from facilities.criteria import ClaimStatus
from facilities.criteria.grounds import RANK
from facilities.models import Claim
from facilities.presentation.how_known import HowKnown, how_known
from facilities.presentation.standing import Claims, usable_values
from facilities.presentation.timeline_steps import STEPS, Put, Words

FIRST_X, STRIDE = 50, 100
HOME = {"at_home_supervised", "at_home_unsupervised"}


@dataclass(frozen=True, slots=True)
class Part:
    """One fact at one step. ``is_untrue``: a check found that it does not hold."""

    words: str
    is_untrue: bool


@dataclass(frozen=True, slots=True)
class Step:
    """``known`` is how its weakest fact is known, None where nothing is stated.

    ``x`` is its place in the drawing; the line to it begins at ``previous_x``.
    """

    label: Words
    parts: tuple[Part, ...]
    known: HowKnown | None
    x: int

    @property
    def previous_x(self) -> int:
        return self.x - STRIDE


@dataclass(frozen=True, slots=True)
class Timeline:
    """``place`` says where the session, and the time right after it, are spent."""

    steps: tuple[Step, ...]
    place: str

    @property
    def is_stated(self) -> bool:
        return any(step.known for step in self.steps)


def timeline_of(claims: Claims, today: date) -> Timeline:
    steps = (
        _step(label, told, claims, today, x=FIRST_X + STRIDE * number)
        for number, (label, told) in enumerate(STEPS)
    )
    return Timeline(tuple(steps), _place(claims))


def _step(label, told, claims: Claims, today: date, *, x: int) -> Step:
    said = list(_said(told, claims))
    weakest = min(
        (claim for claim, _words in said),
        key=lambda claim: RANK[claim.status_on(today)],
        default=None,
    )
    return Step(
        label=label,
        parts=tuple(Part(words, _is_untrue(claim)) for claim, words in said),
        known=how_known(weakest, today) if weakest else None,
        x=x,
    )


def _said(told: Mapping[str, Put], claims: Claims) -> Iterator[tuple[Claim, str]]:
    for field, put in told.items():
        words = str(put(claims[field].value)) if field in claims else ""
        if words:
            yield claims[field], words


def _place(claims: Claims) -> str:
    settings = set(usable_values(claims, "dosing_setting"))
    if not settings:
        return ""
    if settings <= HOME:
        return _("at home")
    return _("at the clinic or at home") if settings & HOME else _("at the clinic")


def _is_untrue(claim: Claim) -> bool:
    return claim.status == ClaimStatus.CONTRADICTED
