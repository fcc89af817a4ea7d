"""A lowered program becomes machine code that answers for a whole batch of columns, many rows by one instruction."""
