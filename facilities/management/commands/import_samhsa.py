from contextlib import nullcontext
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from rich.progress import Progress

from facilities.actions.changing import Refused
from facilities.actions.samhsa import ImportReport, import_samhsa
from facilities.actions.samples import remove_samples
from facilities.enums import SamhsaBook
from facilities.exchange.samhsa.package import BadWorkbook
from facilities.exchange.samhsa.workbook import Workbook, read_workbook

FIRST_EDITION = 2010
MOST_SHOWN = 20


class Command(BaseCommand):
    help = (
        "Import one of SAMHSA's yearly directories (XLSX). Safe to run again; the order"
        " of editions does not matter. Listed is what the newest mental health"
        " directory reports ketamine infusion for."
    )

    def add_arguments(self, parser):
        parser.add_argument("workbook", type=Path)
        parser.add_argument(
            "--edition", type=int, required=True, help="the directory's year"
        )
        parser.add_argument(
            "--book",
            choices=SamhsaBook.values,
            help="mental health or substance use; the code reference usually tells",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="report, but write nothing"
        )
        parser.add_argument(
            "--replace",
            action="store_true",
            help="even if many rows of this edition are not in the workbook any more",
        )
        parser.add_argument(
            "--keep-samples",
            action="store_true",
            help="leave invented sample clinics beside the real ones",
        )

    def handle(self, *, edition, book, dry_run, replace, keep_samples, **options):
        last_edition = timezone.now().year + 1
        if not FIRST_EDITION <= edition <= last_edition:
            raise CommandError(
                f"--edition is a year from {FIRST_EDITION} to {last_edition}."
            )
        try:
            workbook = read_workbook(
                options["workbook"],
                edition=edition,
                book=SamhsaBook(book) if book else None,
            )
            for doubt in workbook.doubts:
                self.stderr.write(self.style.WARNING(doubt))
            report = self._import(workbook, dry_run=dry_run, may_replace=replace)
        except (BadWorkbook, Refused) as refusal:
            raise CommandError(str(refusal)) from refusal
        if dry_run:
            self.stdout.write("A dry run: nothing was written.")
        self._print(workbook, report)
        if not (dry_run or keep_samples):
            self._remove_samples()

    def _remove_samples(self) -> None:
        """Invented clinics do not stand beside real ones unasked."""
        try:
            removed = remove_samples(by=None, at=timezone.now())
        except Refused as refusal:
            self.stderr.write(self.style.WARNING(str(refusal)))
            return
        if removed:
            self.stdout.write(
                f"Removed {removed:,} invented sample clinics: real ones are here."
            )

    def _import(self, workbook: Workbook, *, dry_run, may_replace) -> ImportReport:
        whole, done = len(workbook.rows), 0
        with (
            Progress(disable=not self.stdout.isatty()) as bar,
            transaction.atomic() if dry_run else nullcontext(),
        ):
            task = bar.add_task("Importing", total=whole)

            def progress(rows: int) -> None:
                nonlocal done
                done += rows
                bar.advance(task, rows)
                if bar.disable:
                    self.stdout.write(f"{done:,} of {whole:,} rows")

            report = import_samhsa(
                workbook=workbook,
                at=timezone.now(),
                may_replace=may_replace,
                progress=progress,
            )
            if dry_run:
                transaction.set_rollback(True)
        return report

    def _print(self, workbook: Workbook, report: ImportReport) -> None:
        self.stdout.write(f"{workbook.book.label} {workbook.edition}")
        for label, number in _figures(workbook, report):
            self.stdout.write(f"  {label:<46} {number:>7,}")
        for title, lines in _lists(workbook, report):
            self._print_lines(title, lines)

    def _print_lines(self, title: str, lines: list[str]) -> None:
        if lines:
            self.stdout.write(f"{title}:")
        for line in lines[:MOST_SHOWN]:
            self.stdout.write(f"  {line}")
        if len(lines) > MOST_SHOWN:
            self.stdout.write(f"  and {len(lines) - MOST_SHOWN:,} more")


def _figures(workbook: Workbook, report: ImportReport) -> list[tuple[str, int]]:
    return [
        ("Rows", workbook.size),
        ("Created", report.created),
        ("Updated", report.updated),
        ("Unchanged", report.unchanged),
        ("Repeated word for word", len(workbook.repeated)),
        ("Rejected", len(workbook.rejected)),
        ("No longer in this edition", report.gone),
        ("Newly listed", report.published),
        ("No longer listed", report.archived),
        ("Listed now, from SAMHSA", report.listed),
        ("Held back: may be a clinic known otherwise", report.held_back),
        ("New doubts for a moderator: may be one clinic", report.doubtful),
        ("Address withheld", len(report.withheld)),
        ("Street given for a withheld address, not kept", len(report.streets_not_kept)),
        ("Withheld here, shown by the clinic", len(report.withheld_but_stated)),
        ("Codes that the code reference lacks", len(workbook.unknown_codes)),
    ]


def _lists(workbook: Workbook, report: ImportReport) -> list[tuple[str, list[str]]]:
    rejected = [f"row {each.number}: {each.reason}" for each in workbook.rejected]
    unknown = [
        f"{code}: {rows:,} rows" for code, rows in workbook.unknown_codes.items()
    ]
    return [
        ("Rejected", rejected),
        ("Repeated", [f"row {row.number}" for row in workbook.repeated]),
        ("Street not kept", [f"row {row}" for row in report.streets_not_kept]),
        (
            "Withheld here, shown by the clinic",
            [f"row {row}" for row in report.withheld_but_stated],
        ),
        ("Codes that the code reference lacks", unknown),
    ]
