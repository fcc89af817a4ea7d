"""A lowered program becomes straight-line Python over whole numbers, compiled once for each rule set and date."""
