"""What the address of a comparison asks for, and the address of what is asked for."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict

from facilities.criteria import CRITERIA
from facilities.filters.fields import SLUG
from facilities.search import CORE

MOST_READ = 20  # of the clinics an address asks for, however long it is
DIFFERENCES, MINE = "differences", "mine"
ONLY = (DIFFERENCES, MINE)


@dataclass(frozen=True, slots=True)
class Choice:
    """The clinics in the order asked for, and what matters to the person who asks.

    ``mine`` are the criteria that matter, in the order of the specification, and
    ``must`` those among them that a clinic must meet. ``only`` names which rows are
    shown. ``is_garbled``: a part of the address can be none of these.
    """

    slugs: tuple[str, ...] = ()
    mine: tuple[str, ...] = CORE
    must: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    is_garbled: bool = False

    @property
    def is_core(self) -> bool:
        return self.mine == CORE

    @property
    def only_differences(self) -> bool:
        return DIFFERENCES in self.only

    @property
    def only_mine(self) -> bool:
        return MINE in self.only

    def query(self, **changes: Iterable[str]) -> str:
        """The query string, with some parts chosen otherwise. The core goes unsaid."""
        choice = replace(self, **changes)
        mine = () if choice.is_core else choice.mine
        named = {"facility": choice.slugs, "mine": mine}
        named |= {"must": choice.must, "only": choice.only}
        return urlencode(named, doseq=True)


def read_choice(query: QueryDict) -> Choice:
    asked = _each_once(query, "facility")[:MOST_READ]
    slugs = tuple(slug for slug in asked if SLUG.fullmatch(slug))
    ticked, must = _each_once(query, "mine"), _each_once(query, "must")
    only = _each_once(query, "only")
    return Choice(
        slugs=slugs,
        mine=_known([*ticked, *must] if ticked else [*CORE, *must], CRITERIA) or CORE,
        must=_known(must, CRITERIA),
        only=_known(only, ONLY),
        is_garbled=len(slugs) < len(asked)
        or not CRITERIA.keys() >= {*ticked, *must}
        or not {*ONLY} >= {*only},
    )


def _each_once(query: QueryDict, name: str) -> list[str]:
    return list(dict.fromkeys(filter(None, query.getlist(name))))


def _known(asked: Collection[str], all_of_them: Iterable[str]) -> tuple[str, ...]:
    return tuple(each for each in all_of_them if each in asked)
