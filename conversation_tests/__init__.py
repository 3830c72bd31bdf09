"""Conversation tests: stories played through the real model, the real dialogue and the real actions."""
