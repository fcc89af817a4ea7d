"""The syntax tree: what a rule file says, before names mean anything. Two trees are equal when they say the same;
places in the text do not count."""
