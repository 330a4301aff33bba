"""Reads the township's books for the pages: one file a subject. Selects only; nothing here writes or decides."""
