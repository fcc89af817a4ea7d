"""A document becomes a page: one file of HTML without anything from outside, whose texts can only show."""
