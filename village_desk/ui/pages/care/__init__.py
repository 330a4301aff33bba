"""Pages for the care of the file: another PIN, choosing a backup, about this PC. Reached from the settings."""
