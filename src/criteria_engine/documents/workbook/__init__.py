"""Workbooks as data, and their bytes as Excel reads them; text in a cell is text, never a formula, a link or a command."""
