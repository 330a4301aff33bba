"""Forms kept as workbooks: what stands between braces is found, checked and filled in. Draws nothing, knows no desk."""
