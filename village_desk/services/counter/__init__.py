"""What is done at the counter with a whole house before one: its fees at once, the till beside them."""
