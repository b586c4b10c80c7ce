"""The choices of a search as they are offered: grouped, counted, and which are on.

``search`` is a FacilityFilter throughout.
"""

from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from facilities.criteria import GROUPS
from facilities.finding import Counts

# Where one value may be chosen only, what choosing none is called.
ONE_ONLY = {"price": _("Any price"), "checked": _("Any time, or never")}


@dataclass(frozen=True, slots=True)
class Choice:
    """``is_off``: nothing would be found, so it cannot be chosen."""

    value: str
    label: str
    count: int
    is_chosen: bool

    @property
    def is_off(self) -> bool:
        return not self.count and not self.is_chosen


@dataclass(frozen=True, slots=True)
class ChoiceGroup:
    """Choices that are shown under one heading. ``name`` is the field they set.

    ``any_label`` is given where one may be chosen only, for choosing none.
    """

    name: str
    slug: str
    title: str
    choices: tuple[Choice, ...]
    any_label: str = ""

    @property
    def chosen_count(self) -> int:
        return sum(choice.is_chosen for choice in self.choices)


def choice_group(search, counts: Counts, name: str) -> ChoiceGroup:
    """The choices of one field; of states, those with a listed facility."""
    entry, numbers = search.form.fields[name], counts.groups[name]
    chosen = search.chosen[name]
    shown = numbers.keys() | set(chosen)
    labels = [each for each in entry.choices if name != "state" or each[0] in shown]
    choices = tuple(
        Choice(value, label, numbers[value], value in chosen) for value, label in labels
    )
    return ChoiceGroup(name, name, entry.label, choices, ONE_ONLY.get(name, ""))


def radius_group(search, counts: Counts) -> ChoiceGroup | None:
    """How far, where there is a point to be far from."""
    if not counts.radius:
        return None
    choices = tuple(
        Choice(
            value,
            label,
            counts.radius[int(value) if value.isdigit() else None],
            value == search.chosen["radius"],
        )
        for value, label in search.form.fields["radius"].choices
    )
    place = search.spot.label if search.spot else gettext("you")
    return ChoiceGroup(
        "radius",
        "radius",
        gettext("Distance from %(place)s") % {"place": place},
        choices,
    )


def criteria_groups(search, counts: Counts) -> list[ChoiceGroup]:
    """The choices of ``must``, as the specification groups them."""
    return [_criteria_group(search, counts, group) for group in GROUPS.values()]


def _criteria_group(search, counts: Counts, group) -> ChoiceGroup:
    chosen = search.chosen["must"]
    choices = tuple(
        Choice(each.slug, each.title, counts.must[each.slug], each.slug in chosen)
        for each in group.criteria
    )
    return ChoiceGroup("must", group.slug, group.title, choices)
