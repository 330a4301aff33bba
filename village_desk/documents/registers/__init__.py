"""Registers, the second kind of paper: lines under columns, declared in a few lines and drawn on the fast path."""
