"""A roster of insured people, read from a table; and given back with what is wrong in it."""
