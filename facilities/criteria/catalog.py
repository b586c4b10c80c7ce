"""The specification as it is in force: read once, when the package is imported."""

from facilities.criteria.loader import load

CATALOG = load()
