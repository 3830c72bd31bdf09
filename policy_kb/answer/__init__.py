"""Answers made of checked parts, each from an approved revision and with its source."""
