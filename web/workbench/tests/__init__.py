"""Tests: run them, see their history and what they leave out, and make one of a conversation."""
