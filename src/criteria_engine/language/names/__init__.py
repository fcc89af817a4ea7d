"""A tree's declarations become a table of what each name means."""
