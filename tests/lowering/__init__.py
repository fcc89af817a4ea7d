"""Plans: widths, sharing, and the same text on any machine."""
