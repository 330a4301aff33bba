"""Reports that are counted from the data, never typed."""
