"""The sheets that this program writes for people to read beside those that hold data; nothing is read from them."""

OWN_SHEETS = frozenset(("How to fill", "Hướng dẫn nhập", "Faults", "Danh sách lỗi"))
"""Their names in every tongue."""
