"""A lowered program is answered by PostgreSQL, where the data are."""
