"""The road over HTTP, the desk's side: one request, pieces, a whole conversation."""
