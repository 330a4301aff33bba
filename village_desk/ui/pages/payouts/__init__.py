"""The page of the monthly payout lists."""
