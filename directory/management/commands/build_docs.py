"""Writes the pages of the documentation that come from code."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from facilities.criteria import CATALOG
from facilities.criteria.document import criteria_page


def generated_pages() -> dict[Path, str]:
    docs = settings.BASE_DIR / "docs"
    return {docs / "criteria.md": criteria_page(CATALOG)}


class Command(BaseCommand):
    help = "Write the generated pages of docs/."

    def handle(self, **options):  # noqa: ARG002
        for path, text in generated_pages().items():
            path.write_text(text, encoding="utf-8")
            self.stdout.write(f"Written: {path.relative_to(settings.BASE_DIR)}")
