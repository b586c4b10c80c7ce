from django.core.management.base import BaseCommand
from django.utils import timezone

from facilities import actions, search


class Command(BaseCommand):
    help = (
        "Let every process read the whole search index anew, at its next search: after"
        " a backup was restored, or rows were changed by hand."
    )

    def handle(self, **options):  # noqa: ARG002
        actions.ask_for_search_rebuild()
        listed = search.preload(on=timezone.now().date())
        self.stdout.write(f"Facilities in the index: {listed}")
