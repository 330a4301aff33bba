"""The township's monthly list of payees, read from a table."""
