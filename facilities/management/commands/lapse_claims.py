from django.core.management.base import BaseCommand
from django.utils import timezone

from facilities import actions


class Command(BaseCommand):
    help = "Mark verifications that have passed their last day as lapsed."

    def handle(self, **options):  # noqa: ARG002
        lapsed = actions.lapse_overdue_claims(at=timezone.now())
        self.stdout.write(f"Lapsed: {lapsed}")
