"""A notebook: read once, run once, one record."""
