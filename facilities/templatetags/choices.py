"""The choices of a search as boxes to tick, some two hundred on a page.

All of a choice but its number, and whether it is on, is always the same: made once.
"""

from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext

from facilities.choice_groups import Choice, ChoiceGroup

RADIUS = "radius"
# By language, field and value: before the box is marked, before " none", and before
# the number. Fields and values are those of the form, so they are few.
_pieces: dict[tuple, tuple[SafeString, SafeString, SafeString]] = {}


def choices(group: ChoiceGroup) -> SafeString:
    """A label for each choice. One that would find nothing is off."""
    language = get_language()
    parts = []
    for choice in group.choices:
        key = language, group.name, choice.value
        pieces = _pieces.get(key)
        if pieces is None:
            pieces = _pieces[key] = _made(group, choice)
        box, label, number = pieces
        on = " checked" if choice.is_chosen else " disabled" if choice.is_off else ""
        none = "" if choice.count else " none"
        parts += box, on, label, none, number, _counted(choice.count, language)
    return SafeString("".join(parts))


def _made(
    group: ChoiceGroup, choice: Choice
) -> tuple[SafeString, SafeString, SafeString]:
    is_radius = group.name == RADIUS
    kind = "radio" if group.any_label or is_radius else "checkbox"
    box = format_html(
        '<label class="choice"><input type="{}" name="{}" value="{}"',
        kind,
        group.name,
        choice.value,
    )
    if is_radius:
        box += format_html(' id="radius-{}"', choice.value)
    label = format_html('><span>{}</span><span class="n-of', choice.label)
    number = format_html('" id="n-{}-{}"', group.name, choice.value)
    # What is not on the page, htmx could not find to change: radii come and go.
    swap = "" if is_radius else SafeString(' hx-swap-oob="true"')
    return box, label, number + swap + SafeString(">")


@lru_cache(maxsize=5000)
def _counted(count: int, _language: str | None) -> SafeString:
    word = ngettext("clinic", "clinics", count)
    return format_html('{}<span class="vh"> {}</span></span></label>', count, word)
