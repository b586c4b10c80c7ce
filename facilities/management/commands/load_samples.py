from datetime import UTC, date, datetime, time

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from facilities.actions.changing import Refused
from facilities.actions.samples import load_samples, remove_samples


class Command(BaseCommand):
    help = (
        "Load about 150 invented clinics to try the directory with. They are marked"
        " as sample data everywhere. Safe to run again."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--beside-real",
            action="store_true",
            help="load them even though there are real clinics",
        )
        parser.add_argument(
            "--remove",
            action="store_true",
            help="remove every sample clinic, and nothing else",
        )
        parser.add_argument(
            "--today",
            type=date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="the day that the samples' dates are counted from",
        )

    def handle(self, *, beside_real, remove, today, **options):  # noqa: ARG002
        at = datetime.combine(today, time(12), tzinfo=UTC) if today else timezone.now()
        try:
            self.stdout.write(_removed(at) if remove else _loaded(at, beside_real))
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal


def _loaded(at: datetime, beside_real) -> str:
    count = load_samples(at=at, beside_real=beside_real)
    if not count:
        return "Samples are here already. Nothing was changed."
    return f"Sample clinics loaded: {count}"


def _removed(at: datetime) -> str:
    return f"Sample clinics removed: {remove_samples(by=None, at=at)}"
