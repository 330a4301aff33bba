"""One class for each kind of work at the desk; every public method is a use case. No Qt, no SQL text."""
