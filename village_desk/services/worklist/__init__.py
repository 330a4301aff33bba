"""What waits for a hand, from the services of the counter and from the road."""
