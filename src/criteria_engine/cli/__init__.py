"""The `criteria` command: arguments become calls, their results a screen or a file, and an exit code."""
