"""What the desk knows of each subject: its tables, what a fact does to them, and what is read from them."""
