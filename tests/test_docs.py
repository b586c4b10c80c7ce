import re
from pathlib import Path

import pytest
from django.core.management import call_command

from directory.management.commands.build_docs import generated_pages

DOCS = Path(__file__).resolve().parent.parent / "docs"
DECISIONS = sorted((DOCS / "adr").glob("*.md"))


@pytest.mark.parametrize("path", generated_pages(), ids=lambda path: path.name)
def test_generated_page_is_fresh(path):
    assert path.read_text(encoding="utf-8") == generated_pages()[path]


def test_building_writes_every_generated_page(settings, tmp_path, capsys):
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs").mkdir()

    call_command("build_docs")

    [path] = generated_pages()
    assert path.read_text(encoding="utf-8") == generated_pages()[path]
    assert capsys.readouterr().out == "Written: docs/criteria.md\n"


def test_decisions_are_numbered_without_a_gap():
    numbers = [int(path.name[:4]) for path in DECISIONS]

    assert numbers == list(range(1, len(DECISIONS) + 1))


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_decision_has_its_headings(path):
    text = path.read_text(encoding="utf-8")
    title, *headings = re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)

    assert title.startswith(path.name[:4] + " ")
    assert headings == ["Status", "Context", "Decision", "Consequences"]


def test_every_page_is_linked():
    pages = {
        str(path.relative_to(DOCS))
        for path in DOCS.rglob("*.md")
        if path.parent.name != "adr" and path.name != "index.md"
    }
    index = (DOCS / "index.md").read_text(encoding="utf-8")
    linked = set(re.findall(r"\]\(([^)]+\.md)\)", index))

    assert linked == pages


def test_links_between_pages_lead_somewhere():
    root = DOCS.parent
    pages = [*DOCS.rglob("*.md"), root / "README.md"]
    broken = [
        f"{page.relative_to(root)}: {target}"
        for page in pages
        for target in re.findall(
            r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")
        )
        if not (page.parent / target).exists()
    ]

    assert broken == []
