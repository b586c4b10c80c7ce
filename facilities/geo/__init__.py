"""Where things are. Pure: no database, no network.

Points of ZIP codes come from GeoNames (CC BY 4.0, https://www.geonames.org/), outlines
of states from the US Census Bureau (public domain), by way of us-atlas.
"""
