"""The page of the road to the township."""
