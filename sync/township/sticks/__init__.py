"""Sticks at the township's counter: what one brought, and what is put on it."""
