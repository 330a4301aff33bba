"""The mechanisms of the scheme, one a module: its table, its values, their reading, their words, what they pay."""
