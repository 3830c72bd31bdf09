"""Conversations that are tried out, and looked into: with the real model and actions, beside the running servers."""
