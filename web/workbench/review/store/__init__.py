"""The SQL of the review."""
