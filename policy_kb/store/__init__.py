"""Queries over the tables: one noun a file."""
