"""Arrow arrays of raw cells become encoded columns: plain cells all at once, each other text once, by the readers of cells."""
