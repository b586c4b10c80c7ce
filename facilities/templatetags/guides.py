"""What the pages of guides say of their sources."""

from django import template
from django.utils.translation import gettext_lazy as _

from facilities.criteria.schema import SourceCheck

register = template.Library()

HOW_READ = {
    SourceCheck.PRIMARY: _("We read the text itself."),
    SourceCheck.RECORD: _("We read a summary or a report of it, not all of it."),
    SourceCheck.MEMORY: _("We have not read it again yet."),
}


@register.filter
def how_read(reference):
    """How far a source was read, in a sentence."""
    return HOW_READ[reference.checked]
