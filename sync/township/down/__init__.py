"""What the township says down to its desks: chosen, checked, numbered, signed."""
