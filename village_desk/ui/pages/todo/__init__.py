"""The page of all that waits: its kinds, its items, and what is said of them."""
