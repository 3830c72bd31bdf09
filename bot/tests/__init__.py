"""Tests of what runs inside Rasa."""
