"""Sticks at the township's counter: taking in the files on one, and writing the replies."""
