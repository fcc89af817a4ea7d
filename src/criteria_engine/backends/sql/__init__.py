"""A lowered program becomes one query, written for DuckDB, PostgreSQL or Spark."""
