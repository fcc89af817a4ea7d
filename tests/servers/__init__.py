"""Engines that need a server, really started: PostgreSQL, and Java for Spark. `make test-engines` finds or installs both."""
