"""The worked cases of a policy file: given facts and expected results."""
