"""Search that answers at once: an index in the memory of every process.

``answer(current(on=today), Question(...))`` is all there is to it. What is in the index
comes from ``reading``; ``facilities.actions.search.mark_changed`` says what to read
again. No module here imports a model but ``words`` and ``suggesting``.
"""

from facilities.search.answering import (
    RADIUS_CHOICES,
    Answer,
    Blocks,
    Relaxed,
    answer,
)
from facilities.search.holding import current, forget, preload
from facilities.search.keys import (
    CHECKED_WITHIN_DAYS,
    CLAIMED,
    CORE,
    GROUPS,
    NO_TELEHEALTH,
    PRICE_CEILINGS,
    SETTINGS,
    key_of_claim,
)
from facilities.search.question import Order, Question
from facilities.search.snapshot import Snapshot
from facilities.search.suggesting import suggestions
from facilities.search.words import found_in, has_words

__all__ = [
    "CHECKED_WITHIN_DAYS",
    "CLAIMED",
    "CORE",
    "GROUPS",
    "NO_TELEHEALTH",
    "PRICE_CEILINGS",
    "RADIUS_CHOICES",
    "SETTINGS",
    "Answer",
    "Blocks",
    "Order",
    "Question",
    "Relaxed",
    "Snapshot",
    "answer",
    "current",
    "forget",
    "found_in",
    "has_words",
    "key_of_claim",
    "preload",
    "suggestions",
]
