"""Policies as representatives search and read them."""
