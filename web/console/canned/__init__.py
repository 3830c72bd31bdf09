"""Replies that are kept to be used again: Italian and English in one record, with variables."""
