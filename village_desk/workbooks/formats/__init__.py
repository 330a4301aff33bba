"""From the bytes of a file to sheets of cells, whatever program wrote it. Knows no rosters and payouts."""
