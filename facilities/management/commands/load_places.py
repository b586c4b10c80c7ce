from django.core.management.base import BaseCommand

from facilities.actions.places import load_places


class Command(BaseCommand):
    help = (
        "Load the table of ZIP codes that places clinics on the map and finds what is"
        " near. Points: GeoNames (CC BY 4.0). Safe to run again."
    )

    def handle(self, *args, **options):  # noqa: ARG002 -- Django's
        loaded = load_places()
        self.stdout.write(
            f"ZIP codes: {loaded.created:,} added, {loaded.updated:,} changed,"
            f" {loaded.unchanged:,} as before."
        )
