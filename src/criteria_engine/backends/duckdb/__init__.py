"""A lowered program is answered by DuckDB, inside this process."""
