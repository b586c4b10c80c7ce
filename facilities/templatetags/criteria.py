"""Bars of how many clinics give an answer. A number stands beside each."""

from django import template
from django.utils.html import format_html

from facilities.templatetags.facilities import VERDICTS

register = template.Library()
INSET = 0.5  # keeps an outline inside the bar


@register.simple_tag
def share_bar(status, checked, others, listed):
    """Solid for the ``checked``, outlined for the ``others``, of all the ``listed``."""
    return format_html(
        '<svg class="share {}" viewBox="0 0 {} 16" preserveAspectRatio="none"'
        ' aria-hidden="true"><rect class="s-bg" width="{}" height="16"/>{}{}</svg>',
        VERDICTS[status][0],
        listed,
        listed,
        _solid(checked),
        _outlined(checked, others),
    )


def _solid(number):
    if not number:
        return ""
    return format_html('<rect class="s-a" width="{}" height="16"/>', number)


def _outlined(start, number):
    if not number:
        return ""
    return format_html(
        '<rect class="s-b" x="{}" y="{}" width="{}" height="{}"/>',
        start + INSET,
        INSET,
        number - 2 * INSET,
        16 - 2 * INSET,
    )
