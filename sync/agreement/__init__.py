"""What desk and township agree on. No I/O."""
