from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from facilities.benchmark.filling import fill
from facilities.benchmark.measuring import measure
from facilities.benchmark.pages import measure_pages
from facilities.benchmark.report import written
from facilities.benchmark.scratch import scratch_database

PAGE = settings.BASE_DIR / "docs" / "benchmarks.md"


class Command(BaseCommand):
    help = (
        "Measure search and whole pages on invented facilities, in a database of its"
        " own that is dropped again, and write docs/benchmarks.md. Needs wrk for the"
        " pages, and a user of PostgreSQL who may create databases and switch triggers"
        " off."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--sizes",
            type=int,
            nargs="+",
            default=[10_000, 100_000],
            help="how many facilities, one measurement for each",
        )
        parser.add_argument("--output", type=Path, default=PAGE)

    def handle(self, *, sizes, output, **options):  # noqa: ARG002
        today = timezone.now().date()
        measured = [self._measured(size, today) for size in sizes]
        page = written(*zip(*measured, strict=True), today=today)
        output.write_text(page, encoding="utf-8")
        self.stdout.write(page)

    def _measured(self, size, today):
        with scratch_database() as using:
            self.stdout.write(f"{size:,}: inventing facilities")
            fill(size, today=today, using=using)
            say = self.stdout.write
            figures = measure(size, today=today, using=using, say=say)
            return figures, measure_pages(today=today, using=using, say=say)
