"""Links that keep the rest of a query string. Loaded with ``facilities``."""

from copy import copy

from django import template

register = template.Library()


@register.simple_tag
def query_with(query, **changes):
    """The query string with some values set: ``{% query_with query page=2 %}``."""
    query = copy(query)
    for name, value in changes.items():
        query[name] = value
    return f"?{query.urlencode()}"


@register.simple_tag
def query_without(query, name, value):
    """The query string without one value of one name, from the first page."""
    query = copy(query)
    kept = [each for each in query.getlist(name) if each != str(value)]
    query.setlist(name, kept)
    query.pop("page", None)
    return f"?{query.urlencode()}"


@register.filter
def page_numbers(page) -> list[int | None]:
    """The page numbers worth a link; None where some are left out."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1)
    return [number if isinstance(number, int) else None for number in numbers]
