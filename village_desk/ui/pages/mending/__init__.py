"""The mending desk: the held rows at the left, one of them as a form at the right."""
