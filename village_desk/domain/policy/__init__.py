"""The dated values of a place: each mechanism of the scheme read from a policy file and said in plain words."""
