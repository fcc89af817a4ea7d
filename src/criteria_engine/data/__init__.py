"""Data files and mappings become records: readers give raw tables, binding finds the facts, cell reading the values."""
