"""A tree becomes rule text again, in any tongue of the keyword table; parsing that text gives the same tree."""
