"""Proofs put into sentences that read naturally in each tongue, whether something holds, does not, or is not yet known."""
