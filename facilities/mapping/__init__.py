"""The map of what a search finds. Pure: no database, no network, no script.

What is found is given as sites; ``clusters`` puts close ones together, ``frames`` says
which part of the country is shown, ``circles`` what is drawn where.
"""

from facilities.mapping.building import Links, Map, build_map
from facilities.mapping.frames import Near
from facilities.mapping.sites import Site

__all__ = ["Links", "Map", "Near", "Site", "build_map"]
