"""The township's side: receives batches, gives every line its verdict, answers with signed bytes."""
