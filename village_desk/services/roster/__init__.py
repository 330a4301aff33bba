"""People put onto the roster and changed by hand: what is typed is read, compared with who is there, and recorded."""
