"""Whose key counts: the township's own and those of the desks."""
