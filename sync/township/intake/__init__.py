"""What comes up to the township: received, judged, entered in the books, answered."""
