"""Engines: programs read as of a date, and records, become outcomes."""
