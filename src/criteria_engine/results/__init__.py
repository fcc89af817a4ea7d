"""A result file's data becomes tables to take away: CSV, Excel and Parquet."""
