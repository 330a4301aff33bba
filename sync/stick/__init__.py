"""The road by USB stick, as files: batches, answers, pairing, a desk's own past."""
