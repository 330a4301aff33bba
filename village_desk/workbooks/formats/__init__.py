"""From the bytes of a file to sheets of cells, whichever program wrote the file. Knows no rosters and payouts."""
