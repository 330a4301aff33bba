"""One connection to the desk file, its troubles in words, and the witness beside it."""
