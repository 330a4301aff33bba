"""The worked cases that a policy file carries: what is given, what must come out."""
