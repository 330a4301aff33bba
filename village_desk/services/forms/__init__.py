"""Forms of the desk: which there are, what the desk knows for them, filled, drawn, printed. No cells, no SQL text."""
