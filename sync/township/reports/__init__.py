"""What the township's books hold, counted and as workbooks. Reads only."""
