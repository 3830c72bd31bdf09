"""Checks of what Rasa is trained on."""
