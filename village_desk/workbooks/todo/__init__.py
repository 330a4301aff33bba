"""The list of all that waits as a workbook, out and back."""
