"""What a value is: exact numbers, truth with unknowns, intervals, dates, units, types, labels."""
