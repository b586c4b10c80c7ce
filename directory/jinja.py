"""Jinja, for the pieces of a page that are repeated hundreds of times: see ADR 0018.

They have the words, filters and small drawings of all other templates.
"""

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext
from jinja2 import Environment, StrictUndefined

from facilities.templatetags import choices, facilities, formats, pips


def environment(*, loader, auto_reload, **_defaults) -> Environment:
    made = Environment(
        loader=loader,
        auto_reload=auto_reload,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= formats.register.filters
    made.globals |= {
        "_": gettext,
        "choices": choices.choices,
        "facility_address": facility_address,
        "icon": facilities.icon,
        "red_flags": red_flags,
        "seals": facilities.seals,
        "strip": pips.strip,
    }
    return made


def facility_address() -> str:
    """Of every facility, with ``%s`` for its slug."""
    return reverse("facilities:detail", args=["-"]).replace("-", "%s")


def red_flags(flags) -> str:
    return render_to_string("components/_red_flags.html", {"flags": flags})
