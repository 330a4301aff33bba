"""The registers of a desk: which kinds there are, whom they show, and their papers."""
