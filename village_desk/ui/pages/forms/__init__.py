"""The page of forms: chosen by moment, filled for somebody, looked at, printed; and forms put in use from a file."""
