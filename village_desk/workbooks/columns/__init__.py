"""From rows of cells to a table: which row is the header, what each column holds, which rows are people."""
