"""The township over HTTP: paths, pieces that come in, workers. Rules and books are elsewhere."""
