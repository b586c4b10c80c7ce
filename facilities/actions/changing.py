"""How every action changes a facility: locked, in one transaction, with its reason.

The history rows that the database writes carry who acted and why.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pghistory
from django.db import transaction

from facilities.actions.search import mark_changed
from facilities.models import Facility


class Refused(Exception):  # noqa: N818 -- a refusal is expected, not an error
    """An action that may not be taken. Its words are for the person who asked."""


@contextmanager
def recorded(*, by, reason: str) -> Iterator[None]:
    """One transaction whose history rows name the person (or nobody) and the reason."""
    with (
        transaction.atomic(),
        pghistory.context(user=by.pk if by else None, reason=reason),
    ):
        yield


@contextmanager
def changing(facility: Facility, *, by, reason: str) -> Iterator[Facility]:
    """The facility, read again under a row lock. Searches read it again too."""
    with recorded(by=by, reason=reason):
        yield Facility.objects.select_for_update().get(pk=facility.pk)
        mark_changed([facility.pk])
