"""The commands of the village's books: the drawer, and the reports that are counted."""
