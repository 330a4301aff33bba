"""The township's messages to its desks: chosen, checked, numbered, signed."""
