"""The changes of a listing in words: what, when, and never who by name."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from facilities.criteria import FIELDS, FieldType
from facilities.enums import PriceKind
from facilities.models.history import FacilityHistory
from facilities.presentation.amounts import money_words
from facilities.presentation.changes import (
    Change,
    ChangeKind,
    listing_changes,
    published_spans,
    said_changes,
    staff_changes,
)
from facilities.presentation.prices import Total
from facilities.presentation.visible import visible

MOST_NAMED = 4
MOST_SHOWN = 5
LEADS: Mapping[ChangeKind, str | Promise] = {
    ChangeKind.CLOSED: gettext_lazy("Closed."),
    ChangeKind.CLOSED_FOR_NOW: gettext_lazy("Closed for now."),
    ChangeKind.REOPENED: gettext_lazy("Open again."),
    ChangeKind.FOUND_UNTRUE: gettext_lazy("Found untrue:"),
    ChangeKind.UNTRUE_ENDED: gettext_lazy(
        "Not stated any more, twelve months after it was found untrue:"
    ),
    ChangeKind.LAPSED: ngettext_lazy(
        "%(n)d check lapsed:", "%(n)d checks lapsed:", "n"
    ),
    ChangeKind.VERIFIED: ngettext_lazy(
        "%(n)d fact verified:", "%(n)d facts verified:", "n"
    ),
    ChangeKind.CHANGED: gettext_lazy("Answer changed:"),
    ChangeKind.WITHDRAWN: gettext_lazy("Answer taken back:"),
    ChangeKind.STAFF: gettext_lazy("The list of who treats patients changed."),
    ChangeKind.RESTATED: ngettext_lazy(
        "%(n)d fact stated again by the clinic, unchanged:",
        "%(n)d facts stated again by the clinic, unchanged:",
        "n",
    ),
    ChangeKind.STATED: ngettext_lazy(
        "%(n)d fact stated by the clinic:", "%(n)d facts stated by the clinic:", "n"
    ),
    ChangeKind.REPORTED: ngettext_lazy(
        "%(n)d fact reported to SAMHSA:", "%(n)d facts reported to SAMHSA:", "n"
    ),
    ChangeKind.FOUND: ngettext_lazy(
        "%(n)d fact found by a moderator:", "%(n)d facts found by a moderator:", "n"
    ),
    ChangeKind.LISTED: gettext_lazy("Listed in this directory."),
}
COUNTED = {
    ChangeKind.LAPSED,
    ChangeKind.VERIFIED,
    ChangeKind.RESTATED,
    ChangeKind.STATED,
    ChangeKind.REPORTED,
    ChangeKind.FOUND,
}
# Names, numbers of licenses and free text may be about a person who is gone: that such
# an answer changed is told, not from what to what.
TOLD_TYPES = {
    FieldType.BOOL,
    FieldType.INT,
    FieldType.DECIMAL,
    FieldType.DATE,
    FieldType.ENUM,
    FieldType.MULTI,
}


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """``was`` and ``now`` are given together, or neither is."""

    day: date
    lead: str
    names: str = ""
    was: str = ""
    now: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """The newest first."""

    newest: tuple[HistoryEntry, ...]
    older: tuple[HistoryEntry, ...]


def history_words(history: FacilityHistory, today: date) -> History:
    entries = tuple(_entries(list(_told(history, today))))
    return History(entries[:MOST_SHOWN], entries[MOST_SHOWN:])


def words_since(
    history: FacilityHistory, since: date, today: date
) -> tuple[HistoryEntry, ...]:
    """What the history tells today and did not tell at the beginning of a day.

    So a check of an earlier day counts as new if it was put on the page since.
    """
    moment = datetime.combine(since, time.min, UTC)
    known = set(map(_identity, _told(history.before(moment), since)))
    told = [each for each in _told(history, today) if _identity(each) not in known]
    return tuple(_entries(told))


@dataclass(frozen=True, slots=True)
class _Told:
    """A change with its words."""

    change: Change
    name: str = ""
    was: str = ""
    now: str = ""


def _told(history: FacilityHistory, today: date) -> Iterator[_Told]:
    spans = published_spans(history.listings)
    for change in listing_changes(history):
        yield _Told(change)
    for change in staff_changes(history.staff, spans):
        yield _Told(change)
    for change in said_changes(history.claims, spans, today):
        field = FIELDS.get(change.key)
        if field is not None and field.is_public:
            yield _Told(change, field.label, *_values(change, field))
    for change in said_changes(history.prices, spans, today):
        label = str(PriceKind(change.key).label)
        yield _Told(change, label, *_amounts(change))


def _identity(told: _Told) -> tuple:
    change = told.change
    return change.day, change.kind, change.key, repr(change.was), repr(change.now)


def _values(change: Change, field) -> tuple[str, str]:
    if change.kind != ChangeKind.CHANGED or field.type not in TOLD_TYPES:
        return "", ""
    return visible(field.display(change.was)), visible(field.display(change.now))


def _amounts(change: Change) -> tuple[str, str]:
    if change.kind != ChangeKind.CHANGED:
        return "", ""
    return money_words(Total(*change.was)), money_words(Total(*change.now))


def _entries(told: Iterable[_Told]) -> Iterator[HistoryEntry]:
    """One for each day and kind; an answer that changed has its own."""
    together: dict[Any, list[_Told]] = defaultdict(list)
    for each in told:
        change = each.change
        is_alone = change.kind == ChangeKind.CHANGED
        together[change.day, change.kind, each.name if is_alone else ""].append(each)
    newest_first = sorted(together, key=lambda key: (-key[0].toordinal(), *key[1:]))
    for day, kind, _name in newest_first:
        group = together[day, kind, _name]
        yield HistoryEntry(
            day,
            _lead(kind, len(group)),
            _names([each.name for each in group if each.name]),
            group[0].was,
            group[0].now,
        )


def _lead(kind: ChangeKind, number: int) -> str:
    words = LEADS[kind]
    return words % {"n": number} if kind in COUNTED else str(words)


def _names(names: list[str]) -> str:
    named = "; ".join(names[:MOST_NAMED])
    left = len(names) - MOST_NAMED
    if left <= 0:
        return named
    more = ngettext("and %(n)d more", "and %(n)d more", left) % {"n": left}
    return _("%(named)s; %(more)s") % {"named": named, "more": more}
