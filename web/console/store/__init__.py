"""What the console keeps and reads, in SQL."""
