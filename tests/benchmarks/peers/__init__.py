"""The benchmark's standard as a user of other engines would write it: the verdict alone, of whole numbers, nothing missing.

A peer's module has one function `ready(data)`: it prepares all that is done once (compiling, turning data into the peer's own form), and
returns a function that gives the verdicts of all data. Peers know nothing of missing values, bounds or exact fractions; numbers are
whole, so that none of them rounds.
"""
