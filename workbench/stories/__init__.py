"""Conversation tests for trainers: run, remembered, counted, and made from conversations."""
