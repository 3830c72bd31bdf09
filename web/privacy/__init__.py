"""A customer's data in every table: exported, erased, and removed when it is old."""
