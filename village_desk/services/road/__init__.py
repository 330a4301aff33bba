"""The road at the desk: sending, sticks, pairing, recovering, and what came of each in words."""
