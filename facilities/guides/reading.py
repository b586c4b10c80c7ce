"""Reading guides, so strictly that no medical sentence can stand without its source.

A guide is Markdown with a head of keys and values. **Every line is one sentence**, and
ends with where it comes from: ``[^KETALAR-PI]``, the id of a reference of the criteria.
Two kinds of lines need none: a question, and one about this site, marked ``[^site]``.

A list of ``[ ]`` lines is a checklist. In a numbered list the first line is a title.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType

import yaml
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from facilities.criteria import CRITERIA, REFERENCES, DefinitionError
from facilities.criteria.loading.entry import Entry
from facilities.criteria.loading.files import StrictLoader
from facilities.criteria.schema import SourceCheck
from facilities.guides.schema import (
    Block,
    BlockKind,
    Guide,
    Item,
    Section,
    Sentence,
    Source,
)

CONTENT = Path(__file__).parent / "content"
ABOUT_THIS_SITE = "site"
TICK = "[ ] "
FILE_NAME = re.compile(r"\d\d-(?P<slug>[a-z]+(?:-[a-z]+)*)")
MARKUP = re.compile(r"[*_`<>\[\]]")
TWO_SENTENCES = re.compile(r"[.!?][”)]?\s")
END = re.compile(r"[.!?][”)]?$")

# Headings, paragraphs and lists: nothing that could bring markup of its own.
MARKDOWN = (
    MarkdownIt("zero")
    .enable(["heading", "list", "newline"])
    .use(front_matter_plugin)
    .use(footnote_plugin, inline=False, move_to_end=False, always_match_refs=True)
    .disable("footnote_def")
)


def read_guides(folder: Path = CONTENT) -> Mapping[str, Guide]:
    """By slug, in the order of their files, which are numbered."""
    guides = [read_guide(path) for path in sorted(folder.glob("*.md"))]
    return MappingProxyType({guide.slug: guide for guide in guides})


def read_guide(path: Path) -> Guide:
    return GuideFile(path).read()


class GuideFile:
    """One file on its way to a guide. Sources are numbered as they are met."""

    def __init__(self, path: Path):
        self.path = path
        self.numbers: dict[str, int] = {}

    def error(self, what: str) -> DefinitionError:
        return DefinitionError(f"{self.path.name}: {what}")

    def read(self) -> Guide:
        name = FILE_NAME.fullmatch(self.path.stem)
        if not name:
            raise self.error("must be named as in 01-what-it-is.md")
        head, *nodes = self._tree()
        lead, sections = self._parts(nodes)
        return Guide(
            slug=name["slug"],
            lead=lead,
            sections=sections,
            sources=tuple(
                Source(number, REFERENCES[each])
                for each, number in self.numbers.items()
            ),
            **self._head(head),
        )

    def _tree(self) -> list[SyntaxTreeNode]:
        text = self.path.read_text(encoding="utf-8")
        nodes = SyntaxTreeNode(MARKDOWN.parse(text)).children
        if not nodes or nodes[0].type != "front_matter":
            raise self.error("must begin with keys and values between lines of ---")
        return nodes

    def _head(self, node: SyntaxTreeNode) -> dict[str, object]:
        try:
            data = yaml.load(node.content, Loader=StrictLoader)  # noqa: S506 - safe
        except (yaml.YAMLError, DefinitionError) as error:
            raise self.error(str(error)) from error
        entry = Entry(data, self.path.name)
        slugs = entry.texts("criteria")
        entry.refuse_unknown("criteria", "criterion", slugs, CRITERIA)
        values = {
            "title": entry.text("title"),
            "summary": entry.text("summary"),
            "reviewed_on": entry.take("reviewed_on"),
            "signed_off_by": entry.text("signed_off_by", ""),
            "criteria": tuple(CRITERIA[slug] for slug in slugs),
        }
        if type(values["reviewed_on"]) is not date:
            raise entry.error("reviewed_on: must be a day, such as 2026-11-25")
        entry.finish()
        return values

    def _parts(self, nodes) -> tuple[tuple[Item, ...], tuple[Section, ...]]:
        """What stands before the first heading, and the sections."""
        parts: list[tuple[str, list[Block]]] = [("", [])]
        for node in nodes:
            if node.type == "heading":
                parts.append((self._heading(node), []))
            else:
                parts[-1][1].append(self._block(node))
        (_no_heading, lead), *rest = parts
        if not lead or any(block.kind != BlockKind.PARAGRAPH for block in lead):
            raise self.error("must begin with a paragraph")
        for heading, blocks in rest:
            kinds = {block.kind for block in blocks}
            if not kinds:
                raise self.error(f"nothing stands under “{heading}”")
            if BlockKind.TICKS in kinds and len(kinds) > 1:
                raise self.error(f"a checklist stands alone: “{heading}”")
        anchors = [re.sub(r"\W+", "-", heading.lower()) for heading, _ in rest]
        if len(set(anchors)) < len(anchors):
            raise self.error("two headings are alike")
        sections = (
            Section(heading, anchor.strip("-"), tuple(blocks))
            for anchor, (heading, blocks) in zip(anchors, rest, strict=True)
        )
        return tuple(item for block in lead for item in block.items), tuple(sections)

    def _heading(self, node: SyntaxTreeNode) -> str:
        if node.tag != "h2":
            raise self.error(f"only headings with ##: “{_words_of(node)}”")
        return _words_of(node)

    def _block(self, node: SyntaxTreeNode) -> Block:
        if node.type == "bullet_list":
            return self._list(node)
        if node.type == "ordered_list":
            return Block(BlockKind.STEPS, tuple(map(self._step, node.children)))
        sentences = self._sentences(node)
        for sentence in sentences:
            if not END.search(sentence.text):
                raise self.error(f"not a whole sentence: “{sentence.text}”")
        return Block(BlockKind.PARAGRAPH, (Item(sentences),))

    def _list(self, node: SyntaxTreeNode) -> Block:
        paragraphs = map(self._only_paragraph, node.children)
        items = [Item(self._sentences(paragraph)) for paragraph in paragraphs]
        are_ticks = [item.sentences[0].text.startswith(TICK) for item in items]
        if not any(are_ticks):
            kind = BlockKind.QUESTIONS if _are_questions(items) else BlockKind.LIST
            return Block(kind, tuple(items))
        if not all(are_ticks) or any(len(item.sentences) > 1 for item in items):
            raise self.error(f"a checklist is lines of {TICK.strip()} and nothing else")
        return Block(
            BlockKind.TICKS,
            tuple(
                Item((Sentence(each.text.removeprefix(TICK), each.sources),))
                for item in items
                for each in item.sentences
            ),
        )

    def _step(self, node: SyntaxTreeNode) -> Item:
        title, *lines = _lines(self._only_paragraph(node))
        if not lines or len(title) > 1:
            raise self.error(f"a step is a title and what to do: “{_words(title)}”")
        return Item(tuple(map(self._sentence, lines)), _words(title))

    def _only_paragraph(self, item: SyntaxTreeNode) -> SyntaxTreeNode:
        if [child.type for child in item.children] != ["paragraph"]:
            raise self.error("an item of a list is a few lines, and nothing else")
        return item.children[0]

    def _sentences(self, paragraph: SyntaxTreeNode) -> tuple[Sentence, ...]:
        return tuple(map(self._sentence, _lines(paragraph)))

    def _sentence(self, nodes: list[SyntaxTreeNode]) -> Sentence:
        first, *markers = nodes
        if first.type != "text" or any(each.type != "footnote_ref" for each in markers):
            raise self.error(f"sources stand at the end: “{_words(nodes)}”")
        text = first.content.strip()
        if MARKUP.search(text.removeprefix(TICK)):
            raise self.error(f"no markup within a line: “{text}”")
        if TWO_SENTENCES.search(text):
            raise self.error(f"a line is one sentence: “{text}”")
        labels = [each.meta["label"] for each in markers]
        return Sentence(text, self._sources(text, labels))

    def _sources(self, text: str, labels: list[str]) -> tuple[int, ...]:
        if labels == [ABOUT_THIS_SITE] or (not labels and text.endswith("?")):
            return ()
        if not labels:
            raise self.error(f"no source: “{text}”")
        for label in labels:
            if label not in REFERENCES:
                raise self.error(f"unknown source {label}: “{text}”")
        if all(REFERENCES[each].checked is SourceCheck.MEMORY for each in labels):
            raise self.error(f"no source of this was read: “{text}”")
        for label in labels:
            self.numbers.setdefault(label, len(self.numbers) + 1)
        return tuple(sorted({self.numbers[label] for label in labels}))


def _are_questions(items: list[Item]) -> bool:
    return all(each.text.endswith("?") for item in items for each in item.sentences)


def _lines(paragraph: SyntaxTreeNode) -> list[list[SyntaxTreeNode]]:
    """The nodes of each line."""
    lines: list[list[SyntaxTreeNode]] = [[]]
    for node in paragraph.children[0].children:
        if node.type == "softbreak":
            lines.append([])
        else:
            lines[-1].append(node)
    return lines


def _words_of(block: SyntaxTreeNode) -> str:
    return _words(block.children[0].children)


def _words(nodes: Iterable[SyntaxTreeNode]) -> str:
    return "".join(node.content for node in nodes)
