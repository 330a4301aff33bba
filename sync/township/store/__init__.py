"""The township's books as a database: opened, its tables, copies of it, one life of it after the other."""
