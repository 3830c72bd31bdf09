"""Suggested replies for representatives, composed from approved revisions."""
