"""Faults of rule text that can be mended in one way only: what the mend is, and making it."""
