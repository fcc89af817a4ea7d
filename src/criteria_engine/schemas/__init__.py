"""The published JSON Schemas of results and proofs."""
