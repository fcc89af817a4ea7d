"""A program read as of a date becomes a flat plan over whole numbers, which engines without exact fractions can run."""
