"""What a desk remembers of the road: batches that are sealed, answers, the place in the township's messages."""
