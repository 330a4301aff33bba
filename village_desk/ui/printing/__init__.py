"""Paper out of the printer: what was chosen for each paper, which printers there are, and the way to them."""
