"""The papers of the desk: facts and figures in, PDF bytes out. Knows no store, no window and no printer."""
