"""Wording: the words that join approved parts together, one file a language."""
