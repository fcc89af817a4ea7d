"""Questions about a verdict that trying answers: what suffices for it, what would change it, what missing fact could still matter."""
