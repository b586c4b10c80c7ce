from importlib import import_module

from django.apps import AppConfig


class FacilitiesConfig(AppConfig):
    name = "facilities"

    def ready(self):
        import_module("facilities.checks")
