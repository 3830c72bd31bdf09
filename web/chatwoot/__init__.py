"""Chiaro as an agent bot of Chatwoot: hears messages by its webhooks, answers by its API."""
