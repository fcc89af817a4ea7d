"""Warnings about rules that work: what is unused, unsaid, always true, untested, misleading; and permissions to leave one."""
