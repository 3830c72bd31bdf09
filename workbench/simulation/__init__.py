"""Scripted customers who walk the paths of the conversation tests in their own way, and where answers change then."""
