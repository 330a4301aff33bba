"""The page on which money is taken, and the receipt."""
