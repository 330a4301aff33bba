"""The road at the desk: sending, sticks, pairing, recovering, and the results of each in words."""
