"""What travels, as bytes and back: batches, messages, keys, seals. No I/O."""
