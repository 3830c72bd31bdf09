"""The inbox's SQL, each function within the transaction of its caller: the same statements for both databases."""
