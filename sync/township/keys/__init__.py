"""The keys at the township: its own, which of them a desk knows, and which key speaks for a desk."""
