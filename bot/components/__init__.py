"""Rasa graph components of the message pipeline."""
