"""The agreement between desk and township: facts, journal, batches, both roads. Knows nothing of ``village_desk``."""
