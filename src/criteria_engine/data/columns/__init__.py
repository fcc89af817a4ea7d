"""Data files whose columns are read as they are, many rows at once."""
