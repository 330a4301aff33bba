"""The pages of the books: the evening, and cash that leaves the drawer."""
