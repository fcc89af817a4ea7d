"""Test blocks of a rule file are run: what each expects is held against what comes out."""
