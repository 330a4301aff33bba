"""The mechanisms of the scheme, one a module: its table, its values, their reading, their words, its pension parts."""
