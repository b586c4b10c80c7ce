"""Which clinic somebody means to add to a comparison, by its name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from facilities.comparison import MOST_FACILITIES, Column
from facilities.enums import OperatingStatus
from facilities.filters import LONGEST_TEXT
from facilities.filters.fields import readable
from facilities.matching import Terms, matching
from facilities.models import Facility

MOST_OFFERED = 8


@dataclass(frozen=True, slots=True)
class Adding:
    """``named`` have the typed text in their name; ``others`` are offered without."""

    text: str
    has_room: bool
    named: Sequence[Facility] = ()
    others: Sequence[Facility] = ()

    @property
    def meant(self) -> Facility | None:
        """The one that can only be meant: alone with that name, or with all of it."""
        text = self.text.casefold()
        whole = [each for each in self.named if each.full_name.casefold() == text]
        one = whole if len(whole) == 1 else self.named
        return one[0] if len(one) == 1 else None


def read_adding(query: QueryDict, columns: Sequence[Column], today: date) -> Adding:
    text = readable(query.get("add", "")[:LONGEST_TEXT]).strip()
    if len(columns) == MOST_FACILITIES:
        return Adding(text, has_room=False)
    slugs = [column.slug for column in columns]
    listed = Facility.objects.published().exclude(slug__in=slugs)
    named = (
        list(matching(Terms(text=text), listed, today)[:MOST_OFFERED]) if text else []
    )
    others = [] if named else list(_of_same_states(listed, columns)[:MOST_OFFERED])
    return Adding(text, has_room=True, named=named, others=others)


def _of_same_states(listed, columns: Sequence[Column]):
    """By name."""
    states = {column.state for column in columns}
    is_sample = any(column.is_sample for column in columns)
    return listed.filter(state__in=states, is_sample=is_sample).exclude(
        operating_status=OperatingStatus.CLOSED
    )
