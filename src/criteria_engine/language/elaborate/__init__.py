"""A tree and its names become typed IR: every expression gets its type, its unit and its meaning, or a fault."""
