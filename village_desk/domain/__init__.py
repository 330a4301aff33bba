"""The scheme's rules: pure functions and frozen values. No SQL, no files, no clock, no Qt."""
