"""Outcomes and a roster of units become the standing of a programme's targets; two result files become a yearly review."""
