"""The page of one person, with its cards and forms."""
