"""Charts: their geometry, and one for each report."""
