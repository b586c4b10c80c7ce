"""The recipes as they stand in the YAML files beside this module, read once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from facilities.criteria import CriterionStatus

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Archetype:
    """A kind of clinic. See ``archetypes.yaml`` for what the numbers mean."""

    slug: str
    weight: int
    kinds: tuple[str, ...]
    routes: tuple[tuple[str, ...], ...]
    settings: tuple[tuple[str, ...], ...]
    facets: Mapping[str, list]
    prices: Mapping[str, list[int]]
    teams: tuple[tuple[str, ...], ...]
    chances: Mapping[str, list[int]] = field(default_factory=dict)
    always: Mapping[str, str] = field(default_factory=dict)
    traits: tuple[str, ...] = ()
    treats_mental_health: bool = True


@dataclass(frozen=True, slots=True)
class Option:
    """One way to answer; ``is_alone`` leaves out what every answer would add."""

    values: Mapping[str, Any]
    needs: frozenset[str]
    excludes: frozenset[str]
    is_alone: bool

    def fits(self, traits: frozenset[str]) -> bool:
        return self.needs <= traits and not self.excludes & traits


@dataclass(frozen=True, slots=True)
class CaseCheck:
    """Answers that a moderator checked. ``freshness`` is the clinic's unless given."""

    evidence: str
    values: Mapping[str, Any]
    freshness: str = ""


@dataclass(frozen=True, slots=True)
class Contradiction:
    field: str
    evidence: str
    days_ago: int


@dataclass(frozen=True, slots=True)
class CaseClosing:
    is_permanent: bool
    days_ago: int
    reason: str


@dataclass(frozen=True, slots=True)
class CaseReply:
    """What the clinic answers to a red flag."""

    flag: str
    days_ago: int
    text: str


@dataclass(frozen=True, slots=True)
class Case:
    """A clinic with a story. See ``cases.yaml``."""

    name: str
    place: str
    kind: str
    openness: str
    checking: str = "none"
    showcase: str = ""
    freshness: str = "fresh"
    only: str = ""
    routes: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    stated: Mapping[str, Any] = field(default_factory=dict)
    checked: tuple[CaseCheck, ...] = ()
    contradicted: tuple[Contradiction, ...] = ()
    replies: tuple[CaseReply, ...] = ()
    closing: CaseClosing | None = None
    is_withheld: bool = False
    is_staff_checked: bool = True


def _read(name: str) -> Any:
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


def _option(entry: dict) -> Option:
    values = dict(entry)
    needs, excludes = values.pop("for", ()), values.pop("not_for", ())
    is_alone = values.pop("alone", False)
    return Option(values, frozenset(needs), frozenset(excludes), is_alone)


def _case(entry: dict) -> Case:
    closing = entry.get("closing")
    return Case(
        **entry
        | {
            "checked": tuple(CaseCheck(**each) for each in entry.get("checked", ())),
            "contradicted": tuple(
                Contradiction(**each) for each in entry.get("contradicted", ())
            ),
            "replies": tuple(CaseReply(**each) for each in entry.get("replies", ())),
            "closing": CaseClosing(**closing) if closing else None,
        }
    )


def _answers() -> dict[str, dict[str, tuple[Option, ...]]]:
    """Options by criterion, then by status or "also"."""
    return {
        slug: {key: tuple(map(_option, options)) for key, options in entry.items()}
        for path in sorted((FOLDER / "answers").glob("*.yaml"))
        for slug, entry in _read(f"answers/{path.name}").items()
    }


ARCHETYPES = MappingProxyType(
    {
        slug: Archetype(slug=slug, **entry)
        for slug, entry in _read("archetypes.yaml").items()
    }
)
CASES = tuple(map(_case, _read("cases.yaml")))
ANSWERS = MappingProxyType(_answers())
_FACETS = _read("facets.yaml")
FACET_CHOICES = MappingProxyType(_FACETS["facets"])
FACET_EVIDENCE = MappingProxyType(_FACETS["evidence"])
STAFF = MappingProxyType(_FACETS["staff"])
STATUSES = (
    CriterionStatus.MEETS,
    CriterionStatus.PARTLY_MEETS,
    CriterionStatus.DOES_NOT_MEET,
)
