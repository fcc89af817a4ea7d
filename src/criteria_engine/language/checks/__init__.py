"""A typed program is checked before any data: what is well typed but cannot work as law."""
