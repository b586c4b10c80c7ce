"""What a guide is made of. Everything here is read-only."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import ceil

from facilities.criteria import Criterion, Reference
from facilities.criteria.fields import Definition

WORDS_A_MINUTE = 200


class BlockKind(StrEnum):
    PARAGRAPH = "paragraph"
    LIST = "list"
    QUESTIONS = "questions"
    STEPS = "steps"
    TICKS = "ticks"


@dataclass(frozen=True, slots=True)
class Sentence(Definition):
    """``sources`` are numbers in the guide's list of sources.

    A sentence without one is a question, or speaks of this site and not of medicine.
    """

    text: str
    sources: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Item(Definition):
    """A paragraph, or one item of a list. Only steps have a title."""

    sentences: tuple[Sentence, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Block(Definition):
    kind: BlockKind
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Section(Definition):
    heading: str
    anchor: str
    blocks: tuple[Block, ...]

    @property
    def is_checklist(self) -> bool:
        return any(block.kind == BlockKind.TICKS for block in self.blocks)


@dataclass(frozen=True, slots=True)
class Source(Definition):
    number: int
    reference: Reference


@dataclass(frozen=True, slots=True, eq=False)
class Guide(Definition):
    """``signed_off_by`` is the clinician who approved the text, empty if none has."""

    slug: str
    title: str
    summary: str
    reviewed_on: date
    signed_off_by: str
    lead: tuple[Item, ...]
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]
    criteria: tuple[Criterion, ...]

    @property
    def checklist(self) -> tuple[Section, ...]:
        return tuple(section for section in self.sections if section.is_checklist)

    @property
    def parts(self) -> tuple[Section, ...]:
        """The sections that are read, and not ticked."""
        return tuple(section for section in self.sections if not section.is_checklist)

    @property
    def minutes_to_read(self) -> int:
        return ceil(len(" ".join(self.lines()).split()) / WORDS_A_MINUTE)

    def sentences(self) -> Iterator[Sentence]:
        for item in self.items():
            yield from item.sentences

    def items(self) -> Iterator[Item]:
        yield from self.lead
        for section in self.sections:
            for block in section.blocks:
                yield from block.items

    def lines(self) -> Iterator[str]:
        """All that is read of it, in no particular order."""
        yield self.title
        yield from (section.heading for section in self.sections)
        yield from (item.title for item in self.items() if item.title)
        yield from (sentence.text for sentence in self.sentences())
