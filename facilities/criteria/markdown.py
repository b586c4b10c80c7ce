"""Pieces of Markdown."""

from collections.abc import Iterable


def links(references: Iterable[str]) -> str:
    return ", ".join(f"[{each}](#{each.lower()})" for each in references)


def table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [heads, ("---",) * len(heads), *rows]
    return "\n".join(f"| {' | '.join(map(cell, line))} |" for line in lines)


def cell(text: str) -> str:
    return text.replace("|", "\\|")
