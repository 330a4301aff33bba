"""Fees at the counter: what one person may choose."""
