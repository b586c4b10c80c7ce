"""Facilities side by side: criteria down, facilities across, and no winner. Pure."""

from facilities.comparison.building import LETTERS, build_comparison
from facilities.comparison.table import Comparison

MOST_FACILITIES = len(LETTERS)

__all__ = ["MOST_FACILITIES", "Comparison", "build_comparison"]
