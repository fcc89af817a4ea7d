"""Rules meet tables too large to hold as single results: counts, standings and a results file, batch by batch."""
