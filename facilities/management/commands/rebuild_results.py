from django.core.management.base import BaseCommand
from django.utils import timezone

from facilities import actions


class Command(BaseCommand):
    help = "Write every facility's results and flags anew from its claims."

    def handle(self, **options):  # noqa: ARG002
        facilities = actions.rebuild_results(on=timezone.now().date())
        self.stdout.write(f"Facilities: {facilities}")
