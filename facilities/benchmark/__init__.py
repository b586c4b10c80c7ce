"""The benchmark: the index beside the designs it was chosen over, on invented data."""
