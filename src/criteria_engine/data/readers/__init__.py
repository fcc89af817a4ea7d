"""Data files of every format become raw tables."""
