"""The desk file itself: opened with a PIN, locked, copied, restored; and the meaning of its failures. No facts."""
