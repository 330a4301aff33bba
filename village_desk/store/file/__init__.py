"""The desk file itself: opened with a PIN, locked, copied, restored; and what a failure of it means. No facts."""
