"""A roster of insured people, read from a table; and written again with its problems."""
