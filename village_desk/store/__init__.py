"""The desk's file and the only SQL of the desk. Nothing here knows a window, a line or a paper."""
