"""The township's books as a database: opening it, its tables, copies, and its timelines."""
