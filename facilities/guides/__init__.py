"""What patients should know before they choose: one guide for each part.

The texts are Markdown in ``content``, so that a clinician can propose a change and read
the difference. They are read once, and what breaks their rules stops the site: see
``facilities.guides.reading``.
"""

from facilities.guides.reading import read_guides
from facilities.guides.schema import (
    Block,
    BlockKind,
    Guide,
    Item,
    Section,
    Sentence,
    Source,
)

GUIDES = read_guides()

__all__ = [
    "GUIDES",
    "Block",
    "BlockKind",
    "Guide",
    "Item",
    "Section",
    "Sentence",
    "Source",
]
