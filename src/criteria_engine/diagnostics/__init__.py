"""Faults as data: a class per code, a place in a rule file or a data file; their words and renderings."""
